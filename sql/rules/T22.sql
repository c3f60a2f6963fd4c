-- rule_id: T22
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The three public expenses add up to their total, budget and final
-- title_zh: “三公”经费表：合计 = 因公出国（境）费 + 公务用车购置及运行维护费小计 + 公务接待费（预算数、决算数）
-- identity: 09.total = overseas travel + vehicles subtotal + official reception
-- source: form 公开09表, check within the table (表内审核)
-- statements: three_public
-- row_only: true
-- each: false

SELECT
    r.report_id, b.block AS instance, t.place,
    'three_public' AS statement, 'total' AS line, b.block || t.item AS measure
FROM checked_report AS r
CROSS JOIN (VALUES ('budget'), ('final')) AS b (block)
CROSS JOIN (VALUES
    ('actual', '_total'), ('expected', '_overseas_travel'), ('expected', '_vehicles_subtotal'), ('expected', '_official_reception')
) AS t (place, item)
