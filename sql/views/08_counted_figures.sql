-- The figures that may be added up over departments: current reports that stand for their department (never the
-- consolidated and the unit report of the same money), each key once, from the table where the statement was printed
-- as one and from the text only where it was not. Budgets by item stand in no statement: they are the text's.
CREATE VIEW counted_figures AS
WITH counted AS (
    SELECT f.*, r.department_name, coalesce(r.division_name, v.division_name) AS division_name, v.province_name,
           r.scope, r.is_top_level, r.status AS report_status, d.document_name
    FROM fact_figure f
    JOIN dim_report r USING (report_id)
    JOIN dim_document d ON d.document_sha256 = f.document_sha256
    LEFT JOIN dim_division v ON v.division_code = r.division_code
    WHERE r.is_current AND r.is_top_level AND r.kind <> 'budget' AND f.occurrence = 0
), tabulated AS (
    SELECT DISTINCT report_id, statement FROM statement_reading
)
SELECT c.figure_id, c.report_id, c.document_name, c.department_id, c.department_name, c.division_code, c.division_name,
       c.province_name, c.fiscal_year, c.scope, c.is_top_level, c.report_status, c.source, c.statement, c.side, c.line,
       c.line_label, c.function_code, c.economic_code, c.measure, c.amount_yuan, c.verification, c.is_leaf, c.ordinal
FROM counted c
LEFT JOIN tabulated t ON t.report_id = c.report_id AND t.statement = c.statement
WHERE c.source = CASE WHEN t.statement IS NULL OR c.measure IN ('initial_budget', 'adjusted_budget') THEN 'narrative' ELSE 'table' END;
