-- What does it cost to run one official vehicle?
SELECT department_name, division_name, fiscal_year, quantity_value AS vehicles, final_yuan, yuan_per_unit, report_status
FROM three_public_per_unit
WHERE item = 'vehicle_operation' AND quantity = 'vehicles_kept' AND quantity_value > 0
ORDER BY yuan_per_unit DESC, department_name, fiscal_year;
