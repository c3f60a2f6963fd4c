-- rule_id: T23
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Purchase and operation of vehicles add up to their subtotal, budget and final
-- title_zh: “三公”经费表：公务用车小计 = 购置费 + 运行维护费（预算数、决算数）
-- identity: 09.vehicles subtotal = purchase + operation
-- source: form 公开09表, check within the table (表内审核)
-- example: 公车小计 2.41 = 购置 0 + 运行 2.41
-- statements: three_public
-- row_only: true
-- each: false

SELECT
    r.report_id, b.block AS instance, t.place,
    'three_public' AS statement, 'total' AS line, b.block || t.item AS measure
FROM checked_report AS r
CROSS JOIN (VALUES ('budget'), ('final')) AS b (block)
CROSS JOIN (VALUES
    ('actual', '_vehicles_subtotal'), ('expected', '_vehicle_purchase'), ('expected', '_vehicle_operation')
) AS t (place, item)
