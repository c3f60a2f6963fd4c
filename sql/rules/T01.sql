-- rule_id: T01
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The revenue sources of statement 01 add up to the revenue of the year
-- title_zh: 收入支出决算总表：本年收入合计 = 各项收入之和
-- identity: 01.revenue_total = Σ 01.revenue sources
-- source: form 公开01表, check within the table (表内审核)
-- example: 本年收入合计 722.31 = 700.00 + 20.00 + 0 + 2.31
-- statements: revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'revenue_total' AS instance, t.place,
    'revenue_expenditure_summary' AS statement, 'revenue' AS side, t.line, 'amount' AS measure,
    t.line = 'state_capital_appropriation' AND r.state_capital_optional AS optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue_total'),
    ('expected', 'general_budget_appropriation'), ('expected', 'government_fund_appropriation'),
    ('expected', 'state_capital_appropriation'), ('expected', 'superior_subsidy'),
    ('expected', 'business_revenue'), ('expected', 'operating_revenue'),
    ('expected', 'subordinate_remittance'), ('expected', 'other_revenue')
) AS t (place, line)
