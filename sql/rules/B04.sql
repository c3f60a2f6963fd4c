-- rule_id: B04
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Expenditure of the year is the same in statements 01 and 03
-- title_zh: 收入支出决算总表本年支出合计 = 支出决算表合计
-- identity: 01.expenditure_total = 03.total.expenditure_total
-- source: check between statements (表间审核)
-- example: 01 表本年支出合计 722.31 = 03 表合计 722.31
-- statements: revenue_expenditure_summary, expenditure
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('expenditure_total', 'actual', 'revenue_expenditure_summary', 'expenditure', 'expenditure_total', 'amount'),
    ('expenditure_total', 'expected', 'expenditure', '', 'total', 'expenditure_total')
) AS t (instance, place, statement, side, line, measure)
