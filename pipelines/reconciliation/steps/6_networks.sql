-- The equalities that a failed one is tied to through its cells, for the localisation in Python: the failed ones, and the
-- passing ones that must go on holding. In: evaluated, suspect_operand, rule, protection, open_candidate.
-- Out: network_check (one row an equality), network_term (one row an item of it). Amounts in millionths of a yuan.

CREATE OR REPLACE TEMP TABLE item_operand AS
SELECT coalesce(n.item, o.cell) AS item, o.*
FROM suspect_operand AS o
LEFT JOIN printed_number AS n ON o.figure_id = n.figure_id;

-- Equalities of the tables, and those that tie a number of the text to a table or to another of the text. Agreement with
-- the text ties no table down (both may be stale), so the text counts only where it fails.
CREATE OR REPLACE TEMP TABLE equality AS
SELECT e.check_key, e.check_id, e.report_id, e.rule_id, e.instance, e.outcome = 'fail' AS failed, r.basis, r.row_only,
    e.difference, e.above, e.below
FROM evaluated AS e
SEMI JOIN troubled_report AS t USING (report_id)
INNER JOIN rule AS r USING (rule_id)
WHERE r.kind = 'identity' AND r.operator = '=' AND r.severity = 'error'
    AND (e.outcome = 'fail' OR (e.outcome IN ('pass', 'rounding') AND r.basis = 'tables'));

CREATE OR REPLACE TEMP TABLE network_check AS
WITH disputed_item AS (
    SELECT DISTINCT o.report_id, o.item
    FROM item_operand AS o
    SEMI JOIN (SELECT * FROM equality WHERE failed) AS e USING (check_key)
), tied AS (
    SELECT DISTINCT o.check_key
    FROM item_operand AS o
    SEMI JOIN disputed_item AS d ON o.report_id = d.report_id AND o.item = d.item
)
SELECT e.*
FROM equality AS e
SEMI JOIN tied AS t USING (check_key);

CREATE OR REPLACE TEMP TABLE network_term AS
SELECT
    k.check_id, k.report_id, o.item,
    sum(CASE WHEN o.place = 'actual' THEN o.coefficient ELSE -o.coefficient END) AS sign
FROM item_operand AS o
INNER JOIN network_check AS k USING (check_key)
GROUP BY k.check_id, k.report_id, o.item;

-- What is known of every item: what it prints, how finely, how well it was read, what speaks for it.
CREATE OR REPLACE TEMP TABLE network_item AS
WITH told AS (
    SELECT DISTINCT o.figure_id
    FROM suspect_operand AS o
    INNER JOIN evaluated AS e USING (check_key)
    INNER JOIN rule AS r ON e.rule_id = r.rule_id
    WHERE r.basis = 'narrative' AND r.kind = 'identity' AND e.outcome = 'pass' AND e.nonzero AND o.source = 'table'
)
SELECT DISTINCT ON (o.report_id, o.item)
    o.report_id, o.item, o.source, o.state, o.statement, coalesce(o.side, '') AS side, o.line, o.measure,
    CAST(c.amount * 1000000 AS HUGEINT) AS amount, CAST(2000000 * c.half_width AS HUGEINT) AS step,
    f.raw_text, CAST(y.yuan * 1000000 AS HUGEINT) AS unit,
    f.repaired IS NOT NULL AS repaired, coalesce(NOT w.agrees, false) AS conflict, t.figure_id IS NOT NULL AS told,
    coalesce(p.protection, 0) AS protection
FROM item_operand AS o
SEMI JOIN network_term AS n ON o.report_id = n.report_id AND o.item = n.item
LEFT JOIN cell AS c
    ON o.report_id = c.report_id AND o.source = c.source AND o.statement = c.statement
    AND coalesce(o.side, '') = c.side AND o.line = c.line AND o.measure = c.measure AND o.occurrence = c.occurrence
LEFT JOIN figure AS f ON o.figure_id = f.figure_id
LEFT JOIN money_unit AS y ON f.declared_unit = y.declared_unit
LEFT JOIN witness_figure AS w ON o.figure_id = w.figure_id
LEFT JOIN told AS t ON o.figure_id = t.figure_id
LEFT JOIN protection AS p ON o.cell = p.cell
ORDER BY o.report_id, o.item, o.figure_id;
