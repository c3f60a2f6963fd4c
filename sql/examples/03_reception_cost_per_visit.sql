-- What does one reception cost, and one guest?
SELECT department_name, division_name, fiscal_year, quantity, quantity_value, final_yuan, yuan_per_unit, report_status
FROM three_public_per_unit
WHERE item = 'official_reception' AND quantity_value > 0
ORDER BY quantity, yuan_per_unit DESC, department_name, fiscal_year;
