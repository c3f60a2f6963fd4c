-- rule_id: A04
-- kind: ratio
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: A rate of change is the change over the amount it starts from
-- title_zh: 增减幅度 = 增减额 ÷ 上年数
-- identity: growth = 100 · |current − prior| / prior
-- source: arithmetic of the statements made in the text
-- example: 比上年 97.94 万元增加 2.06 万元，增长 2.10%
-- statements: 
-- row_only: false
-- each: false

-- Magnitudes only: whether the direction is right is A05.
SELECT
    report_id, claim_group, subject, growth_claim AS claim_id,
    abs(change) AS numerator, change_half AS numerator_half,
    start_amount AS denominator, start_half AS denominator_half,
    abs(growth) AS rate, growth_half AS rate_half, false AS zero_base_forbidden
FROM change_claim
WHERE growth IS NOT NULL AND start_amount <> 0
