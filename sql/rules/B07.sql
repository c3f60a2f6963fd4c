-- rule_id: B07
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Appropriated revenue is the same in statements 04 and 02
-- title_zh: 财政拨款总表本年收入合计 = 收入决算表财政拨款收入合计
-- identity: 04.revenue_total = 02.total.fiscal_appropriation
-- source: check between statements (表间审核)
-- example: 04 表本年收入合计 722.31 = 02 表财政拨款收入 722.31
-- statements: appropriation_summary, revenue
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('revenue_total', 'actual', 'appropriation_summary', 'revenue', 'revenue_total', 'amount'),
    ('revenue_total', 'expected', 'revenue', '', 'total', 'fiscal_appropriation')
) AS t (instance, place, statement, side, line, measure)
