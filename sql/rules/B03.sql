-- rule_id: B03
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Each other source is the same in statements 01 and 02
-- title_zh: 总表上级补助、事业、经营、附属单位上缴、其他收入 = 收入决算表合计行相应列
-- identity: 01.source = 02.total.source
-- source: check between statements (表间审核)
-- example: 01 表事业收入 35.00 = 02 表合计行事业收入 35.00
-- statements: revenue_expenditure_summary, revenue
-- row_only: false
-- each: false

SELECT
    r.report_id, s.source_of_revenue AS instance, t.place, t.statement, t.side,
    coalesce(t.line, s.source_of_revenue) AS line, coalesce(t.measure, s.source_of_revenue) AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('superior_subsidy'), ('business_revenue'), ('operating_revenue'), ('subordinate_remittance'), ('other_revenue')
) AS s (source_of_revenue)
CROSS JOIN (VALUES
    ('actual', 'revenue_expenditure_summary', 'revenue', NULL, 'amount'), ('expected', 'revenue', '', 'total', NULL)
) AS t (place, statement, side, line, measure)
