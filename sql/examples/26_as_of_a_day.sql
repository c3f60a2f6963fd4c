-- What was known on a day: which version of each report counted then, and what has superseded it since?
WITH day AS (SELECT DATE '2100-01-01' AS as_of), known AS (
    SELECT r.*, row_number() OVER (
               PARTITION BY r.department_id, r.fiscal_year, r.kind, r.scope
               ORDER BY r.publication_date DESC NULLS LAST, r.arrived_at DESC, r.document_sha256 DESC, r.report_id) AS place
    FROM reports r, day WHERE r.arrival_date <= day.as_of AND r.status <> 'rejected' AND r.department_id IS NOT NULL
)
SELECT department_name, fiscal_year, kind, scope, document_name, publication_date, arrival_date, status,
       CASE WHEN is_current THEN 'still current' ELSE 'superseded since' END AS today
FROM known WHERE place = 1
ORDER BY department_name, fiscal_year, kind, scope, report_id;
