-- How far each figure can be trusted. In: evaluated, check_operand, witness_figure. Out: figure_verification.
-- Proven: in a passing, non-zero equality that ties it to another row, another statement or the text, in no failing one.
-- Equalities that are only customary (severity info) prove and disprove nothing.
CREATE OR REPLACE TEMP TABLE stood AS
SELECT
    o.figure_id, e.report_id, e.rule_id, e.instance,
    e.outcome, e.nonzero, r.operator, r.row_only, r.severity, f.reader, o.amount_yuan
FROM check_operand AS o
INNER JOIN evaluated AS e
    ON o.report_id = e.report_id AND o.rule_id = e.rule_id AND o.instance = e.instance
INNER JOIN rule AS r ON e.rule_id = r.rule_id
INNER JOIN figure AS f ON o.figure_id = f.figure_id
WHERE r.kind = 'identity' AND r.severity <> 'info';

-- What optical recognition read needs more. A last digit misread may hide in the rounding band, and a shape that is
-- misread once is misread again where the same number stands again, so that the copies agree. Sound is what stands in a
-- sum of three amounts or more that holds to the last digit, and what such an equality ties to something sound.
CREATE OR REPLACE TEMP TABLE exact AS
SELECT
    report_id, rule_id, instance, figure_id,
    count(*) FILTER (WHERE amount_yuan <> 0) OVER (PARTITION BY report_id, rule_id, instance) AS amounts
FROM stood
WHERE reader = 'rapidocr' AND operator = '=' AND outcome = 'pass' AND nonzero;

CREATE OR REPLACE TEMP TABLE sound AS
WITH RECURSIVE reached AS (
    SELECT figure_id FROM exact WHERE amounts >= 3
    UNION
    SELECT beside.figure_id
    FROM reached
    INNER JOIN exact AS tied ON reached.figure_id = tied.figure_id
    INNER JOIN exact AS beside
        ON tied.report_id = beside.report_id AND tied.rule_id = beside.rule_id AND tied.instance = beside.instance
)
SELECT DISTINCT figure_id FROM reached;

CREATE OR REPLACE TABLE figure_verification AS
WITH judged AS (
    SELECT
        figure_id,
        bool_or(
            outcome IN ('pass', 'rounding') AND nonzero AND operator = '=' AND NOT row_only
            AND (reader <> 'rapidocr' OR outcome = 'pass')
        ) AS confirmed,
        bool_or(outcome = 'fail' AND (operator = '=' OR severity = 'error')) AS contradicted
    FROM stood
    GROUP BY figure_id
)
SELECT
    f.figure_id,
    CASE
        WHEN NOT w.agrees THEN 'conflict'
        WHEN j.confirmed AND NOT j.contradicted AND (f.reader <> 'rapidocr' OR s.figure_id IS NOT NULL) THEN 'proven'
        WHEN w.agrees THEN 'witnessed'
        ELSE 'single'
    END AS verification
FROM figure AS f
LEFT JOIN judged AS j ON f.figure_id = j.figure_id
LEFT JOIN sound AS s ON f.figure_id = s.figure_id
LEFT JOIN witness_figure AS w ON f.figure_id = w.figure_id
ORDER BY f.figure_id;
