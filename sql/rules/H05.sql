-- rule_id: H05
-- kind: verdict
-- severity: error
-- operator: present
-- basis: tables
-- title_en: No code stands twice in a table with different amounts
-- title_zh: 同一表内科目编码不重复
-- identity: one row a code
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 2080505 twice, with 7.00 and 9.00, does not hold
-- statements: revenue, expenditure, general_budget_expenditure, government_fund, state_capital
-- row_only: false
-- each: true

-- A statement printed twice repeats its total as well; that is a second version, not a repeated code.
SELECT
    f.report_id, concat_ws('/', f.statement, f.line, f.measure) AS instance,
    arg_max(f.figure_id, f.occurrence) AS figure_id, f.statement,
    bool_and(f.amount = first.amount) AS holds,
    'row ' || f.line || ' is printed more than once with different amounts' AS reason_en,
    '科目 ' || f.line || ' 重复出现且金额不同' AS reason_zh
FROM repeated_cell AS f
INNER JOIN table_cell AS first
    ON f.report_id = first.report_id AND f.statement = first.statement AND f.line = first.line
    AND f.measure = first.measure AND f.side = first.side
WHERE f.functional AND NOT f.statement_repeated
GROUP BY f.report_id, f.statement, f.line, f.measure
