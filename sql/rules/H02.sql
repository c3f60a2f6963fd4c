-- rule_id: H02
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In every column a class is the sum of its groups
-- title_zh: 各列：类 = 其各款之和
-- identity: class = Σ group
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 208 类 326.72 = 20805 款 320.00 + 20899 款 6.72
-- statements: revenue, expenditure, general_budget_expenditure, government_fund, state_capital
-- row_only: false
-- each: true

SELECT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure) AS instance, 'expected' AS place,
    c.statement, c.line, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND length(c.line) = 5
UNION ALL
SELECT DISTINCT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure), 'actual', c.statement, c.parent, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND length(c.line) = 5
