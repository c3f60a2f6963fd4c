-- rule_id: Y07
-- kind: verdict
-- severity: info
-- operator: present
-- basis: tables
-- title_en: Spending does not grow or shrink far beyond what it does in the other departments of the division
-- title_zh: 支出增减幅度不显著偏离同级其他部门
-- identity: |ln(x(t) / x(t − 1)) − median| <= 6 · MAD of the departments of the division and year
-- source: statistics over peers (同级同年比较)
-- example: 一个部门支出为上年的 9 倍，同县其他部门在 0.9 至 1.1 倍之间
-- statements: 
-- row_only: false
-- each: false

-- Fewer than eight peers, or peers that all change alike, tell nothing.
WITH asked AS (
    FROM (VALUES
        ('expenditure', 'total', 'expenditure_total'), ('general_budget_expenditure', 'total', 'expenditure_total'),
        ('general_budget_expenditure', 'total', 'basic_expenditure'), ('three_public', 'total', 'final_total')
    ) AS v (statement, line, measure)
), growth AS (
    SELECT
        t.report_id, a.statement, a.measure, c.figure_id, c.amount, p.amount AS prior, d.division_code, d.fiscal_year,
        ln(CAST(c.amount AS DOUBLE) / CAST(p.amount AS DOUBLE)) AS growth
    FROM report_pair AS t
    INNER JOIN department_report AS d ON t.report_id = d.report_id
    CROSS JOIN asked AS a
    INNER JOIN nonzero_cell AS c
        ON t.report_id = c.report_id AND c.statement = a.statement AND c.line = a.line AND c.measure = a.measure
    INNER JOIN nonzero_cell AS p
        ON t.prior_id = p.report_id AND p.statement = a.statement AND p.line = a.line AND p.measure = a.measure
    WHERE c.amount > 0 AND p.amount > 0
), peers AS (
    SELECT division_code, fiscal_year, statement, measure, count(*) AS peers, median(growth) AS middle, mad(growth) AS spread
    FROM growth
    WHERE division_code <> ''
    GROUP BY division_code, fiscal_year, statement, measure
)
SELECT
    g.report_id, g.statement || '/' || g.measure AS instance, g.figure_id, g.statement,
    CASE WHEN p.peers >= 8 AND p.spread > 0 THEN abs(g.growth - p.middle) <= 6 * p.spread END AS holds,
    CAST(g.amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(g.prior AS DECIMAL(20, 2)) AS expected_yuan,
    CAST(g.amount AS DECIMAL(20, 2)) || ' yuan after ' || CAST(g.prior AS DECIMAL(20, 2)) || ' yuan the year before is '
        || CAST(exp(g.growth) AS DECIMAL(20, 2)) || ' times; the middle of ' || p.peers || ' departments is '
        || CAST(exp(p.middle) AS DECIMAL(20, 2)) AS reason_en,
    '本年 ' || CAST(g.amount AS DECIMAL(20, 2)) || ' 元，上年 ' || CAST(g.prior AS DECIMAL(20, 2)) || ' 元，为上年的 '
        || CAST(exp(g.growth) AS DECIMAL(20, 2)) || ' 倍；同级 ' || p.peers || ' 个部门的中位数为 '
        || CAST(exp(p.middle) AS DECIMAL(20, 2)) || ' 倍' AS reason_zh
FROM growth AS g
LEFT JOIN peers AS p
    ON g.division_code = p.division_code AND g.fiscal_year = p.fiscal_year AND g.statement = p.statement
    AND g.measure = p.measure
