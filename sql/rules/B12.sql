-- rule_id: B12
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Basic expenditure of statement 05 is what statement 06 itemises
-- title_zh: 一般公共预算财政拨款支出决算表基本支出合计 = 基本支出决算表合计 = 人员经费 + 公用经费
-- identity: 05.total.basic = 06.personnel_total + 06.public_total = 06.total
-- source: check between statements (表间审核)
-- example: 05 表基本支出 694.01 = 06 表人员经费 597.07 + 公用经费 96.94
-- statements: general_budget_expenditure, general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('personnel_and_public', 'actual', 'general_budget_expenditure', 'total', 'basic_expenditure'),
    ('personnel_and_public', 'expected', 'general_budget_basic_expenditure', 'personnel_total', 'final_amount'),
    ('personnel_and_public', 'expected', 'general_budget_basic_expenditure', 'public_total', 'final_amount')
) AS t (instance, place, statement, line, measure)
UNION ALL
SELECT c.report_id, 'total', t.place, t.statement, 'total', t.measure
FROM table_cell AS c
CROSS JOIN (VALUES
    ('actual', 'general_budget_expenditure', 'basic_expenditure'), ('expected', 'general_budget_basic_expenditure', 'final_amount')
) AS t (place, statement, measure)
WHERE c.statement = 'general_budget_basic_expenditure' AND c.line = 'total'
