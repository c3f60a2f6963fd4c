-- One row a report: what is in it, whether it reconciles, and whether it is the one that counts.

-- Shares of checks: `not_applicable` is no check; `cannot_evaluate` is one that could not be made.
CREATE OR REPLACE TEMP TABLE check_count AS
SELECT c.report_id,
       count(*) FILTER (outcome = 'pass') AS passed,
       count(*) FILTER (outcome = 'rounding') AS rounding,
       count(*) FILTER (outcome = 'fail') AS failed,
       count(*) FILTER (outcome = 'cannot_evaluate') AS not_evaluated,
       count(*) FILTER (u.basis = 'tables' AND outcome <> 'not_applicable') AS table_applicable,
       count(*) FILTER (u.basis = 'tables' AND outcome IN ('pass', 'rounding', 'fail')) AS table_evaluated
FROM private.fact_check c LEFT JOIN private.dim_rule u USING (rule_id)
GROUP BY c.report_id;

CREATE OR REPLACE TEMP TABLE finding_count AS
-- What a reviewer has dismissed accuses nobody any more; what is confirmed or corrected goes on flagging the report.
SELECT report_id, count(*) AS findings, count(*) FILTER (severity = 'error') AS errors,
       count(*) FILTER (severity = 'error' AND blame <> 'extraction' AND verdict IS DISTINCT FROM 'dismissed') AS accusations
FROM fact_finding GROUP BY report_id;

CREATE OR REPLACE TEMP TABLE problem_count AS
SELECT report_id, count(*) AS problems, count(*) FILTER (severity = 'error') AS errors
FROM private.problem GROUP BY report_id;

CREATE OR REPLACE TEMP TABLE statement_count AS
SELECT report_id, count(DISTINCT statement) AS statements,
       count(DISTINCT statement) FILTER (standard_no BETWEEN '01' AND '06') AS required_statements
FROM private.statement_reading JOIN dim_statement USING (statement) GROUP BY report_id;

CREATE OR REPLACE TEMP TABLE figure_count AS
SELECT report_id, count(*) AS figures, count(*) FILTER (source = 'table') AS table_figures,
       count(*) FILTER (verification = 'proven') AS proven, count(*) FILTER (repaired IS NOT NULL) AS repaired
FROM fact_figure GROUP BY report_id;

CREATE OR REPLACE TEMP TABLE report_status AS
SELECT r.report_id,
       CASE
           WHEN NOT r.readable THEN 'rejected'
           -- A disclosure in which nothing at all was found has not been read, whatever the reader believes.
           WHEN r.kind <> 'budget' AND coalesce(f.figures, 0) = 0 AND coalesce(s.statements, 0) = 0
                AND NOT EXISTS (SELECT 1 FROM private.claim c WHERE c.report_id = r.report_id)
                AND NOT EXISTS (SELECT 1 FROM private.quantity q WHERE q.report_id = r.report_id) THEN 'rejected'
           WHEN r.kind = 'budget' THEN 'unverified'
           WHEN coalesce(n.accusations, 0) > 0 THEN 'flagged'
           -- Never a success while something in it could not be understood.
           WHEN coalesce(p.errors, 0) = 0 AND coalesce(s.required_statements, 0) = 6
                AND c.table_applicable > 0 AND c.table_evaluated * 5 >= c.table_applicable * 4 THEN 'reconciled'
           ELSE 'unverified'
       END AS status
FROM private.report r
LEFT JOIN figure_count f USING (report_id)
LEFT JOIN statement_count s USING (report_id)
LEFT JOIN finding_count n USING (report_id)
LEFT JOIN problem_count p USING (report_id)
LEFT JOIN check_count c USING (report_id);

-- Versions of one publication: same department, year, kind and scope. The later publication counts, then the later
-- arrival, then the sha256. A report whose department or year is unknown can be a version of nothing.
CREATE OR REPLACE TEMP TABLE report_version AS
WITH known AS (
    SELECT r.*, d.department_id, t.status, CASE r.kind WHEN 'budget' THEN 'budget' ELSE 'final_account' END AS form
    FROM private.report r JOIN report_status t USING (report_id) LEFT JOIN report_department d USING (report_id)
    WHERE t.status <> 'rejected'
), ranked AS (
    SELECT *, department_id IS NOT NULL AND fiscal_year IS NOT NULL AS is_placed,
           row_number() OVER (
               PARTITION BY department_id, fiscal_year, form, scope,
                            CASE WHEN department_id IS NULL OR fiscal_year IS NULL THEN report_id END
               ORDER BY publication_date DESC NULLS LAST, arrived_at DESC, document_sha256 DESC, ordinal DESC) AS place
    FROM known
)
-- Of the reports that count, the consolidated one stands for its department, else the unit's own.
SELECT report_id, place = 1 AS is_current,
       is_placed AND place = 1 AND row_number() OVER (
           PARTITION BY department_id, fiscal_year, form
           ORDER BY place <> 1, CASE scope WHEN 'consolidated' THEN 1 WHEN 'unit' THEN 2 ELSE 3 END, report_id) = 1
           AS is_top_level
FROM ranked;

CREATE TABLE dim_report AS
SELECT r.report_id, r.document_sha256, CAST(r.ordinal AS INTEGER) AS ordinal, d.department_id, r.department_name,
       r.division_code, r.division_name, CAST(r.fiscal_year AS INTEGER) AS fiscal_year, r.kind, r.scope,
       r.publication_date, r.declared_unit, t.status, coalesce(v.is_current, false) AS is_current,
       coalesce(v.is_top_level, false) AS is_top_level,
       CAST(coalesce(s.statements, 0) AS INTEGER) AS statement_count,
       CAST(coalesce(s.required_statements, 0) AS INTEGER) AS required_statement_count,
       CAST(coalesce(f.figures, 0) AS INTEGER) AS figure_count,
       CAST(coalesce(f.table_figures, 0) AS INTEGER) AS table_figure_count,
       CAST(coalesce(f.proven, 0) AS INTEGER) AS proven_figure_count,
       CAST(coalesce(f.repaired, 0) AS INTEGER) AS repaired_figure_count,
       CAST(coalesce(c.passed, 0) AS INTEGER) AS checks_passed,
       CAST(coalesce(c.rounding, 0) AS INTEGER) AS checks_rounding,
       CAST(coalesce(c.failed, 0) AS INTEGER) AS checks_failed,
       CAST(coalesce(c.not_evaluated, 0) AS INTEGER) AS checks_not_evaluated,
       CAST(coalesce(c.table_applicable, 0) AS INTEGER) AS table_checks_applicable,
       CAST(coalesce(c.table_evaluated, 0) AS INTEGER) AS table_checks_evaluated,
       CAST(coalesce(n.findings, 0) AS INTEGER) AS finding_count,
       CAST(coalesce(n.errors, 0) AS INTEGER) AS error_finding_count,
       CAST(coalesce(p.problems, 0) AS INTEGER) AS problem_count
FROM private.report r
JOIN report_status t USING (report_id)
LEFT JOIN report_department d USING (report_id)
LEFT JOIN report_version v USING (report_id)
LEFT JOIN statement_count s USING (report_id)
LEFT JOIN figure_count f USING (report_id)
LEFT JOIN check_count c USING (report_id)
LEFT JOIN finding_count n USING (report_id)
LEFT JOIN problem_count p USING (report_id)
ORDER BY r.document_sha256, r.ordinal;
