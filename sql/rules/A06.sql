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

-- A text that says there is no account of the year before (无上年决算数) says that the base is zero.
SELECT
    g.report_id, g.claim_group, g.subject, g.growth_claim AS claim_id,
    g.start_amount <> 0 AND NOT EXISTS (
        SELECT 1 FROM main_claim AS c INNER JOIN checked_report AS r ON c.report_id = r.report_id
        WHERE c.report_id = g.report_id AND c.claim_group = g.claim_group AND c.role = 'direction'
          AND c.direction LIKE '无%数' AND c.direction NOT LIKE concat('%', r.fiscal_year, '%')
    ) AS holds,
    g.current_amount AS actual_yuan, 0::DECIMAL(20, 2) AS expected_yuan,
    'a rate of ' || g.growth_text || ' is stated although the amount it starts from is zero' AS reason_en,
    '基数为零，却写有增减幅度 ' || g.growth_text AS reason_zh
FROM change_claim AS g
WHERE g.growth IS NOT NULL AND g.start_amount IS NOT NULL AND g.current_amount <> 0
