-- rule_id: B24
-- kind: verdict
-- severity: info
-- operator: present
-- basis: tables
-- title_en: Pensions paid to the retired have their functional item
-- title_zh: 有离退休费即应有行政事业单位离退休科目支出
-- identity: 06.(30301 + 30302) > 0 ⇒ 05 has 2080501 or 2080502
-- source: check between statements (表间审核)
-- example: 30302 退休费 4.00，05 表列有 2080501
-- statements: general_budget_expenditure, general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT
    c.report_id, 'retired' AS instance, min(c.figure_id) AS figure_id, 'general_budget_basic_expenditure' AS statement,
    count(w.line) > 0 AS holds, CAST(sum(DISTINCT c.amount) AS DECIMAL(20, 2)) AS actual_yuan,
    'pensions are paid and statement 05 has no item 2080501 or 2080502' AS reason_en,
    '列有离退休费，而支出决算表无 2080501、2080502 科目' AS reason_zh
FROM nonzero_cell AS c
LEFT JOIN statement_row AS w
    ON c.report_id = w.report_id AND w.statement = 'general_budget_expenditure' AND w.line IN ('2080501', '2080502')
WHERE c.statement = 'general_budget_basic_expenditure' AND c.line IN ('30301', '30302') AND c.amount > 0
GROUP BY c.report_id
