-- Stored.
-- How good each report is, and how much of it could be judged. One row a report.
CREATE VIEW report_quality AS
WITH found AS (
    SELECT report_id, count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings,
           count(*) FILTER (basis = 'tables') AS of_tables, count(*) FILTER (basis = 'narrative') AS of_narrative,
           max(abs(difference_yuan)) AS largest
    FROM fact_finding GROUP BY report_id
), open_problem AS (
    SELECT report_id, count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings
    FROM problem GROUP BY report_id
)
SELECT r.report_id, d.document_name, r.department_name, r.division_code,
       coalesce(r.division_name, v.division_name) AS division_name, r.fiscal_year, r.kind, r.scope, r.is_current,
       r.is_top_level, r.status AS report_status, r.statement_count, r.required_statement_count, r.figure_count,
       r.proven_figure_count, r.repaired_figure_count, r.checks_passed, r.checks_rounding, r.checks_failed,
       r.checks_not_evaluated, r.table_checks_applicable, r.table_checks_evaluated,
       CAST(r.table_checks_evaluated / nullif(r.table_checks_applicable, 0) AS DECIMAL(7,4)) AS share_evaluated,
       CAST(r.proven_figure_count / nullif(r.table_figure_count, 0) AS DECIMAL(7,4)) AS share_proven,
       coalesce(f.errors, 0) AS error_findings, coalesce(f.warnings, 0) AS warning_findings,
       coalesce(f.of_tables, 0) AS table_findings, coalesce(f.of_narrative, 0) AS narrative_findings,
       f.largest AS largest_difference_yuan, coalesce(p.errors, 0) AS error_problems,
       coalesce(p.warnings, 0) AS warning_problems
FROM dim_report r
JOIN dim_document d USING (document_sha256)
LEFT JOIN dim_division v ON v.division_code = r.division_code
LEFT JOIN found f ON f.report_id = r.report_id
LEFT JOIN open_problem p ON p.report_id = r.report_id
WHERE r.kind <> 'budget'
ORDER BY r.division_code NULLS LAST, r.department_name NULLS LAST, r.fiscal_year NULLS LAST, r.report_id;
