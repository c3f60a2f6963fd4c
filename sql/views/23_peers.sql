-- Stored.
-- Each department beside those of the same kind, year and level (医保局 of counties beside 医保局 of counties).
-- One row a department and year whose kind is known.
CREATE VIEW peers AS
SELECT report_id, department_id, department_name, department_kind, department_kind_zh, division_code, division_name,
       level, province_name, fiscal_year, scope, report_status, expenditure_yuan, general_budget_yuan,
       basic_expenditure_yuan, project_expenditure_yuan, three_public_final_yuan,
       count(*) OVER peer AS peer_count,
       rank() OVER (PARTITION BY department_kind, level, fiscal_year ORDER BY expenditure_yuan DESC NULLS LAST)
           AS expenditure_rank,
       CAST(median(expenditure_yuan) OVER peer AS DECIMAL(20,2)) AS peer_median_expenditure_yuan,
       CAST(median(three_public_final_yuan) OVER peer AS DECIMAL(20,2)) AS peer_median_three_public_yuan
FROM department_profile
WHERE department_kind IS NOT NULL
WINDOW peer AS (PARTITION BY department_kind, level, fiscal_year)
ORDER BY department_kind, fiscal_year, level, expenditure_rank, report_id;
