-- rule_id: M07
-- kind: verdict
-- severity: info
-- operator: present
-- basis: metadata
-- title_en: Every code is in the classification, under one of its names
-- title_zh: 科目编码与名称在分类科目中
-- identity: code ∈ classification and name ∈ names of the code
-- source: document and metadata (文档一致性)
-- example: 2080505 机关事业单位基本养老保险缴费支出
-- statements: 
-- row_only: false
-- each: false

-- A label cut short, and one that says more than the classification, are the same name.
WITH known AS (
    SELECT classification, code, list(DISTINCT regexp_replace(name, '[\s（）()、，,“”"·]+', '', 'g')) AS names
    FROM known_code GROUP BY classification, code
), judged AS (
    SELECT p.classification, p.code, p.line_label,
        k.code IS NOT NULL AND (p.name = '' OR list_bool_or(list_transform(k.names,
            lambda name: contains(name, p.name) OR contains(p.name, name)))) AS holds,
        CASE WHEN k.code IS NULL THEN p.code || ' (' || p.line_label || ') is in no classification'
             ELSE p.code || ' is called ' || p.line_label || ', not ' || k.names[1] END AS wrong_en,
        CASE WHEN k.code IS NULL THEN p.code || '（' || p.line_label || '）不在分类科目中'
             ELSE p.code || ' 写作“' || p.line_label || '”，应为“' || k.names[1] || '”' END AS wrong_zh
    FROM (SELECT DISTINCT classification, code, line_label, name FROM printed_name WHERE source = 'table') AS p
    LEFT JOIN known AS k ON p.classification = k.classification AND p.code = k.code
)
SELECT
    report_id, statement AS instance, statement, min(figure_id) FILTER (NOT holds) AS figure_id, bool_and(holds) AS holds,
    'code ' || string_agg(DISTINCT wrong_en, '; ' ORDER BY wrong_en) FILTER (NOT holds) AS reason_en,
    '科目 ' || string_agg(DISTINCT wrong_zh, '；' ORDER BY wrong_zh) FILTER (NOT holds) AS reason_zh
FROM printed_name
INNER JOIN judged USING (classification, code, line_label)
WHERE source = 'table'
GROUP BY report_id, statement
