-- Which departments carry appropriated money over, year after year?
SELECT department_name, division_name, fiscal_year, opening_balance_yuan, closing_balance_yuan,
       years_carried_in_a_row, report_status
FROM carry_over
WHERE money = 'appropriation' AND closing_balance_yuan > 0
ORDER BY years_carried_in_a_row DESC, closing_balance_yuan DESC, department_name, fiscal_year;
