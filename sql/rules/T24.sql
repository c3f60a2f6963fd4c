-- rule_id: T24
-- kind: identity
-- severity: warning
-- operator: <=
-- basis: tables
-- title_en: The final amount of each public expense is within its budget
-- title_zh: “三公”经费表：各项决算数 ≤ 预算数
-- identity: 09.final <= 09.budget, for each item
-- source: form 公开09表, check within the table (表内审核)
-- example: 公务接待费决算 0.51 <= 预算 1.00
-- statements: three_public
-- row_only: true
-- each: false

SELECT
    r.report_id, i.item AS instance, t.place,
    'three_public' AS statement, 'total' AS line, t.block || '_' || i.item AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('total'), ('overseas_travel'), ('vehicles_subtotal'), ('vehicle_purchase'), ('vehicle_operation'),
    ('official_reception')
) AS i (item)
CROSS JOIN (VALUES ('actual', 'final'), ('expected', 'budget')) AS t (place, block)
