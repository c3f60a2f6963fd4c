-- rule_id: T08
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In each row of statement 05 basic and project expenditure add up
-- title_zh: 一般公共预算财政拨款支出决算表：每行 合计 = 基本支出 + 项目支出
-- identity: 05.expenditure_total = basic + project
-- source: form 公开05表, check within the table (表内审核)
-- example: 2080505: 合计 7.00 = 基本 7.00 + 项目 0
-- statements: general_budget_expenditure
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
WHERE w.statement = 'general_budget_expenditure'
