-- rule_id: T03
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Revenue, surplus used and opening balance of statement 01 add up to its grand total
-- title_zh: 收入支出决算总表：收入总计 = 本年收入合计 + 使用非财政拨款结余 + 年初结转和结余
-- identity: 01.revenue_grand_total = revenue_total + non_appropriation_surplus_used + opening_balance
-- source: form 公开01表, check within the table (表内审核)
-- example: 收入总计 740.00 = 722.31 + 0 + 17.69
-- statements: revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'revenue_grand_total' AS instance, t.place,
    'revenue_expenditure_summary' AS statement, 'revenue' AS side, t.line, 'amount' AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'revenue_grand_total'), ('expected', 'revenue_total'), ('expected', 'non_appropriation_surplus_used'), ('expected', 'opening_balance')
) AS t (place, line)
