-- What are the largest items of each department, and how far is each figure confirmed?
SELECT department_name, fiscal_year, function_code, function_name, amount_yuan, verification, report_status
FROM spending_by_function
WHERE statement = 'expenditure' AND measure = 'expenditure_total' AND is_leaf
QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY amount_yuan DESC, function_code) <= 5
ORDER BY department_name, fiscal_year, amount_yuan DESC, function_code;
