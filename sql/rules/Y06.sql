-- rule_id: Y06
-- kind: verdict
-- severity: info
-- operator: present
-- basis: metadata
-- title_en: A code keeps its name from year to year
-- title_zh: 同一科目编码跨年名称一致
-- identity: name(code, t) = name(code, t − 1), unless the classification renamed it
-- source: check across years (跨年审核)
-- example: 2080505 keeps its name; a rename by the classification is none
-- statements: 
-- row_only: false
-- each: false

SELECT
    t.report_id, a.code AS instance, min(a.figure_id) AS figure_id, NULL AS statement,
    bool_or(contains(a.name, b.name) OR contains(b.name, a.name)) AS holds,
    'code ' || a.code || ' is called ' || min(a.line_label) || ', the year before ' || min(b.line_label) AS reason_en,
    '科目 ' || a.code || ' 本年为“' || min(a.line_label) || '”，上年为“' || min(b.line_label) || '”' AS reason_zh
FROM report_pair AS t
INNER JOIN printed_name AS a ON t.report_id = a.report_id AND a.source = 'table'
INNER JOIN printed_name AS b
    ON t.prior_id = b.report_id AND b.source = 'table' AND a.classification = b.classification AND a.code = b.code
WHERE a.name <> '' AND b.name <> '' AND NOT EXISTS (
    SELECT 1 FROM known_code AS k WHERE k.classification = a.classification AND k.code = a.code
    GROUP BY k.code HAVING count(DISTINCT k.name) > 1
)
GROUP BY t.report_id, a.code
