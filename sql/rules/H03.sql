-- rule_id: H03
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In every column a group is the sum of its items
-- title_zh: 各列：款 = 其各项之和
-- identity: group = Σ item
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 20805 款 320.00 = 2080505 项 200.00 + 2080506 项 120.00
-- statements: revenue, expenditure, general_budget_expenditure, government_fund, state_capital
-- row_only: false
-- each: true

SELECT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure) AS instance, 'expected' AS place,
    c.statement, c.line, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND length(c.line) = 7
UNION ALL
SELECT DISTINCT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure), 'actual', c.statement, c.parent, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND length(c.line) = 7
