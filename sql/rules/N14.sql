-- rule_id: N14
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: narrative
-- title_en: A statement that says there is no such money is not contradicted by the text or by statement 04
-- title_zh: 称“无…收支”的报表与文字、财政拨款总表不矛盾
-- identity: 07, 08, 09 empty by their note ⇒ no amount elsewhere
-- source: restatement in the text (文字说明)
-- example: 07 表注“无数据”，04 表政府性基金支出 45.00 does not hold
-- statements: 
-- row_only: false
-- each: false

WITH silent AS (
    SELECT s.report_id, s.statement FROM printed_statement AS s
    WHERE s.says_empty AND s.statement IN ('government_fund', 'state_capital', 'three_public')
), stated AS (
    SELECT report_id, statement, figure_id, amount FROM cell WHERE source = 'narrative' AND amount <> 0
    UNION ALL
    SELECT report_id, measure, figure_id, amount FROM nonzero_cell
    WHERE statement = 'appropriation_summary' AND line = 'expenditure_total' AND measure IN ('government_fund', 'state_capital')
)
SELECT
    s.report_id, s.statement AS instance, s.statement, min(n.figure_id) AS figure_id, count(n.figure_id) = 0 AS holds,
    'statement ' || replace(s.statement, '_', ' ') || ' says that it is empty; elsewhere the report states amounts for it' AS reason_en,
    '《' || any_value(l.title) || '》注明无数据，而文字或财政拨款总表列有金额' AS reason_zh
FROM silent AS s
INNER JOIN statement_label AS l ON s.statement = l.statement
LEFT JOIN stated AS n ON s.report_id = n.report_id AND s.statement = n.statement
GROUP BY s.report_id, s.statement
