-- rule_id: B02
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The three appropriations of statement 01 are the appropriation of statement 02
-- title_zh: 总表三项财政拨款收入之和 = 收入决算表财政拨款收入合计
-- identity: 01.(general budget + fund + state capital) = 02.total.fiscal_appropriation
-- source: check between statements (表间审核)
-- example: 01 表 700.00 + 20.00 + 2.31 = 02 表财政拨款收入 722.31
-- statements: revenue_expenditure_summary, revenue
-- row_only: false
-- each: false

SELECT
    r.report_id, 'fiscal_appropriation' AS instance, t.place, t.statement, t.side, t.line, t.measure,
    t.line = 'state_capital_appropriation' AND r.state_capital_optional AS optional
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue', '', 'total', 'fiscal_appropriation'),
    ('expected', 'revenue_expenditure_summary', 'revenue', 'general_budget_appropriation', 'amount'),
    ('expected', 'revenue_expenditure_summary', 'revenue', 'government_fund_appropriation', 'amount'),
    ('expected', 'revenue_expenditure_summary', 'revenue', 'state_capital_appropriation', 'amount')
) AS t (place, statement, side, line, measure)
