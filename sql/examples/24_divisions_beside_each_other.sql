-- What do the departments of each division spend, in total and per head where the population is known?
SELECT province_name, division_name, fiscal_year, department_count, expenditure_yuan, general_budget_yuan,
       three_public_final_yuan, population, general_budget_per_head_yuan, flagged_department_count
FROM spending_by_division
ORDER BY fiscal_year, expenditure_yuan DESC, division_code;
