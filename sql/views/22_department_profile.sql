-- Stored.
-- The main amounts of each department and year on one row, with its kind.
CREATE VIEW department_profile AS
WITH amount AS (
    SELECT report_id,
           max(amount_yuan) FILTER (statement = 'revenue_expenditure_summary' AND line = 'revenue_total') AS revenue_yuan,
           max(amount_yuan) FILTER (statement = 'revenue_expenditure_summary' AND line = 'expenditure_total')
               AS summary_expenditure_yuan,
           max(amount_yuan) FILTER (statement = 'expenditure' AND line = 'total' AND measure = 'expenditure_total')
               AS expenditure_total_yuan,
           max(amount_yuan) FILTER (statement = 'expenditure' AND line = 'total' AND measure = 'basic_expenditure')
               AS basic_expenditure_yuan,
           max(amount_yuan) FILTER (statement = 'expenditure' AND line = 'total' AND measure = 'project_expenditure')
               AS project_expenditure_yuan,
           max(amount_yuan) FILTER (statement = 'general_budget_expenditure' AND line = 'total'
                                    AND measure = 'expenditure_total') AS general_budget_yuan,
           max(amount_yuan) FILTER (statement = 'three_public' AND measure = 'budget_total') AS three_public_budget_yuan,
           max(amount_yuan) FILTER (statement = 'three_public' AND measure = 'final_total') AS three_public_final_yuan
    FROM counted_figures GROUP BY report_id
)
SELECT r.report_id, d.document_name, r.department_id, r.department_name, p.department_kind, k.department_kind_zh,
       k.department_kind_en, r.division_code, coalesce(r.division_name, v.division_name) AS division_name, v.level,
       v.province_name, r.fiscal_year, r.scope, r.status AS report_status, a.revenue_yuan,
       coalesce(a.expenditure_total_yuan, a.summary_expenditure_yuan) AS expenditure_yuan, a.basic_expenditure_yuan,
       a.project_expenditure_yuan, a.general_budget_yuan, a.three_public_budget_yuan, a.three_public_final_yuan,
       r.figure_count, r.error_finding_count
FROM dim_report r
JOIN dim_document d USING (document_sha256)
LEFT JOIN amount a USING (report_id)
LEFT JOIN dim_department p USING (department_id)
LEFT JOIN dim_department_kind k USING (department_kind)
LEFT JOIN dim_division v ON v.division_code = r.division_code
WHERE r.is_current AND r.is_top_level AND r.kind <> 'budget'
ORDER BY r.division_code NULLS LAST, r.department_name, r.fiscal_year, r.report_id;
