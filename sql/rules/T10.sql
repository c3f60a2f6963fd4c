-- rule_id: T10
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The opening balances of the three funds add up in statement 04
-- title_zh: 财政拨款收入支出决算总表：年初财政拨款结转和结余 = 三项之和
-- identity: 04.opening_balance = Σ 04.opening_balance of each fund
-- source: form 公开04表, check within the table (表内审核)
-- example: 年初结转 6.00 = 3.00 + 2.00 + 1.00
-- statements: appropriation_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'opening_balance' AS instance, t.place,
    'appropriation_summary' AS statement, 'revenue' AS side, t.line, 'amount' AS measure,
    t.line = 'opening_balance_state_capital' AND r.state_capital_optional AS optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'opening_balance'), ('expected', 'opening_balance_general_budget'),
    ('expected', 'opening_balance_government_fund'), ('expected', 'opening_balance_state_capital')
) AS t (place, line)
