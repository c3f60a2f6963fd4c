-- On which items does the final amount depart most from the initial budget?
SELECT department_name, fiscal_year, line AS function_code, function_name, initial_budget_yuan, final_yuan,
       deviation_yuan, deviation_percent, verification, report_status
FROM budget_execution
WHERE is_leaf AND deviation_yuan <> 0
ORDER BY abs(deviation_yuan) DESC, department_name, fiscal_year, function_code
LIMIT 50;
