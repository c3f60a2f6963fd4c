-- rule_id: N13
-- kind: verdict
-- severity: info
-- operator: present
-- basis: narrative
-- title_en: A code is called in the text as in the tables
-- title_zh: 文字中的科目名称与报表一致
-- identity: name(code) in the text = name(code) in the tables
-- source: restatement in the text (文字说明)
-- example: 文字“行政事业单位离退休”，报表“行政事业单位养老支出” does not hold
-- statements: 
-- row_only: false
-- each: false

-- Names that contain each other are one name; the text often adds 支出 or its 款.
WITH judged AS (
    SELECT t.report_id, t.code, t.figure_id, t.line_label AS told, p.line_label AS printed,
        contains(t.name, p.name) OR contains(p.name, t.name) AS holds
    FROM printed_name AS t
    INNER JOIN printed_name AS p USING (report_id, classification, code)
    WHERE t.source = 'narrative' AND p.source = 'table' AND t.name <> '' AND p.name <> ''
)
SELECT
    report_id, 'names' AS instance, min(figure_id) FILTER (NOT holds) AS figure_id, bool_and(holds) AS holds,
    'the text calls ' || string_agg(DISTINCT code || ' ' || told || ', the tables ' || printed, '; ' ORDER BY code || ' ' || told || ', the tables ' || printed) FILTER (NOT holds) AS reason_en,
    '文字与报表科目名称不同：' || string_agg(DISTINCT code || ' “' || told || '”、“' || printed || '”', '；' ORDER BY code || ' “' || told || '”、“' || printed || '”') FILTER (NOT holds) AS reason_zh
FROM judged
GROUP BY report_id
