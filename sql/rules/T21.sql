-- rule_id: T21
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Each row of statement 08 adds up, and balances where the form has revenue and carry-over
-- title_zh: 国有资本经营决算表：每行 合计 = 基本支出 + 项目支出；六列表另 年初 + 收入 = 支出 + 年末
-- identity: 08.expenditure_total = basic + project; 08.opening_balance + revenue_total = expenditure_total + closing_balance in the six-column form
-- source: form 公开08表, check within the table (表内审核)
-- example: 223: 合计 3.00 = 基本 0 + 项目 3.00
-- statements: state_capital
-- row_only: true
-- each: false

SELECT
    w.report_id, w.line || '/expenditure' AS instance, t.place,
    w.statement, w.line, t.measure
FROM statement_row AS w
CROSS JOIN (VALUES
    ('actual', 'expenditure_total'), ('expected', 'basic_expenditure'), ('expected', 'project_expenditure')
) AS t (place, measure)
WHERE w.statement = 'state_capital'
UNION ALL
SELECT w.report_id, w.line || '/balance', t.place, w.statement, w.line, t.measure
FROM statement_row AS w
INNER JOIN statement_measure AS m ON w.report_id = m.report_id AND w.statement = m.statement
CROSS JOIN (VALUES
    ('actual', 'opening_balance'), ('actual', 'revenue_total'),
    ('expected', 'expenditure_total'), ('expected', 'closing_balance')
) AS t (place, measure)
WHERE w.statement = 'state_capital' AND m.measure = 'revenue_total'
