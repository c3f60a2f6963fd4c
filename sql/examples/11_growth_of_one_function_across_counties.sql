-- How did expenditure on health (210) grow, county by county, over the departments that published both years?
SELECT division_code, division_name, fiscal_year, amount_yuan, matched_department_count, matched_change_percent
FROM division_by_function
WHERE class_code = '210'
ORDER BY fiscal_year, matched_change_percent DESC NULLS LAST, division_code;
