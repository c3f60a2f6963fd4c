-- rule_id: T11
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In each expenditure row of statement 04 the three funds add up to the total
-- title_zh: 财政拨款收入支出决算总表：支出每行 合计 = 一般公共预算 + 政府性基金 + 国有资本经营
-- identity: 04.total = general_budget + government_fund + state_capital
-- source: form 公开04表, check within the table (表内审核)
-- example: 208: 合计 6.00 = 3.00 + 2.00 + 1.00
-- statements: appropriation_summary
-- row_only: true
-- each: false

-- The rows that split the closing balance by fund have no columns of their own.
SELECT
    w.report_id, w.line AS instance, t.place,
    w.statement, 'expenditure' AS side, w.line, t.measure,
    t.measure = 'state_capital' AND r.state_capital_optional AS optional
FROM appropriation_row AS w
INNER JOIN checked_report AS r USING (report_id)
CROSS JOIN (VALUES
    ('actual', 'total'), ('expected', 'general_budget'), ('expected', 'government_fund'), ('expected', 'state_capital')
) AS t (place, measure)
WHERE NOT starts_with(w.line, 'closing_balance_')
