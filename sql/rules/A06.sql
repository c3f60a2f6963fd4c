-- rule_id: A06
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: narrative
-- title_en: No rate of change is stated on a base of zero
-- title_zh: 上年数为零时不应有增减幅度
-- identity: prior = 0 has no growth
-- source: arithmetic of the statements made in the text
-- example: 上年 0 万元，本年 5.00 万元，“增长 100%” does not hold
-- statements: 
-- row_only: false
-- each: false

SELECT
    report_id, claim_group, subject, growth_claim AS claim_id, start_amount <> 0 AS holds,
    current_amount AS actual_yuan, 0::DECIMAL(20, 2) AS expected_yuan,
    'a rate of ' || growth_text || ' is stated although the amount it starts from is zero' AS reason_en,
    '基数为零，却写有增减幅度 ' || growth_text AS reason_zh
FROM change_claim
WHERE growth IS NOT NULL AND start_amount IS NOT NULL AND current_amount <> 0
