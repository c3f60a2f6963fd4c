-- rule_id: M08
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: metadata
-- title_en: A code has the same name in every statement
-- title_zh: 同一科目编码在各表中名称一致
-- identity: name(code) is the same in all statements
-- source: document and metadata (文档一致性)
-- example: 208 is 社会保障和就业支出 in 03 and in 05
-- statements: 
-- row_only: false
-- each: false

-- Names that contain each other are one name, cut short in a narrow cell or with a qualifier.
WITH name AS (
    SELECT report_id, classification, code, name, min(figure_id) AS figure_id, min(line_label) AS line_label
    FROM printed_name WHERE source = 'table' AND name <> '' GROUP BY report_id, classification, code, name
), judged AS (
    SELECT a.report_id, a.code, a.figure_id, a.line_label, b.line_label AS other_label,
        contains(a.name, b.name) OR contains(b.name, a.name)
            OR levenshtein(a.name, b.name) <= greatest(length(a.name), length(b.name)) // 3 AS holds
    FROM name AS a
    INNER JOIN name AS b USING (report_id, classification, code)
    WHERE a.name <= b.name
)
SELECT
    report_id, 'names' AS instance, min(figure_id) FILTER (NOT holds) AS figure_id, bool_and(holds) AS holds,
    string_agg(code || ' is called ' || line_label || ' and ' || other_label, '; ' ORDER BY code, line_label, other_label)
        FILTER (NOT holds) AS reason_en,
    '科目名称不一：' || string_agg(code || ' ' || line_label || '、' || other_label, '；' ORDER BY code, line_label, other_label)
        FILTER (NOT holds) AS reason_zh
FROM judged
GROUP BY report_id
