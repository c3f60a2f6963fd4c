-- What does one person cost, compared among departments of one kind?
SELECT department_kind, department_name, fiscal_year, staff_actual, wages_and_welfare_yuan, wages_per_head_yuan,
       report_status
FROM personnel_cost
WHERE staff_actual > 0
ORDER BY department_kind, wages_per_head_yuan DESC, department_name, fiscal_year;
