-- What was basic expenditure spent on, over all departments of a province?
SELECT province_name, fiscal_year, class_code, class_name, sum(amount_yuan) AS amount_yuan,
       count(DISTINCT report_id) AS report_count
FROM spending_by_economic_code
WHERE statement = 'general_budget_basic_expenditure' AND is_leaf
GROUP BY ALL
ORDER BY province_name, fiscal_year, class_code;
