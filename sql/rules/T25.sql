-- rule_id: T25
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Goods, works and services add up to procurement
-- title_zh: 政府采购支出情况表：合计 = 货物 + 工程 + 服务
-- identity: 11.procurement_total = goods + works + services
-- source: form 公开11表, check within the table (表内审核)
-- example: 政府采购 10.00 = 货物 6.00 + 工程 0 + 服务 4.00
-- statements: government_procurement
-- row_only: false
-- each: false

SELECT
    r.report_id, 'procurement_total' AS instance, t.place,
    'government_procurement' AS statement, t.line, 'amount' AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'procurement_total'), ('expected', 'procurement_goods'), ('expected', 'procurement_works'),
    ('expected', 'procurement_services')
) AS t (place, line)
