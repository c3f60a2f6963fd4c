-- Where is the balance at the beginning of a year not the one at the end of the year before?
SELECT department_name, fiscal_year, money, prior_closing_balance_yuan, opening_balance_yuan,
       opening_balance_yuan - prior_closing_balance_yuan AS difference_yuan, report_status
FROM carry_over
WHERE prior_closing_balance_yuan <> opening_balance_yuan
ORDER BY abs(difference_yuan) DESC, department_name, fiscal_year, money;
