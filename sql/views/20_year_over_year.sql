-- Stored.
-- Expenditure of a department by function beside the year before. One row a figure; growth only where both years are
-- there. Add up leaf rows of one statement and one measure.
CREATE VIEW year_over_year AS
WITH spending AS (
    SELECT c.*, r.department_id
    FROM spending_by_function c JOIN dim_report r USING (report_id)
    WHERE c.statement IN ('expenditure', 'general_budget_expenditure')
      AND c.measure IN ('expenditure_total', 'basic_expenditure', 'project_expenditure')
)
SELECT figure_id, report_id, department_id, department_name, division_code, division_name, province_name, fiscal_year,
       scope, report_status, statement, function_code, function_name, level, class_code, class_name, measure,
       measure_label, amount_yuan,
       CASE WHEN lag(fiscal_year) OVER before = fiscal_year - 1 THEN lag(amount_yuan) OVER before END
           AS prior_amount_yuan,
       CASE WHEN lag(fiscal_year) OVER before = fiscal_year - 1
           THEN CAST(amount_yuan - lag(amount_yuan) OVER before AS DECIMAL(20,2)) END AS change_yuan,
       CASE WHEN lag(fiscal_year) OVER before = fiscal_year - 1
           THEN CAST(100 * (amount_yuan - lag(amount_yuan) OVER before) / nullif(lag(amount_yuan) OVER before, 0)
                     AS DECIMAL(18,2)) END AS change_percent,
       is_leaf
FROM spending
WINDOW before AS (PARTITION BY department_id, statement, function_code, measure ORDER BY fiscal_year)
ORDER BY division_code NULLS LAST, report_id, statement, function_code, measure, figure_id;
