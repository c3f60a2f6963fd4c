-- Stored.
-- What the money was spent on (wages, office costs, …). One row a figure; add up leaf rows of one statement.
CREATE VIEW spending_by_economic_code AS
SELECT c.figure_id, c.report_id, c.document_name, c.department_name, c.division_code, c.division_name, c.province_name,
       c.fiscal_year, c.scope, c.is_top_level, c.report_status, c.source, c.statement, c.economic_code,
       coalesce(e.economic_name, c.line_label) AS economic_name, c.line_label, e.level, e.class_code, e.class_name,
       c.measure, m.measure_label, c.amount_yuan, c.verification, c.is_leaf
FROM counted_figures c
LEFT JOIN dim_economic e ON e.economic_code = c.economic_code
LEFT JOIN dim_measure m ON m.statement = c.statement AND m.measure = c.measure
WHERE c.economic_code IS NOT NULL
ORDER BY c.division_code NULLS LAST, c.report_id, c.statement, c.economic_code, c.measure, c.figure_id;
