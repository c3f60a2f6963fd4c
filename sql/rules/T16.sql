-- rule_id: T16
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Personnel cost of statement 06 is classes 301 and 303
-- title_zh: 一般公共预算财政拨款基本支出决算表：人员经费合计 = 301 + 303
-- identity: 06.personnel_total = 301 + 303
-- source: form 公开06表, check within the table (表内审核)
-- example: 人员经费合计 597.07 = 301 580.00 + 303 17.07
-- statements: general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT
    r.report_id, 'personnel_total' AS instance, t.place,
    'general_budget_basic_expenditure' AS statement, t.line, 'final_amount' AS measure, t.optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'personnel_total', false), ('expected', '301', false), ('expected', '303', false)
) AS t (place, line, optional)
