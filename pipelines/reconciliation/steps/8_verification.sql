-- How far each figure can be trusted. In: evaluated, check_operand, witness_figure. Out: figure_verification.
-- Proven: in a passing, non-zero equality that ties it to another row, another statement or the text, in no failing one.
-- Equalities that are only customary (severity info) prove and disprove nothing.
CREATE OR REPLACE TABLE figure_verification AS
WITH stood AS (
    SELECT
        o.figure_id,
        bool_or(e.outcome IN ('pass', 'rounding') AND e.nonzero AND r.operator = '=' AND NOT r.row_only) AS confirmed,
        bool_or(e.outcome = 'fail' AND (r.operator = '=' OR r.severity = 'error')) AS contradicted
    FROM check_operand AS o
    INNER JOIN evaluated AS e
        ON o.report_id = e.report_id AND o.rule_id = e.rule_id AND o.instance = e.instance
    INNER JOIN rule AS r ON e.rule_id = r.rule_id
    WHERE o.figure_id IS NOT NULL AND r.kind = 'identity' AND r.severity <> 'info'
    GROUP BY o.figure_id
)
SELECT
    f.figure_id,
    CASE
        WHEN NOT w.agrees THEN 'conflict'
        WHEN s.confirmed AND NOT s.contradicted THEN 'proven'
        WHEN w.agrees THEN 'witnessed'
        ELSE 'single'
    END AS verification
FROM figure AS f
LEFT JOIN stood AS s ON f.figure_id = s.figure_id
LEFT JOIN witness_figure AS w ON f.figure_id = w.figure_id
ORDER BY f.figure_id;
