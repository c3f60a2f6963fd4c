-- Expenditure by the functions of government of the United Nations (approximate: by class of the Chinese one)?
SELECT fiscal_year, cofog_division, cofog_name, sum(amount_yuan) AS amount_yuan, count(DISTINCT report_id) AS report_count
FROM spending_by_function
WHERE statement = 'expenditure' AND measure = 'expenditure_total' AND level = '类'
GROUP BY ALL
ORDER BY fiscal_year, cofog_division;
