-- rule_id: H07
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: Every item of statement 05 stands in statement 02 or 03
-- title_zh: 一般公共预算支出的各项科目均见于收入决算表或支出决算表
-- identity: items(05) ⊆ items(02) ∪ items(03)
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 05 表列 2101502，02 表、03 表均无
-- statements: revenue, expenditure, general_budget_expenditure
-- row_only: false
-- each: false

SELECT
    c.report_id, 'items' AS instance, 'general_budget_expenditure' AS statement,
    min(c.figure_id) FILTER (w.line IS NULL) AS figure_id, count(*) FILTER (w.line IS NULL) = 0 AS holds,
    'statement 05 spends on items that neither 02 nor 03 prints: '
        || string_agg(DISTINCT c.line, ', ' ORDER BY c.line) FILTER (w.line IS NULL) AS reason_en,
    '05 表列有 02 表、03 表均未列出的科目：' || string_agg(DISTINCT c.line, '、' ORDER BY c.line) FILTER (w.line IS NULL) AS reason_zh
FROM nonzero_cell AS c
LEFT JOIN (SELECT DISTINCT report_id, line FROM statement_row WHERE statement IN ('revenue', 'expenditure')) AS w
    ON c.report_id = w.report_id AND c.line = w.line
WHERE c.statement = 'general_budget_expenditure' AND c.measure = 'expenditure_total' AND regexp_full_match(c.line, '\d{7}')
GROUP BY c.report_id
