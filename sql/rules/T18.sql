-- rule_id: T18
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Personnel and public cost of statement 06 add up to its total, where the total is printed
-- title_zh: 一般公共预算财政拨款基本支出决算表：合计 = 人员经费合计 + 公用经费合计
-- identity: 06.total = personnel_total + public_total
-- source: form 公开06表, check within the table (表内审核)
-- example: 合计 694.01 = 597.07 + 96.94
-- statements: general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT
    r.report_id, 'total' AS instance, t.place,
    'general_budget_basic_expenditure' AS statement, t.line, 'final_amount' AS measure, t.optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'total', false), ('expected', 'personnel_total', false), ('expected', 'public_total',
    false)
) AS t (place, line, optional)
WHERE EXISTS (
    SELECT 1 FROM table_cell AS c
    WHERE c.report_id = r.report_id AND c.statement = 'general_budget_basic_expenditure' AND c.line = 'total'
)
