-- rule_id: T06
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In each row of statement 02 the sources add up to the revenue of the year
-- title_zh: 收入决算表：每行 本年收入合计 = 各项收入之和
-- identity: 02.revenue_total = Σ 02.sources
-- source: form 公开02表, check within the table (表内审核)
-- example: 208: 本年收入 10.00 = 财政拨款 9.00 + 其他 1.00
-- statements: revenue
-- row_only: true
-- each: false

SELECT
    w.report_id, w.line AS instance, t.place,
    w.statement, w.line, t.measure
FROM statement_row AS w
CROSS JOIN (VALUES
    ('actual', 'revenue_total'),
    ('expected', 'fiscal_appropriation'),
    ('expected', 'superior_subsidy'),
    ('expected', 'business_revenue'),
    ('expected', 'operating_revenue'),
    ('expected', 'subordinate_remittance'),
    ('expected', 'other_revenue')
) AS t (place, measure)
WHERE w.statement = 'revenue'
