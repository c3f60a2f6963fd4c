-- rule_id: A09
-- kind: verdict
-- severity: info
-- operator: present
-- basis: tables
-- title_en: Cost a visit, a visitor, a traveller and a vehicle is within what the departments of the county spend
-- title_zh: 人均、批次均接待费，人均出国费，车均运行费在同县同年各部门的合理范围内
-- identity: |ln(amount / count) − median| <= 6 · MAD of the departments of the division and year
-- source: statistics over peers (同级同年比较)
-- example: 一个单位车均运行费 60 万元，同县其他单位在 2 万至 4 万元之间
-- statements: 
-- row_only: false
-- each: false

-- Fewer than eight peers, or peers that all spend the same, tell nothing.
WITH asked AS (
    FROM (VALUES
        ('reception_batches', 'final_official_reception'), ('reception_persons', 'final_official_reception'),
        ('overseas_persons', 'final_overseas_travel'), ('vehicles_kept', 'final_vehicle_operation')
    ) AS v (quantity, measure)
), counted AS (
    SELECT report_id, quantity, max(value) AS value
    FROM quantity
    GROUP BY report_id, quantity
    HAVING count(DISTINCT value) = 1 AND max(value) > 0
), cost AS (
    SELECT
        c.report_id, a.quantity, c.figure_id, c.amount, n.value, d.division_code, d.fiscal_year,
        ln(CAST(c.amount AS DOUBLE) / CAST(n.value AS DOUBLE)) AS cost
    FROM asked AS a
    INNER JOIN nonzero_cell AS c ON c.statement = 'three_public' AND c.measure = a.measure AND c.amount > 0
    INNER JOIN counted AS n ON c.report_id = n.report_id AND a.quantity = n.quantity
    LEFT JOIN department_report AS d ON c.report_id = d.report_id
), peers AS (
    SELECT division_code, fiscal_year, quantity, count(*) AS peers, median(cost) AS middle, mad(cost) AS spread
    FROM cost
    WHERE division_code <> ''
    GROUP BY division_code, fiscal_year, quantity
)
SELECT
    c.report_id, c.quantity AS instance, c.figure_id, 'three_public' AS statement,
    CASE WHEN p.peers >= 8 AND p.spread > 0 THEN abs(c.cost - p.middle) <= 6 * p.spread END AS holds,
    CAST(c.amount / c.value AS DECIMAL(20, 2)) AS actual_yuan, CAST(exp(p.middle) AS DECIMAL(20, 2)) AS expected_yuan,
    CAST(c.amount AS DECIMAL(20, 2)) || ' yuan for ' || CAST(c.value AS DECIMAL(18, 0)) || ' (' || c.quantity || ') is '
        || CAST(c.amount / c.value AS DECIMAL(20, 2)) || ' yuan each; the middle of ' || p.peers || ' departments is '
        || CAST(exp(p.middle) AS DECIMAL(20, 2)) AS reason_en,
    '金额 ' || CAST(c.amount AS DECIMAL(20, 2)) || ' 元、数量 ' || CAST(c.value AS DECIMAL(18, 0)) || '（' || c.quantity || '），单位费用 '
        || CAST(c.amount / c.value AS DECIMAL(20, 2)) || ' 元；同县 ' || p.peers || ' 个部门的中位数为 '
        || CAST(exp(p.middle) AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM cost AS c
LEFT JOIN peers AS p
    ON c.division_code = p.division_code AND c.fiscal_year = p.fiscal_year AND c.quantity = p.quantity
