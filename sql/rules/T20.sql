-- rule_id: T20
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Each row of statement 07 balances: opening balance and revenue equal expenditure and closing balance
-- title_zh: 政府性基金决算表：每行 年初结转 + 本年收入 = 本年支出 + 年末结转
-- identity: 07.opening_balance + revenue_total = expenditure_total + closing_balance
-- source: form 公开07表, check within the table (表内审核)
-- example: 212: 年初 1.00 + 收入 5.00 = 支出 5.00 + 年末 1.00
-- statements: government_fund
-- row_only: true
-- each: false

SELECT
    w.report_id, w.line AS instance, t.place,
    w.statement, w.line, t.measure
FROM statement_row AS w
CROSS JOIN (VALUES
    ('actual', 'opening_balance'), ('actual', 'revenue_total'),
    ('expected', 'expenditure_total'), ('expected', 'closing_balance')
) AS t (place, measure)
WHERE w.statement = 'government_fund'
