-- Which of the three public expenses stay below their budget, and by how much?
SELECT department_name, fiscal_year, item,
       max(amount_yuan) FILTER (phase = 'budget') AS budget_yuan,
       max(amount_yuan) FILTER (phase = 'final') AS final_yuan,
       max(amount_yuan) FILTER (phase = 'final') - max(amount_yuan) FILTER (phase = 'budget') AS difference_yuan,
       any_value(report_status) AS report_status
FROM three_public_expenses
GROUP BY ALL
HAVING budget_yuan > 0
ORDER BY difference_yuan, department_name, fiscal_year, item;
