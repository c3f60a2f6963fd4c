-- Stored.
-- What the departments of a division that published spent in a year, per head where its population is known.
CREATE VIEW spending_by_division AS
SELECT p.division_code, min(p.division_name) AS division_name, min(p.province_name) AS province_name, p.fiscal_year,
       count(*) AS department_count, count(*) FILTER (p.report_status = 'flagged') AS flagged_department_count,
       CAST(sum(p.expenditure_yuan) AS DECIMAL(20,2)) AS expenditure_yuan,
       CAST(sum(p.general_budget_yuan) AS DECIMAL(20,2)) AS general_budget_yuan,
       CAST(sum(p.three_public_final_yuan) AS DECIMAL(20,2)) AS three_public_final_yuan,
       min(o.population) AS population,
       CAST(sum(p.general_budget_yuan) / nullif(min(o.population), 0) AS DECIMAL(20,2)) AS general_budget_per_head_yuan
FROM department_profile p
LEFT JOIN dim_population o ON o.division_code = p.division_code AND o.fiscal_year = p.fiscal_year
GROUP BY p.division_code, p.fiscal_year
ORDER BY p.division_code NULLS LAST, p.fiscal_year NULLS LAST;
