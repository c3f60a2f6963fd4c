-- rule_id: M01
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: metadata
-- title_en: The year in the title of a statement is the year of the report
-- title_zh: 报表标题中的年度 = 报告年度
-- identity: year of the title = fiscal year
-- source: document and metadata (文档一致性)
-- example: 报告年度 2024，报表标题“2024年度收入决算表”
-- statements: 
-- row_only: false
-- each: false

SELECT
    s.report_id, s.statement AS instance, s.statement,
    bool_and(CAST(regexp_extract(s.title, '(20\d\d)\s*年', 1) AS INTEGER) = r.fiscal_year) AS holds,
    'the statement is titled "' || min(s.title) || '" in a report of ' || any_value(r.fiscal_year) AS reason_en,
    '报表标题为“' || min(s.title) || '”，而报告年度为 ' || any_value(r.fiscal_year) AS reason_zh
FROM statement_reading AS s
INNER JOIN checked_report AS r USING (report_id)
WHERE r.fiscal_year IS NOT NULL AND regexp_matches(s.title, '20\d\d\s*年')
GROUP BY s.report_id, s.statement
