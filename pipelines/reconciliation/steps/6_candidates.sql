-- The cells that could explain the failed checks, with what speaks for and against each.
-- In: evaluated, used_operand, rule. Out: failed_check, troubled_report, suspect_operand, protection, printed_number,
-- open_candidate.

CREATE OR REPLACE TEMP TABLE failed_check AS
SELECT e.*, r.kind, r.operator, r.basis, r.row_only
FROM evaluated AS e
INNER JOIN rule AS r USING (rule_id)
WHERE e.outcome = 'fail';

-- Reports whose cells are searched as a whole: an equality of theirs does not hold, or rows of a statement are missing.
CREATE OR REPLACE TEMP TABLE troubled_report AS
SELECT DISTINCT report_id
FROM failed_check
WHERE (kind = 'identity' AND operator = '=' AND severity = 'error') OR rule_id = 'H04';

-- A cell is one printed figure, or a blank by its place; a claim is named by its own id. Of the other reports only the
-- cells in failed checks are looked at, in all their checks.
CREATE OR REPLACE TEMP TABLE suspect_operand AS
WITH wanted AS (
    SELECT cell_key FROM used_operand SEMI JOIN failed_check USING (check_key)
    UNION
    SELECT cell_key FROM used_operand SEMI JOIN troubled_report USING (report_id)
)
SELECT
    o.*,
    CASE
        WHEN o.figure_id IS NOT NULL THEN o.figure_id
        WHEN o.claim_id IS NOT NULL THEN 'claim:' || o.claim_id
        ELSE 'blank:' || concat_ws('|', o.report_id, o.statement, o.side, o.line, o.measure)
    END AS cell
FROM used_operand AS o
SEMI JOIN wanted AS w USING (cell_key)
WHERE o.state IN ('printed', 'blank');

CREATE OR REPLACE TEMP TABLE protection AS
SELECT
    o.cell,
    -- Agreement with the text protects no table: both may be stale. The sum across a row protects half as much.
    sum(CASE
        WHEN r.basis <> 'tables' AND o.source = 'table' THEN 0
        WHEN r.row_only THEN 1
        ELSE 2
    END) AS protection
FROM (SELECT DISTINCT check_key, source, cell FROM suspect_operand) AS o
INNER JOIN evaluated AS e USING (check_key)
INNER JOIN rule AS r ON e.rule_id = r.rule_id
WHERE e.outcome IN ('pass', 'rounding') AND e.nonzero AND r.kind = 'identity' AND r.operator = '='
GROUP BY o.cell;

-- "收、支总计 722.31 万元" is one printed number and two figures: the twins are one suspect.
CREATE OR REPLACE TEMP TABLE printed_number AS
SELECT
    figure_id,
    min(figure_id) OVER (PARTITION BY report_id, statement, page, line_number, sentence, raw_text, amount_yuan) AS item
FROM figure
WHERE source = 'narrative' AND sentence IS NOT NULL AND line IN ('revenue_grand_total', 'expenditure_grand_total');

CREATE OR REPLACE TEMP TABLE open_candidate AS
SELECT DISTINCT
    e.check_id, e.report_id,
    coalesce(n.item, o.cell) AS item,
    CASE WHEN e.kind = 'identity' AND e.operator = '=' THEN 2 ELSE 1 END AS weight,
    coalesce(p.protection, 0) AS protection,
    -- Between equals: the claim, then the text, then the tables, blanks last, in a fixed order of cells.
    concat_ws('|', CASE WHEN o.state = 'blank' THEN '3' WHEN o.figure_id IS NULL THEN '0'
        WHEN o.source = 'narrative' THEN '1' ELSE '2' END,
        CASE WHEN o.place = 'expected' THEN '0' ELSE '1' END,
        o.statement, o.side, o.line, o.measure, o.occurrence) AS preference
FROM failed_check AS e
INNER JOIN suspect_operand AS o USING (check_key)
LEFT JOIN protection AS p ON o.cell = p.cell
LEFT JOIN printed_number AS n ON o.figure_id = n.figure_id
WHERE (o.claim_id IS NULL OR o.figure_id IS NOT NULL OR o.claim_id = e.claim_id);

-- One blank among many in one sum is no suspect: it must explain more than one failure.
DELETE FROM open_candidate
WHERE starts_with(item, 'blank:') AND item IN (
    SELECT item FROM open_candidate GROUP BY item HAVING count(DISTINCT check_id) = 1
);

-- One rank an item, whichever side it stands on in each check.
UPDATE open_candidate AS c
SET preference = f.preference, protection = f.protection
FROM (
    SELECT item, min(preference) AS preference, max(protection) AS protection FROM open_candidate GROUP BY item
) AS f
WHERE c.item = f.item;

CREATE OR REPLACE TEMP TABLE open_candidate AS SELECT DISTINCT * FROM open_candidate;
