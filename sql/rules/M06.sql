-- rule_id: M06
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: metadata
-- title_en: No placeholder of a template is left in the text
-- title_zh: 文字中未留有模板占位符
-- identity: no XX, ××, 增加（减少） in a sentence with numbers
-- source: document and metadata (文档一致性)
-- example: “较上年增加（减少）XX万元” does not hold
-- statements: 
-- row_only: false
-- each: false

WITH sentence AS (
    SELECT report_id, claim_id, sentence,
        regexp_matches(sentence, '[XxＸ×]{2,}\s*(万?元|%|年|人|辆|批)|(增加|增长)[（(/、]\s*(减少|下降)[）)]?\s*\d|……\s*万?元')
            AS unfilled
    FROM main_claim
    WHERE sentence <> ''
)
SELECT
    report_id, 'text' AS instance, arg_max(claim_id, (unfilled, claim_id)) AS claim_id, NOT bool_or(unfilled) AS holds,
    'a placeholder is left: ' || left(min(sentence) FILTER (unfilled), 80) AS reason_en,
    '留有占位符：' || left(min(sentence) FILTER (unfilled), 80) AS reason_zh
FROM sentence
GROUP BY report_id
