-- rule_id: T14
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Revenue and expenditure of statement 04 balance, in total and for each fund
-- title_zh: 财政拨款收入支出决算总表：收入总计 = 支出总计；各项资金 本年收入 + 年初结转 = 本年支出 + 年末结转
-- identity: 04.revenue_grand_total = 04.expenditure_grand_total.total; for each fund revenue + opening = expenditure + closing
-- source: form 公开04表, check within the table (表内审核)
-- example: 收入总计 10.00 = 支出总计 10.00; 一般公共预算 8.00 + 1.00 = 7.00 + 2.00
-- statements: appropriation_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'grand_total' AS instance, t.place,
    'appropriation_summary' AS statement, t.side, t.line, t.measure, false AS optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue', 'revenue_grand_total', 'amount'),
    ('expected', 'expenditure', 'expenditure_grand_total', 'total')
) AS t (place, side, line, measure)
UNION ALL
SELECT
    r.report_id, f.fund, t.place, 'appropriation_summary', t.side, replace(t.line, '?', f.fund), coalesce(t.measure, f.fund),
    -- A form without state capital has no row of it at all; where one is printed, the others must be there too.
    f.fund = 'state_capital' AND r.state_capital_optional AND r.report_id NOT IN (
        SELECT c.report_id FROM table_cell AS c
        WHERE c.statement = 'appropriation_summary' AND (c.measure = 'state_capital' OR c.line LIKE '%state_capital%')
    )
FROM checked_report AS r
CROSS JOIN (VALUES ('general_budget'), ('government_fund'), ('state_capital')) AS f (fund)
CROSS JOIN (VALUES
    ('actual', 'revenue', '?_appropriation', 'amount'), ('actual', 'revenue', 'opening_balance_?', 'amount'),
    ('expected', 'expenditure', 'expenditure_total', NULL), ('expected', 'expenditure', 'closing_balance', NULL)
) AS t (place, side, line, measure)
