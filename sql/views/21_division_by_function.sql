-- Stored.
-- General-budget expenditure of a division by functional class and year, over departments that published, and its
-- growth over those that published both years (a department that newly publishes is no growth).
CREATE VIEW division_by_function AS
SELECT division_code, min(division_name) AS division_name, min(province_name) AS province_name, fiscal_year, class_code,
       min(class_name) AS class_name, count(DISTINCT department_id) AS department_count,
       CAST(sum(amount_yuan) AS DECIMAL(20,2)) AS amount_yuan,
       count(DISTINCT department_id) FILTER (prior_amount_yuan IS NOT NULL) AS matched_department_count,
       CAST(sum(amount_yuan) FILTER (prior_amount_yuan IS NOT NULL) AS DECIMAL(20,2)) AS matched_amount_yuan,
       CAST(sum(prior_amount_yuan) AS DECIMAL(20,2)) AS matched_prior_amount_yuan,
       CAST(100 * (sum(amount_yuan) FILTER (prior_amount_yuan IS NOT NULL) - sum(prior_amount_yuan))
            / nullif(sum(prior_amount_yuan), 0) AS DECIMAL(18,2)) AS matched_change_percent,
       count(DISTINCT department_id) FILTER (report_status = 'flagged') AS flagged_department_count
FROM year_over_year
WHERE statement = 'general_budget_expenditure' AND measure = 'expenditure_total' AND length(function_code) = 3
GROUP BY division_code, fiscal_year, class_code
ORDER BY division_code NULLS LAST, fiscal_year, class_code;
