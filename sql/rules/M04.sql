-- rule_id: M04
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: metadata
-- title_en: The nine official statements are all published
-- title_zh: 应公开的报表齐全
-- identity: statements 01–09 are present (08 from 2021)
-- source: document and metadata (文档一致性)
-- example: statements 01–09 are printed, 08 among them in 2024
-- statements: 
-- row_only: false
-- each: false

-- One check a report. A report without any statement may be one of several files, and a table that was not recognised may
-- be the missing one.
SELECT
    r.report_id, 'statements' AS instance, NULL AS statement,
    CASE
        WHEN count(*) = count(p.statement) THEN true
        WHEN count(p.statement) = 0 AND NOT EXISTS (SELECT 1 FROM printed_statement AS a WHERE a.report_id = r.report_id) THEN NULL
        WHEN EXISTS (SELECT 1 FROM problem AS q WHERE q.report_id = r.report_id AND q.severity = 'error') THEN NULL
        ELSE false
    END AS holds,
    'not published: statement ' || string_agg(l.standard_no || ' ' || replace(n.statement, '_', ' '), ', ' ORDER BY l.standard_no)
        FILTER (p.statement IS NULL) AS reason_en,
    '未公开：' || string_agg('《' || l.title || '》', '' ORDER BY l.standard_no) FILTER (p.statement IS NULL) AS reason_zh
FROM checked_report AS r
CROSS JOIN (VALUES
    ('revenue_expenditure_summary'), ('revenue'), ('expenditure'), ('appropriation_summary'),
    ('general_budget_expenditure'), ('general_budget_basic_expenditure'), ('government_fund'), ('state_capital'), ('three_public')
) AS n (statement)
INNER JOIN statement_label AS l ON n.statement = l.statement
LEFT JOIN printed_statement AS p ON r.report_id = p.report_id AND n.statement = p.statement
WHERE NOT (n.statement = 'state_capital' AND r.state_capital_optional)
GROUP BY r.report_id
