-- rule_id: B10
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Government-fund money is the same in statements 04 and 07: classes, total, revenue and balances
-- title_zh: 财政拨款总表政府性基金 = 政府性基金决算表（各类、合计、收入、年初、年末）
-- identity: 04.government_fund = 07
-- source: check between statements (表间审核)
-- example: 04 表政府性基金 212 类 45.00 = 07 表 212 类本年支出 45.00
-- statements: appropriation_summary, government_fund?
-- row_only: false
-- each: false

WITH class AS (
    SELECT DISTINCT report_id, line
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'appropriation_summary' AND side = 'expenditure' AND measure = 'government_fund')
        OR (statement = 'government_fund' AND side = '' AND measure = 'expenditure_total'))
)
SELECT k.report_id, k.line AS instance, t.place, t.statement, t.side, k.line, t.measure
FROM class AS k
CROSS JOIN (VALUES
    ('actual', 'appropriation_summary', 'expenditure', 'government_fund'), ('expected', 'government_fund', '', 'expenditure_total')
) AS t (place, statement, side, measure)
UNION ALL
SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('total', 'actual', 'appropriation_summary', 'expenditure', 'expenditure_total', 'government_fund'),
    ('total', 'expected', 'government_fund', '', 'total', 'expenditure_total')
) AS t (instance, place, statement, side, line, measure)
UNION ALL
SELECT m.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM statement_measure AS m
CROSS JOIN (VALUES
    ('revenue', 'actual', 'appropriation_summary', 'revenue', 'government_fund_appropriation', 'amount'),
    ('revenue', 'expected', 'government_fund', '', 'total', 'revenue_total'),
    ('opening_balance', 'actual', 'appropriation_summary', 'revenue', 'opening_balance_government_fund', 'amount'),
    ('opening_balance', 'expected', 'government_fund', '', 'total', 'opening_balance'),
    ('closing_balance', 'actual', 'appropriation_summary', 'expenditure', 'closing_balance', 'government_fund'),
    ('closing_balance', 'expected', 'government_fund', '', 'total', 'closing_balance')
) AS t (instance, place, statement, side, line, measure)
WHERE m.statement = 'government_fund' AND m.measure = 'revenue_total'
