-- rule_id: D07
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: Two publications of one report agree cell by cell
-- title_zh: 同一报告的不同版本逐格一致
-- identity: figure(version) = figure(other version); a statement printed twice likewise
-- source: check across documents (跨文档审核)
-- example: PDF and Excel of one report print 722.31 in the same cell
-- statements: 
-- row_only: false
-- each: false

-- A later version may be a correction, which is why a difference is no error of either.
WITH twice AS (
    SELECT v.report_id, v.other_id || '/' || a.statement AS instance, a.statement, a.figure_id,
        a.amount, b.amount AS other_amount, a.half_width + b.half_width AS tolerance
    FROM report_version AS v
    INNER JOIN table_cell AS a ON v.report_id = a.report_id AND a.state = 'printed'
    INNER JOIN table_cell AS b
        ON v.other_id = b.report_id AND b.state = 'printed' AND a.statement = b.statement AND a.side = b.side
        AND a.line = b.line AND a.measure = b.measure
    UNION ALL
    SELECT f.report_id, 'printed again/' || f.statement, f.statement, f.figure_id, f.amount, a.amount, 0
    FROM repeated_cell AS f
    INNER JOIN table_cell AS a
        ON f.report_id = a.report_id AND f.statement = a.statement AND f.side = a.side AND f.line = a.line AND f.measure = a.measure
    WHERE f.statement_repeated
)
SELECT
    report_id, instance, statement, arg_max(figure_id, (abs(amount - other_amount), figure_id)) AS figure_id,
    bool_and(abs(amount - other_amount) <= tolerance) AS holds,
    CAST(arg_max(amount, (abs(amount - other_amount), figure_id)) AS DECIMAL(20, 2)) AS actual_yuan,
    CAST(arg_max(other_amount, (abs(amount - other_amount), figure_id)) AS DECIMAL(20, 2)) AS expected_yuan,
    count(*) FILTER (abs(amount - other_amount) > tolerance) || ' of ' || count(*) || ' cells differ from the other publication' AS reason_en,
    '与另一版本相比，' || count(*) || ' 个单元格中有 ' || count(*) FILTER (abs(amount - other_amount) > tolerance) || ' 个不同' AS reason_zh
FROM twice
GROUP BY report_id, instance, statement
