-- rule_id: B11
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: State-capital money is the same in statements 04 and 08: classes, total, revenue and balances
-- title_zh: 财政拨款总表国有资本经营预算 = 国有资本经营决算表（各类、合计、收入、年初、年末）
-- identity: 04.state_capital = 08
-- source: check between statements (表间审核)
-- example: 04 表国有资本经营 223 类 3.00 = 08 表 223 类 3.00
-- statements: appropriation_summary, state_capital?
-- row_only: false
-- each: false

WITH class AS (
    SELECT DISTINCT report_id, line
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'appropriation_summary' AND side = 'expenditure' AND measure = 'state_capital')
        OR (statement = 'state_capital' AND side = '' AND measure = 'expenditure_total'))
)
SELECT k.report_id, k.line AS instance, t.place, t.statement, t.side, k.line, t.measure
FROM class AS k
CROSS JOIN (VALUES
    ('actual', 'appropriation_summary', 'expenditure', 'state_capital'), ('expected', 'state_capital', '', 'expenditure_total')
) AS t (place, statement, side, measure)
UNION ALL
SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('total', 'actual', 'appropriation_summary', 'expenditure', 'expenditure_total', 'state_capital'),
    ('total', 'expected', 'state_capital', '', 'total', 'expenditure_total')
) AS t (instance, place, statement, side, line, measure)
UNION ALL
SELECT m.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM statement_measure AS m
CROSS JOIN (VALUES
    ('revenue', 'actual', 'appropriation_summary', 'revenue', 'state_capital_appropriation', 'amount'),
    ('revenue', 'expected', 'state_capital', '', 'total', 'revenue_total'),
    ('opening_balance', 'actual', 'appropriation_summary', 'revenue', 'opening_balance_state_capital', 'amount'),
    ('opening_balance', 'expected', 'state_capital', '', 'total', 'opening_balance'),
    ('closing_balance', 'actual', 'appropriation_summary', 'expenditure', 'closing_balance', 'state_capital'),
    ('closing_balance', 'expected', 'state_capital', '', 'total', 'closing_balance')
) AS t (instance, place, statement, side, line, measure)
WHERE m.statement = 'state_capital' AND m.measure = 'revenue_total'
