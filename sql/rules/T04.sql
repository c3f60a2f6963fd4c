-- rule_id: T04
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Expenditure, surplus distribution and closing balance of statement 01 add up to its grand total
-- title_zh: 收入支出决算总表：支出总计 = 本年支出合计 + 结余分配 + 年末结转和结余
-- identity: 01.expenditure_grand_total = expenditure_total + surplus_distribution + closing_balance
-- source: form 公开01表, check within the table (表内审核)
-- example: 支出总计 740.00 = 722.31 + 0 + 17.69
-- statements: revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    r.report_id, 'expenditure_grand_total' AS instance, t.place,
    'revenue_expenditure_summary' AS statement, 'expenditure' AS side, t.line, 'amount' AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'expenditure_grand_total'), ('expected', 'expenditure_total'), ('expected', 'surplus_distribution'), ('expected', 'closing_balance')
) AS t (place, line)
