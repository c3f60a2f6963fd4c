-- rule_id: A01
-- kind: ratio
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: A share is the amount over its base
-- title_zh: 占比 = 金额 ÷ 基数
-- identity: share = 100 · current / share_base
-- source: arithmetic of the statements made in the text
-- example: 卫生健康支出 29.30 万元，占支出 60.95 万元的 48.07%
-- statements: 
-- row_only: false
-- each: false

SELECT
    report_id, claim_group, subject, share_claim AS claim_id,
    current_amount AS numerator, current_half AS numerator_half,
    share_base_amount AS denominator, share_base_half AS denominator_half,
    share AS rate, share_half AS rate_half, false AS zero_base_forbidden
FROM claim_group
WHERE share IS NOT NULL AND current_amount IS NOT NULL AND share_base_amount IS NOT NULL AND subject <> ''
