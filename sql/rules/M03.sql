-- rule_id: M03
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: metadata
-- title_en: The text speaks of the department on the cover
-- title_zh: 文字中的单位名称与封面一致
-- identity: department named in the text = department of the report
-- source: document and metadata (文档一致性)
-- example: 封面“攸县医疗保障局”，文字“攸县医疗保障局2024年度…”
-- statements: 
-- row_only: false
-- each: false

-- Only a full name right before the year counts; 我局, 本部门 and the like name nobody.
WITH named AS (
    SELECT c.report_id, c.claim_id,
        regexp_extract(c.sentence, '^[\s一二三四五六七八九十、（）()]*([\x{4e00}-\x{9fff}]{5,30}(局|厅|委员会|办公室|中心|学校|医院|法院|检察院|政府))\s*20\d\d\s*年', 1)
            AS department
    FROM main_claim AS c
), told AS (
    SELECT report_id, department, min(claim_id) AS claim_id FROM named WHERE department <> '' GROUP BY report_id, department
)
SELECT
    t.report_id, t.department AS instance, NULL AS statement,
    contains(t.department, r.department_name) OR contains(r.department_name, t.department)
        OR right(t.department, 4) = right(r.department_name, 4) AS holds,
    'the text names ' || t.department || ', the cover ' || r.department_name AS reason_en,
    '文字写“' || t.department || '”，封面为“' || r.department_name || '”' AS reason_zh
FROM told AS t
INNER JOIN report AS r USING (report_id)
WHERE r.department_name IS NOT NULL
