-- rule_id: A03
-- kind: difference
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: A stated change is this year less the amount it is compared with
-- title_zh: 增减额 = 本年数 − 上年数（或预算数）
-- identity: difference = current − prior (or budget)
-- source: arithmetic of the statements made in the text
-- example: 本年 100.00 万元，上年 97.94 万元，增加 2.06 万元
-- statements: 
-- row_only: false
-- each: false

SELECT
    report_id, claim_group, subject, difference_claim AS claim_id,
    current_amount - compared_amount AS expected, difference_sign * abs(difference_amount) AS actual,
    current_half + compared_half + difference_half AS tolerance, 'yuan' AS unit
FROM change_claim
WHERE compared_amount IS NOT NULL AND difference_amount IS NOT NULL AND difference_sign IS NOT NULL
