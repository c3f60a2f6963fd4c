-- rule_id: B15
-- kind: identity
-- severity: error
-- operator: <=
-- basis: tables
-- title_en: The grand totals of statement 04 are within those of statement 01
-- title_zh: 财政拨款总表总计 ≤ 收入支出总表总计
-- identity: 04.grand_total <= 01.grand_total
-- source: check between statements (表间审核)
-- example: 04 表总计 722.31 <= 01 表总计 740.00
-- statements: appropriation_summary, revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('revenue', 'actual', 'appropriation_summary', 'revenue', 'revenue_grand_total', 'amount'),
    ('revenue', 'expected', 'revenue_expenditure_summary', 'revenue', 'revenue_grand_total', 'amount'),
    ('expenditure', 'actual', 'appropriation_summary', 'expenditure', 'expenditure_grand_total', 'total'),
    ('expenditure', 'expected', 'revenue_expenditure_summary', 'expenditure', 'expenditure_grand_total', 'amount')
) AS t (instance, place, statement, side, line, measure)
