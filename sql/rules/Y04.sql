-- rule_id: Y04
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: narrative
-- title_en: What the text says of last year is what last years report prints
-- title_zh: 文字引用的上年数 = 上年报告数
-- identity: prior amount in the text(t) = figure(t − 1)
-- source: check across years (跨年审核)
-- example: 2024 文字“上年 97.94 万元”，2023 报表 97.94
-- statements: 
-- row_only: false
-- each: false

SELECT
    c.report_id, c.claim_group, c.claim_id, c.subject, c.statement,
    abs(c.amount - p.amount) <= c.half + p.half_width AS holds,
    CAST(c.amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(p.amount AS DECIMAL(20, 2)) AS expected_yuan,
    'the text puts last year at ' || CAST(c.amount AS DECIMAL(20, 2)) || ' yuan, last year''s report prints '
        || CAST(p.amount AS DECIMAL(20, 2)) || ' yuan' AS reason_en,
    '文字称上年数为 ' || CAST(c.amount AS DECIMAL(20, 2)) || ' 元，上年报告为 ' || CAST(p.amount AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM main_claim AS c
INNER JOIN report_pair AS t USING (report_id)
INNER JOIN table_cell AS p
    ON t.prior_id = p.report_id AND c.statement = p.statement AND c.side = p.side AND c.line = p.line AND c.measure = p.measure
WHERE c.role = 'prior' AND c.amount IS NOT NULL AND p.state = 'printed'
