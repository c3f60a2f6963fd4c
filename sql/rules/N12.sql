-- rule_id: N12
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The same indicator stated twice in the text has the same amount
-- title_zh: 文字中同一指标前后一致
-- identity: narrative, later = narrative, first
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字先写 257.14 万元，后写 245.53 万元 does not hold
-- statements: 
-- row_only: false
-- each: false

SELECT
    n.report_id, concat_ws('/', n.statement, nullif(n.side, ''), n.line, n.measure, n.occurrence) AS instance,
    p.place, 'narrative' AS source, n.statement, n.side, n.line, n.measure,
    CASE WHEN p.place = 'actual' THEN n.occurrence ELSE 0 END AS occurrence
FROM cell AS n
CROSS JOIN (VALUES ('actual'), ('expected')) AS p (place)
WHERE n.source = 'narrative' AND n.occurrence > 0
