-- rule_id: H01
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In every column the total is the sum of the classes
-- title_zh: 各列：合计 = 各类之和
-- identity: total = Σ class
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 合计 2940.05 = 2106.66 + 326.72 + 60.99 + 445.69 within rounding
-- statements: revenue, expenditure, general_budget_expenditure, government_fund, state_capital
-- row_only: false
-- each: true

SELECT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure) AS instance, 'expected' AS place,
    c.statement, c.line, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND c.parent = 'total'
UNION ALL
SELECT DISTINCT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure), 'actual', c.statement, c.parent, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND c.parent = 'total'
