-- rule_id: T19
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In each row of statement 07 basic and project expenditure add up
-- title_zh: 政府性基金决算表：每行 支出小计 = 基本支出 + 项目支出
-- identity: 07.expenditure_total = basic + project
-- source: form 公开07表, check within the table (表内审核)
-- example: 212: 本年支出 5.00 = 基本 0 + 项目 5.00
-- statements: government_fund
-- row_only: true
-- each: false

SELECT
    w.report_id, w.line AS instance, t.place,
    w.statement, w.line, t.measure
FROM statement_row AS w
CROSS JOIN (VALUES
    ('actual', 'expenditure_total'),
    ('expected', 'basic_expenditure'),
    ('expected', 'project_expenditure')
) AS t (place, measure)
WHERE w.statement = 'government_fund'
