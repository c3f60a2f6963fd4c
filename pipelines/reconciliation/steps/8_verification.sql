-- How far each figure can be trusted. In: evaluated, operand, rule, witness_figure. Out: figure_verification.
-- Proven: in a passing, non-zero equality that ties it to another row, another statement or the text, in no failing one.
-- Equalities that are only customary (severity info) prove and disprove nothing.
CREATE OR REPLACE TEMP TABLE telling AS
SELECT
    e.check_key, e.report_id, e.outcome,
    e.outcome IN ('pass', 'rounding') AND e.nonzero AND r.operator = '=' AS holds,
    e.outcome = 'fail' AND (r.operator = '=' OR r.severity = 'error') AS fails, r.row_only
FROM evaluated AS e
INNER JOIN rule AS r ON e.rule_id = r.rule_id
WHERE r.kind = 'identity' AND r.severity <> 'info' AND (e.outcome = 'fail' OR (e.outcome IN ('pass', 'rounding') AND e.nonzero));

-- What optical recognition read needs more. A last digit misread may hide in the rounding band, and a shape that is
-- misread once is misread again where the same number stands again, so that the copies agree. Sound is what stands in a
-- sum of three amounts or more that holds to the last digit, and what such an equality ties to something sound.
CREATE OR REPLACE TEMP TABLE recognised_figure AS SELECT report_id, figure_id FROM figure WHERE reader = 'rapidocr';

CREATE OR REPLACE TEMP TABLE exact AS
SELECT
    o.check_key, o.figure_id, count(*) FILTER (WHERE o.amount <> 0) OVER (PARTITION BY o.check_key) AS amounts
FROM operand AS o
SEMI JOIN recognised_figure AS f ON o.figure_id = f.figure_id
INNER JOIN telling AS e USING (check_key)
WHERE e.holds AND e.outcome = 'pass';

CREATE OR REPLACE TEMP TABLE sound AS
WITH RECURSIVE reached AS (
    SELECT figure_id FROM exact WHERE amounts >= 3
    UNION
    SELECT beside.figure_id
    FROM reached
    INNER JOIN exact AS tied ON reached.figure_id = tied.figure_id
    INNER JOIN exact AS beside ON tied.check_key = beside.check_key
)
SELECT DISTINCT figure_id FROM reached;

CREATE OR REPLACE TABLE figure_verification AS
WITH judged AS (
    SELECT
        o.cell_key, bool_or(e.holds AND NOT e.row_only) AS confirmed,
        -- A recognised figure is confirmed to the last digit only.
        bool_or(e.holds AND NOT e.row_only AND e.outcome = 'pass') AS confirmed_exactly, bool_or(e.fails) AS contradicted
    FROM operand AS o
    INNER JOIN telling AS e USING (check_key)
    WHERE o.state = 'printed'
    GROUP BY o.cell_key
)
SELECT
    f.figure_id,
    CASE
        WHEN NOT w.agrees THEN 'conflict'
        WHEN s.figure_id IS NOT NULL AND j.confirmed_exactly AND NOT j.contradicted THEN 'proven'
        WHEN r.figure_id IS NULL AND j.confirmed AND NOT j.contradicted THEN 'proven'
        WHEN w.agrees THEN 'witnessed'
        ELSE 'single'
    END AS verification
FROM (
    SELECT figure_id, cell_key FROM cell WHERE figure_id IS NOT NULL
    UNION ALL
    -- Reports that are not checked: budgets, and what could not be read.
    SELECT figure_id, NULL FROM figure ANTI JOIN checked_report USING (report_id)
) AS f
LEFT JOIN judged AS j ON f.cell_key = j.cell_key
LEFT JOIN recognised_figure AS r ON f.figure_id = r.figure_id
LEFT JOIN sound AS s ON f.figure_id = s.figure_id
LEFT JOIN witness_figure AS w ON f.figure_id = w.figure_id
ORDER BY f.figure_id;
