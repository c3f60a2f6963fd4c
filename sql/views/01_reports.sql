-- One row a report: who, where, which year, what is in it, and whether it reconciles.
CREATE VIEW reports AS
SELECT r.report_id, d.document_name, r.document_sha256, d.source_url, r.department_name, r.division_code,
       coalesce(r.division_name, v.division_name) AS division_name, v.province_name, r.fiscal_year, r.kind, r.scope,
       r.is_top_level, r.declared_unit, r.status, r.figure_count, r.checks_passed, r.checks_rounding, r.checks_failed,
       r.checks_not_evaluated, r.finding_count, r.problem_count, r.is_current, r.publication_date, r.department_id,
       d.media_type, d.page_count, d.document_path, d.source_name, d.extractor_version, d.arrival_date, d.arrived_at
FROM dim_report r
JOIN dim_document d USING (document_sha256)
LEFT JOIN dim_division v ON v.division_code = r.division_code
ORDER BY r.division_code NULLS LAST, r.department_name NULLS LAST, r.fiscal_year NULLS LAST, r.report_id;
