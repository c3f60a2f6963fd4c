-- Stored.
-- What has been published and how much of it could be judged, by division and year. Counts current reports only.
CREATE VIEW coverage AS
SELECT r.division_code, min(coalesce(v.division_name, r.division_name)) AS division_name,
       min(v.province_name) AS province_name, r.fiscal_year,
       count(DISTINCT r.department_id) AS department_count, count(*) AS report_count,
       count(*) FILTER (r.scope = 'consolidated') AS consolidated_count, count(*) FILTER (r.scope = 'unit') AS unit_count,
       count(*) FILTER (r.status = 'reconciled') AS reconciled_count,
       count(*) FILTER (r.status = 'flagged') AS flagged_count,
       count(*) FILTER (r.status = 'unverified') AS unverified_count,
       CAST(sum(r.figure_count) AS BIGINT) AS figure_count,
       CAST(sum(r.table_checks_applicable) AS BIGINT) AS table_checks_applicable,
       CAST(sum(r.table_checks_evaluated) AS BIGINT) AS table_checks_evaluated,
       CAST(sum(r.table_checks_evaluated) / nullif(sum(r.table_checks_applicable), 0) AS DECIMAL(7,4)) AS share_evaluated
FROM dim_report r
LEFT JOIN dim_division v ON v.division_code = r.division_code
WHERE r.is_current AND r.kind <> 'budget'
GROUP BY r.division_code, r.fiscal_year
ORDER BY r.division_code NULLS LAST, r.fiscal_year NULLS LAST;
