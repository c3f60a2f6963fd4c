-- rule_id: A10
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: narrative
-- title_en: An amount of the text is not 10,000 times the amount of its table: 元 and 万元 are not mixed up
-- title_zh: 文字金额与报表金额不相差一万倍（元、万元混用）
-- identity: text / table is neither 10^4 nor 10^-4
-- source: arithmetic of the statements made in the text
-- example: 文字 17.05 元，报表 17.05 万元 does not hold
-- statements: 
-- row_only: false
-- each: false

SELECT
    n.report_id, concat_ws('/', n.statement, nullif(n.side, ''), n.line, n.measure) AS instance, n.figure_id, n.statement,
    NOT (abs(n.amount) BETWEEN 9900 * abs(c.amount) AND 10100 * abs(c.amount)
        OR abs(c.amount) BETWEEN 9900 * abs(n.amount) AND 10100 * abs(n.amount)) AS holds,
    CAST(n.amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(c.amount AS DECIMAL(20, 2)) AS expected_yuan,
    'the text states ' || CAST(n.amount AS DECIMAL(20, 2)) || ' yuan, the table ' || CAST(c.amount AS DECIMAL(20, 2)) || ' yuan: 元 for 万元?'
        AS reason_en,
    '文字为 ' || CAST(n.amount AS DECIMAL(20, 2)) || ' 元，报表为 ' || CAST(c.amount AS DECIMAL(20, 2)) || ' 元，疑似元与万元混用' AS reason_zh
FROM cell AS n
INNER JOIN nonzero_cell AS c
    ON n.report_id = c.report_id AND n.statement = c.statement AND n.side = c.side AND n.line = c.line AND n.measure = c.measure
WHERE n.source = 'narrative' AND n.occurrence = 0 AND n.amount <> 0
