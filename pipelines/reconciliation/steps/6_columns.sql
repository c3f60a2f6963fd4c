-- Whole columns of the statements in which sums fail or rows are missing, for the search for slid columns and rows left out.
-- In: network_check, item_operand, equality, table_cell, figure, empty_cell. Out: troubled_statement, column_check,
-- column_term, column_cell.

CREATE OR REPLACE TEMP TABLE troubled_statement AS
SELECT o.report_id, o.statement
FROM item_operand AS o
SEMI JOIN (SELECT * FROM equality WHERE failed AND basis = 'tables' AND NOT row_only) AS e USING (check_key)
WHERE o.source = 'table'
UNION
SELECT report_id, statement FROM failed_check WHERE rule_id = 'H04';

CREATE OR REPLACE TEMP TABLE column_check AS
SELECT DISTINCT e.report_id, o.statement, e.check_key, e.check_id, e.rule_id, e.instance, e.failed, e.row_only,
    CAST(e.difference * 1000000 AS HUGEINT) AS difference, CAST(e.above * 1000000 AS HUGEINT) AS above,
    CAST(e.below * 1000000 AS HUGEINT) AS below
FROM (SELECT * FROM equality WHERE basis = 'tables') AS e
INNER JOIN item_operand AS o USING (check_key)
SEMI JOIN troubled_statement AS t ON o.report_id = t.report_id AND o.statement = t.statement
WHERE o.source = 'table';

CREATE OR REPLACE TEMP TABLE column_term AS
SELECT c.report_id, c.statement, c.check_id, coalesce(o.side, '') AS side, o.line, o.measure,
    CAST(sum(CASE WHEN o.place = 'actual' THEN o.coefficient ELSE -o.coefficient END) AS INTEGER) AS sign
FROM column_check AS c
INNER JOIN item_operand AS o USING (check_key)
WHERE o.source = 'table' AND o.statement = c.statement AND o.occurrence = 0
GROUP BY ALL;

-- Every cell of these statements in printed order: the order of the rows is that of their first cell.
CREATE OR REPLACE TEMP TABLE column_cell AS
WITH placed AS (
    SELECT report_id, statement, coalesce(side, '') AS side, line, min((page, coalesce(y0, line_number, 0))) AS place
    FROM (
        SELECT report_id, statement, side, line, page, y0, line_number FROM figure SEMI JOIN troubled_report USING (report_id)
        WHERE source = 'table' AND occurrence = 0
        UNION ALL
        SELECT report_id, statement, side, line, page, y0, line_number
        FROM empty_cell SEMI JOIN troubled_report USING (report_id)
    )
    GROUP BY ALL
)
SELECT c.report_id, c.statement, c.side, c.line, c.measure, CAST(c.amount * 1000000 AS HUGEINT) AS amount,
    c.state, c.figure_id, CAST(c.half_width * 1000000 AS HUGEINT) AS half_width,
    dense_rank() OVER (PARTITION BY c.report_id, c.statement, c.side
        ORDER BY p.place, CASE WHEN c.line = 'total' THEN '' ELSE c.line END) AS place
FROM table_cell AS c
SEMI JOIN troubled_statement AS t ON c.report_id = t.report_id AND c.statement = t.statement
INNER JOIN placed AS p
    ON c.report_id = p.report_id AND c.statement = p.statement AND c.side = p.side AND c.line = p.line;

-- Amounts by code in the other statements of these reports: what a row that was left out may have held.
CREATE OR REPLACE TEMP TABLE sibling_cell AS
SELECT c.report_id, c.statement, c.line, c.measure, CAST(c.amount * 1000000 AS HUGEINT) AS amount
FROM nonzero_cell AS c
SEMI JOIN troubled_statement AS t ON c.report_id = t.report_id
WHERE regexp_full_match(c.line, '\d{3}(\d{2}){0,2}');
