-- rule_id: Y05
-- kind: verdict
-- severity: error
-- operator: present
-- basis: narrative
-- title_en: Last years public expenses implied by the change stated are those last years report prints
-- title_zh: 文字增减额推算的上年“三公”经费 = 上年报告数
-- identity: 09.final(t) − stated change = 09.final(t − 1)
-- source: check across years (跨年审核)
-- example: 本年 2.41，比上年减少 0.59：上年报表 3.00
-- statements: 
-- row_only: false
-- each: false

-- Only a change whose direction is said, and against last year.
WITH said AS (
    SELECT g.*, m.measure, m.claim_id
    FROM change_claim AS g
    INNER JOIN (
        SELECT DISTINCT ON (report_id, claim_group) report_id, claim_group, measure, claim_id FROM main_claim
        WHERE statement = 'three_public' AND starts_with(measure, 'final_') AND role = 'difference'
        ORDER BY report_id, claim_group, ordinal
    ) AS m USING (report_id, claim_group)
    WHERE NOT g.about_budget AND g.difference_sign IN (-1, 1) AND g.prior_amount IS NULL AND g.current_amount IS NOT NULL
)
SELECT
    s.report_id, s.claim_group, s.claim_id, s.subject, 'three_public' AS statement,
    abs(s.start_amount - p.amount) <= s.start_half + p.half_width AS holds,
    CAST(s.start_amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(p.amount AS DECIMAL(20, 2)) AS expected_yuan,
    'the change stated puts last year at ' || CAST(s.start_amount AS DECIMAL(20, 2)) || ' yuan, last year''s report prints '
        || CAST(p.amount AS DECIMAL(20, 2)) || ' yuan' AS reason_en,
    '按文字增减额推算上年数为 ' || CAST(s.start_amount AS DECIMAL(20, 2)) || ' 元，上年报告为 ' || CAST(p.amount AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM said AS s
INNER JOIN report_pair AS t USING (report_id)
INNER JOIN table_cell AS p
    ON t.prior_id = p.report_id AND p.statement = 'three_public' AND p.measure = s.measure AND p.state = 'printed'
