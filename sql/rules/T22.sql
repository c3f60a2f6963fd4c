-- rule_id: T22
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The three public expenses add up to their total, budget and final
-- title_zh: “三公”经费表：合计 = 因公出国（境）费 + 公务用车购置及运行维护费小计 + 公务接待费（预算数、决算数）
-- identity: 09.total = overseas travel + vehicles subtotal + official reception (+ meetings + training where the printed total counts them)
-- source: form 公开09表, check within the table (表内审核)
-- example: 合计 2.92 = 出国 0 + 公车 2.41 + 接待 0.51
-- statements: three_public
-- row_only: true
-- each: false

-- Some forms print meetings and training beside the three, and some of these count them in the total: they are addends
-- where the total is nearer to the sum with them.
WITH block AS (
    SELECT
        report_id, split_part(measure, '_', 1) AS block,
        sum(amount) FILTER (measure LIKE '%\_total' ESCAPE '\') AS total,
        sum(amount) FILTER (regexp_matches(measure, '(overseas_travel|vehicles_subtotal|official_reception)$')) AS three,
        sum(amount) FILTER (regexp_matches(measure, '(meetings|training)$')) AS beside
    FROM table_cell
    WHERE statement = 'three_public'
    GROUP BY ALL
)
SELECT
    r.report_id, b.block AS instance, t.place,
    'three_public' AS statement, 'total' AS line, b.block || t.item AS measure, false AS optional
FROM checked_report AS r
CROSS JOIN (VALUES ('budget'), ('final')) AS b (block)
CROSS JOIN (VALUES
    ('actual', '_total'), ('expected', '_overseas_travel'), ('expected', '_vehicles_subtotal'), ('expected', '_official_reception')
) AS t (place, item)
UNION ALL
SELECT b.report_id, b.block, 'expected', 'three_public', 'total', b.block || i.item, true
FROM block AS b
CROSS JOIN (VALUES ('_meetings'), ('_training')) AS i (item)
WHERE b.beside <> 0 AND abs(b.total - b.three - b.beside) < abs(b.total - b.three)
