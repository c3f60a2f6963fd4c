-- rule_id: T13
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Year and carry-over of statement 04 add up to its grand totals
-- title_zh: 财政拨款收入支出决算总表：总计 = 本年合计 + 结转和结余（收入方、支出方各列）
-- identity: 04.revenue_grand_total = revenue_total + opening_balance; 04.expenditure_grand_total = expenditure_total + closing_balance, in each column
-- source: form 公开04表, check within the table (表内审核)
-- example: 收入总计 10.00 = 本年收入 9.00 + 年初 1.00
-- statements: appropriation_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'revenue' AS instance, t.place,
    'appropriation_summary' AS statement, 'revenue' AS side, t.line, 'amount' AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue_grand_total'), ('expected', 'revenue_total'), ('expected', 'opening_balance')
) AS t (place, line)
UNION ALL
SELECT c.report_id, 'expenditure/' || c.measure, t.place, c.statement, 'expenditure', t.line, c.measure
FROM appropriation_column AS c
CROSS JOIN (VALUES
    ('actual', 'expenditure_grand_total'), ('expected', 'expenditure_total'), ('expected', 'closing_balance')
) AS t (place, line)
