-- rule_id: H04
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: Every code has its parent printed, and every class and group a child
-- title_zh: 编码层级完整：款、项有上级，类、款有下级
-- identity: parent and child rows are printed
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 2080505 is printed: so are 20805 and 208
-- statements: revenue, expenditure, general_budget_expenditure, general_budget_basic_expenditure, government_fund, state_capital
-- row_only: false
-- each: true

-- A form that stops at one level has no children to miss.
SELECT
    w.report_id, concat_ws('/', w.statement, w.line, 'parent') AS instance, w.figure_id, w.statement,
    p.line IS NOT NULL AS holds,
    CASE WHEN p.line IS NULL THEN 'row ' || w.parent || ', the parent of row ' || w.line || ', is not printed' END AS reason_en,
    CASE WHEN p.line IS NULL THEN '未列出 ' || w.line || ' 的上级科目 ' || w.parent END AS reason_zh
FROM code_row AS w
LEFT JOIN code_row AS p ON w.report_id = p.report_id AND w.statement = p.statement AND w.parent = p.line
WHERE length(w.line) > 3 AND (
    w.functional
    -- Some layouts of 06 print no classes at all; one that prints any prints all.
    OR (w.statement = 'general_budget_basic_expenditure' AND EXISTS (
        SELECT 1 FROM child_row AS c
        WHERE c.report_id = w.report_id AND c.statement = w.statement AND c.parent <> 'total')))
UNION ALL
SELECT
    w.report_id, concat_ws('/', w.statement, w.line, 'child'), w.figure_id, w.statement,
    count(c.line) > 0,
    'no row below ' || w.line || ' is printed',
    '未列出 ' || w.line || ' 的下级科目'
FROM code_row AS w
INNER JOIN statement_depth AS d USING (report_id, statement)
LEFT JOIN code_row AS c ON w.report_id = c.report_id AND w.statement = c.statement AND w.line = c.parent
WHERE w.functional AND length(w.line) < d.deepest
GROUP BY ALL
