-- rule_id: T09
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The three appropriations of statement 04 add up to the revenue of the year
-- title_zh: 财政拨款收入支出决算总表：本年收入合计 = 一般公共预算 + 政府性基金 + 国有资本经营
-- identity: 04.revenue_total = general budget + government fund + state capital
-- source: form 公开04表, check within the table (表内审核)
-- example: 本年收入合计 722.31 = 700.00 + 20.00 + 2.31
-- statements: appropriation_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'revenue_total' AS instance, t.place,
    'appropriation_summary' AS statement, 'revenue' AS side, t.line, 'amount' AS measure,
    t.line = 'state_capital_appropriation' AND r.state_capital_optional AS optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue_total'), ('expected', 'general_budget_appropriation'),
    ('expected', 'government_fund_appropriation'), ('expected', 'state_capital_appropriation')
) AS t (place, line)
