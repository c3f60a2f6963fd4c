-- Stored.
-- What was spent on which function. One row a figure; add up leaf rows of one statement and one measure.
CREATE VIEW spending_by_function AS
SELECT c.figure_id, c.report_id, c.document_name, c.department_name, c.division_code, c.division_name, c.province_name,
       c.fiscal_year, c.scope, c.is_top_level, c.report_status, c.source, c.statement, c.function_code,
       coalesce(u.function_name, c.line_label) AS function_name, c.line_label, u.level, u.class_code, u.class_name,
       u.group_code, u.group_name, u.cofog_division, u.cofog_name, c.measure, m.measure_label, c.amount_yuan, c.verification, c.is_leaf
FROM counted_figures c
LEFT JOIN dim_function u ON u.function_code = c.function_code
LEFT JOIN dim_measure m ON m.statement = c.statement AND m.measure = c.measure
WHERE c.function_code IS NOT NULL
  AND c.measure NOT IN ('initial_budget', 'adjusted_budget')
  AND c.statement IN ('expenditure', 'general_budget_expenditure', 'government_fund', 'state_capital')
ORDER BY c.division_code NULLS LAST, c.report_id, c.statement, c.function_code, c.measure, c.figure_id;
