-- How much do the departments of each county spend on 三公经费, year by year?
SELECT division_code, division_name, fiscal_year, count(*) AS department_count,
       sum(amount_yuan) AS three_public_final_yuan,
       count(*) FILTER (report_status = 'flagged') AS flagged_department_count
FROM three_public_expenses
WHERE phase = 'final' AND item = 'total'
GROUP BY ALL
ORDER BY division_code, fiscal_year;
