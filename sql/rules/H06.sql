-- rule_id: H06
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: A group with a single item has the figures of that item
-- title_zh: 款下只有一项时，两者金额相同
-- identity: group = its only item
-- source: structure of the functional classification (类 3 digits, 款 5, 项 7)
-- example: 20899 款 6.72, its only item 2089999 6.72
-- statements: revenue, expenditure, general_budget_expenditure, government_fund, state_capital
-- row_only: false
-- each: true

SELECT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure) AS instance, 'expected' AS place,
    c.statement, c.line, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND length(c.line) = 7 AND c.sibling_count = 1
UNION ALL
SELECT DISTINCT
    c.report_id, concat_ws('/', c.statement, c.parent, m.measure), 'actual', c.statement, c.parent, m.measure
FROM child_row AS c
INNER JOIN statement_measure AS m USING (report_id, statement)
WHERE c.functional AND length(c.line) = 7 AND c.sibling_count = 1
