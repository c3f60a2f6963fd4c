-- rule_id: B17
-- kind: identity
-- severity: error
-- operator: <=
-- basis: tables
-- title_en: Three public expenses are within appropriated expenditure
-- title_zh: “三公”经费决算合计 ≤ 财政拨款总表本年支出合计
-- identity: 09.final_total <= 04.expenditure_total
-- source: check between statements (表间审核)
-- example: 09 表合计 2.41 <= 04 表本年支出合计 1108.00
-- statements: three_public, appropriation_summary
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('final_total', 'actual', 'three_public', '', 'total', 'final_total'),
    ('final_total', 'expected', 'appropriation_summary', 'expenditure', 'expenditure_total', 'total')
) AS t (instance, place, statement, side, line, measure)
