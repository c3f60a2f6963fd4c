-- rule_id: B01
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Revenue of the year is the same in statements 01 and 02
-- title_zh: 收入支出决算总表本年收入合计 = 收入决算表合计
-- identity: 01.revenue_total = 02.total.revenue_total
-- source: check between statements (表间审核)
-- example: 01 表本年收入合计 722.31 = 02 表合计 722.31
-- statements: revenue_expenditure_summary, revenue
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('revenue_total', 'actual', 'revenue_expenditure_summary', 'revenue', 'revenue_total', 'amount'),
    ('revenue_total', 'expected', 'revenue', '', 'total', 'revenue_total')
) AS t (instance, place, statement, side, line, measure)
