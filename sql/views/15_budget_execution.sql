-- Stored.
-- How far the final amount is from the budget, for each functional code of the general budget whose budget the text
-- gives, and for its total. One row a report and code; add up leaf rows.
CREATE VIEW budget_execution AS
WITH amount AS (
    SELECT report_id, line,
           max(amount_yuan) FILTER (measure = 'initial_budget') AS initial_budget_yuan,
           max(amount_yuan) FILTER (measure = 'adjusted_budget') AS adjusted_budget_yuan,
           max(amount_yuan) FILTER (measure = 'expenditure_total') AS final_yuan,
           min(source) FILTER (measure = 'expenditure_total') AS source,
           min(verification) FILTER (measure = 'expenditure_total') AS verification,
           min(line_label) AS line_label, bool_and(is_leaf) AS is_leaf
    FROM counted_figures
    WHERE statement = 'general_budget_expenditure'
      AND measure IN ('initial_budget', 'adjusted_budget', 'expenditure_total')
    GROUP BY report_id, line
    HAVING count(*) FILTER (measure <> 'expenditure_total') > 0
)
SELECT a.report_id, d.document_name, r.department_id, r.department_name, r.division_code,
       coalesce(r.division_name, v.division_name) AS division_name, v.province_name, r.fiscal_year, r.scope,
       r.status AS report_status, a.line, coalesce(u.function_name, a.line_label) AS function_name, u.level,
       u.class_code, u.class_name, a.initial_budget_yuan, a.adjusted_budget_yuan, a.final_yuan,
       CAST(a.final_yuan - a.initial_budget_yuan AS DECIMAL(20,2)) AS deviation_yuan,
       CAST(100 * (a.final_yuan - a.initial_budget_yuan) / nullif(a.initial_budget_yuan, 0) AS DECIMAL(18,2))
           AS deviation_percent,
       a.source, a.verification, a.is_leaf
FROM amount a
JOIN dim_report r USING (report_id)
JOIN dim_document d USING (document_sha256)
LEFT JOIN dim_division v ON v.division_code = r.division_code
LEFT JOIN dim_function u ON u.function_code = a.line
ORDER BY r.division_code NULLS LAST, a.report_id, a.line;
