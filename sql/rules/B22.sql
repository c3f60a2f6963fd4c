-- rule_id: B22
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: Operating expenditure has operating revenue or a balance to spend
-- title_zh: 有经营支出应有经营收入或结转结余
-- identity: 03.total.operating > 0 ⇒ 01.operating_revenue > 0 or 01.opening_balance > 0 or surplus used > 0
-- source: check between statements (表间审核)
-- example: 经营支出 3.00，经营收入 5.00
-- statements: expenditure, revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    c.report_id, 'operating' AS instance, c.figure_id, c.statement,
    count(s.figure_id) > 0 AS holds, CAST(c.amount AS DECIMAL(20, 2)) AS actual_yuan,
    'operating expenditure of ' || CAST(c.amount AS DECIMAL(20, 2)) || ' yuan without operating revenue or balance' AS reason_en,
    '经营支出 ' || CAST(c.amount AS DECIMAL(20, 2)) || ' 元，而无经营收入及结转结余' AS reason_zh
FROM nonzero_cell AS c
LEFT JOIN nonzero_cell AS s
    ON c.report_id = s.report_id AND s.statement = 'revenue_expenditure_summary' AND s.side = 'revenue'
    AND s.line IN ('operating_revenue', 'opening_balance', 'non_appropriation_surplus_used')
WHERE c.statement = 'expenditure' AND c.line = 'total' AND c.measure = 'operating_expenditure' AND c.amount > 0
GROUP BY c.report_id, c.figure_id, c.statement, c.amount
