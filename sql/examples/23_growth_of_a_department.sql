-- How did each department's expenditure change against the year before, by class?
SELECT department_name, fiscal_year, class_code, class_name, prior_amount_yuan, amount_yuan, change_yuan, change_percent,
       report_status
FROM year_over_year
WHERE statement = 'expenditure' AND measure = 'expenditure_total' AND level = '类' AND prior_amount_yuan IS NOT NULL
ORDER BY department_name, fiscal_year, class_code;
