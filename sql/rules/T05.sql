-- rule_id: T05
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The two grand totals of statement 01 are equal
-- title_zh: 收入支出决算总表：收入总计 = 支出总计
-- identity: 01.revenue_grand_total = 01.expenditure_grand_total
-- source: form 公开01表, check within the table (表内审核)
-- example: 收入总计 740.00 = 支出总计 740.00
-- statements: revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'grand_total' AS instance, t.place,
    'revenue_expenditure_summary' AS statement, t.side, t.line, 'amount' AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue', 'revenue_grand_total'), ('expected', 'expenditure', 'expenditure_grand_total')
) AS t (place, side, line)
