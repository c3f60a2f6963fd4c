-- rule_id: A07
-- kind: ratio
-- severity: warning
-- operator: =
-- basis: narrative
-- title_en: A completion rate is the final amount over its budget
-- title_zh: 完成率 = 决算数 ÷ 预算数
-- identity: completion = 100 · current / budget
-- source: arithmetic of the statements made in the text
-- example: 年初预算 80.00 万元，支出决算 100.00 万元，完成 125%
-- statements: 
-- row_only: false
-- each: false

SELECT
    report_id, claim_group, subject, completion_claim AS claim_id,
    current_amount AS numerator, current_half AS numerator_half,
    completion_base AS denominator, completion_base_half AS denominator_half,
    completion AS rate, completion_half AS rate_half, true AS zero_base_forbidden
FROM claim_group
WHERE completion IS NOT NULL AND current_amount IS NOT NULL AND completion_base IS NOT NULL AND subject <> ''
