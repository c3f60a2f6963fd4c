-- rule_id: B21
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: Money passed on to others or spent on operations is no appropriation: there is other money
-- title_zh: 有上缴上级、经营、对附属单位补助支出时，应有非财政拨款收入或结余
-- identity: 03.total.(remittance + operating + subsidy) > 0 ⇒ 01.revenue_grand_total > 04.revenue_grand_total
-- source: check between statements (表间审核)
-- example: 经营支出 3.00，01 表收入总计 740.00 > 04 表收入总计 722.31
-- statements: expenditure, revenue_expenditure_summary, appropriation_summary
-- row_only: false
-- each: false

SELECT
    c.report_id, 'other_money' AS instance, min(c.figure_id) AS figure_id, 'expenditure' AS statement,
    any_value(a.amount) > any_value(f.amount) AS holds,
    CAST(sum(c.amount) AS DECIMAL(20, 2)) AS actual_yuan, CAST(any_value(a.amount) - any_value(f.amount) AS DECIMAL(20, 2)) AS expected_yuan,
    CAST(sum(c.amount) AS DECIMAL(20, 2)) || ' yuan are remitted, operating or subsidies, and all money is appropriated' AS reason_en,
    '列有上缴上级、经营或对附属单位补助支出 ' || CAST(sum(c.amount) AS DECIMAL(20, 2)) || ' 元，而全部资金均为财政拨款' AS reason_zh
FROM nonzero_cell AS c
INNER JOIN table_cell AS a
    ON c.report_id = a.report_id AND a.statement = 'revenue_expenditure_summary' AND a.line = 'revenue_grand_total' AND a.state = 'printed'
INNER JOIN table_cell AS f
    ON c.report_id = f.report_id AND f.statement = 'appropriation_summary' AND f.line = 'revenue_grand_total' AND f.state = 'printed'
WHERE c.statement = 'expenditure' AND c.line = 'total' AND c.amount > 0
    AND c.measure IN ('remittance_to_superior', 'operating_expenditure', 'subsidy_to_subordinates')
GROUP BY c.report_id
