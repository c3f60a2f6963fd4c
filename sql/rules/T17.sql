-- rule_id: T17
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Public cost of statement 06 is the sum of the public classes printed
-- title_zh: 一般公共预算财政拨款基本支出决算表：公用经费合计 = 302 + 307 + 309 + 310 + 311 + 312 + 313 + 399（所列各类）
-- identity: 06.public_total = 302 + 307 + 309 + 310 + 311 + 312 + 313 + 399, those printed
-- source: form 公开06表, check within the table (表内审核)
-- example: 公用经费合计 96.94 = 302 90.80 + 310 6.14
-- statements: general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT
    r.report_id, 'public_total' AS instance, t.place,
    'general_budget_basic_expenditure' AS statement, t.line, 'final_amount' AS measure, t.optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'public_total', false), ('expected', '302', false), ('expected', '307', true),
    ('expected', '309', true), ('expected', '310', true), ('expected', '311', true), ('expected', '312',
    true), ('expected', '313', true), ('expected', '399', true)
) AS t (place, line, optional)
