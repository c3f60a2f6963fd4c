-- rule_id: M05
-- kind: verdict
-- severity: info
-- operator: present
-- basis: metadata
-- title_en: An empty statement says that it is empty, and one that says so is empty
-- title_zh: 空表须注明无数据，注明无数据的表须为空
-- identity: no amounts ⇔ note "no data", for statements 07, 08, 09
-- source: document and metadata (文档一致性)
-- example: 07 表无金额，注“本表无数据”
-- statements: 
-- row_only: false
-- each: false

SELECT
    s.report_id, s.statement AS instance, s.statement,
    (count(c.figure_id) = 0) = bool_or(s.empty_note IS NOT NULL) OR (count(c.figure_id) > 0 AND count(n.figure_id) = 0) AS holds,
    'statement ' || replace(s.statement, '_', ' ') || CASE WHEN count(n.figure_id) = 0 THEN ' is empty and does not say so'
        ELSE ' says that it is empty and holds amounts' END AS reason_en,
    '《' || any_value(l.title) || '》' || CASE WHEN count(n.figure_id) = 0 THEN '为空表，未注明无数据' ELSE '注明无数据，却列有金额' END AS reason_zh
FROM statement_reading AS s
SEMI JOIN checked_report AS r ON s.report_id = r.report_id
INNER JOIN statement_label AS l ON s.statement = l.statement
LEFT JOIN table_cell AS c ON s.report_id = c.report_id AND s.statement = c.statement AND c.figure_id IS NOT NULL
LEFT JOIN nonzero_cell AS n ON c.figure_id = n.figure_id
WHERE s.statement IN ('government_fund', 'state_capital', 'three_public')
GROUP BY s.report_id, s.statement
