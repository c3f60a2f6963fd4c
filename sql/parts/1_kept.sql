-- What of a part is kept beside its base tables. In: the base tables after reconciliation, `member` (document →
-- neighbourhood). Out: report_member, checked_figure, checked_check, checked_operand, checked_blank, checked_count.

CREATE TABLE report_member AS
SELECT r.report_id, m.neighbourhood FROM report AS r INNER JOIN member AS m USING (document_sha256);

-- A code is no leaf where the same statement of the same report also prints a longer code below it. In the three public
-- expenses the parts are measures: the vehicles' subtotal is a leaf only where its parts are missing.
CREATE VIEW checked_figure AS
WITH printed AS (
    SELECT DISTINCT report_id, source, statement, coalesce(side, '') AS side, coalesce(function_code, economic_code) AS code
    FROM figure WHERE coalesce(function_code, economic_code) IS NOT NULL
), parent_code AS (
    SELECT report_id, source, statement, side, left(code, 3) AS code FROM printed WHERE length(code) > 3
    UNION
    SELECT report_id, source, statement, side, left(code, 5) FROM printed WHERE length(code) > 5
), three_public_part AS (
    SELECT DISTINCT report_id, source, split_part(measure, '_', 1) AS phase
    FROM figure
    WHERE statement = 'three_public' AND (measure LIKE '%\_vehicle\_purchase' ESCAPE '\'
                                          OR measure LIKE '%\_vehicle\_operation' ESCAPE '\')
)
SELECT f.*, coalesce(v.verification, 'single') AS verification,
       CASE
           WHEN f.occurrence > 0 THEN false
           WHEN f.statement = 'three_public' THEN
               f.measure NOT IN ('budget_total', 'final_total')
               AND NOT (f.measure LIKE '%vehicles_subtotal' AND p.phase IS NOT NULL)
           ELSE coalesce(f.function_code, f.economic_code) IS NOT NULL AND c.code IS NULL
       END AS is_leaf
FROM figure AS f
LEFT JOIN figure_verification AS v USING (figure_id)
LEFT JOIN parent_code AS c
       ON c.report_id = f.report_id AND c.source = f.source AND c.statement = f.statement
      AND c.side = coalesce(f.side, '') AND c.code = coalesce(f.function_code, f.economic_code)
LEFT JOIN three_public_part AS p
       ON p.report_id = f.report_id AND p.source = f.source AND p.phase = split_part(f.measure, '_', 1)
      AND f.statement = 'three_public';

-- Checks are numbered in their report; one key is one check. The name of a check is made of what the row says: views
-- compute it, millions of rows need not hold it.
CREATE TEMP TABLE check_place AS
SELECT check_key, CAST(min(check_number) AS INTEGER) AS check_number
FROM (
    SELECT check_key, row_number() OVER (PARTITION BY report_id ORDER BY rule_id, instance, check_key) AS check_number
    FROM fact_check
)
GROUP BY check_key;

CREATE VIEW checked_check AS
SELECT c.* EXCLUDE (check_key, check_id), p.check_number
FROM fact_check AS c INNER JOIN temp.check_place AS p USING (check_key);

CREATE TEMP TABLE open_check AS
SELECT DISTINCT check_key FROM fact_check WHERE outcome IN ('fail', 'cannot_evaluate');

-- The cells of a check: all of them where it failed or could not be made, else those that are printed. Some two thousand
-- a report: numbers say which check, figure and claim of the report is meant.
CREATE VIEW checked_operand AS
SELECT o.report_id, c.check_number, o.place, CAST(o.coefficient AS INTEGER) AS coefficient,
       CAST(f.ordinal AS INTEGER) AS figure_ordinal, CAST(m.ordinal AS INTEGER) AS claim_ordinal, o.state
FROM (
    SELECT check_key, report_id, place, coefficient, figure_id, claim_id, state FROM check_operand
    WHERE figure_id IS NOT NULL OR claim_id IS NOT NULL OR check_key IN (SELECT check_key FROM temp.open_check)
) AS o
INNER JOIN temp.check_place AS c USING (check_key)
LEFT JOIN figure AS f ON o.figure_id = f.figure_id
LEFT JOIN claim AS m ON o.claim_id = m.claim_id;

-- Which cells print nothing, of the checks that failed or could not be made.
CREATE VIEW checked_blank AS
SELECT o.report_id, c.check_number, o.place, CAST(o.coefficient AS INTEGER) AS coefficient, o.state, o.source, o.statement,
       o.side, o.line, o.measure, CAST(o.occurrence AS INTEGER) AS occurrence
FROM check_operand AS o
SEMI JOIN temp.open_check AS e USING (check_key)
INNER JOIN temp.check_place AS c USING (check_key)
WHERE o.figure_id IS NULL AND o.claim_id IS NULL;

-- How many rows of each record there are; the expectations hold the star against it, so that none gets lost.
CREATE TABLE checked_count AS
SELECT m.neighbourhood, n.relation, count(*) AS row_count
FROM (
    SELECT 'dim_report' AS relation, report_id FROM report
    UNION ALL SELECT 'fact_figure', report_id FROM figure
    UNION ALL SELECT 'statement_reading', report_id FROM statement_reading
    UNION ALL SELECT 'claim', report_id FROM claim
    UNION ALL SELECT 'quantity', report_id FROM quantity
    UNION ALL SELECT 'problem', report_id FROM problem
    UNION ALL SELECT 'fact_check', report_id FROM fact_check
    UNION ALL SELECT 'fact_finding', report_id FROM fact_finding
) AS n INNER JOIN report_member AS m USING (report_id)
GROUP BY m.neighbourhood, n.relation;
