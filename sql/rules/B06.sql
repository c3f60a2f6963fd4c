-- rule_id: B06
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Each appropriation is the same in statements 04 and 01
-- title_zh: 财政拨款总表各项收入 = 收入支出总表相应收入
-- identity: 04.appropriation = 01.appropriation
-- source: check between statements (表间审核)
-- example: 04 表一般公共预算财政拨款 700.00 = 01 表 700.00
-- statements: appropriation_summary, revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, f.line AS instance, t.place, t.statement, 'revenue' AS side, f.line, 'amount' AS measure,
    f.line = 'state_capital_appropriation' AND r.state_capital_optional AS optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('general_budget_appropriation'), ('government_fund_appropriation'), ('state_capital_appropriation')
) AS f (line)
CROSS JOIN (VALUES ('actual', 'appropriation_summary'), ('expected', 'revenue_expenditure_summary')) AS t (place, statement)
