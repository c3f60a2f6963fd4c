-- Which departments published for one year and not for the next?
SELECT province_name, division_name, department_name, last_published_year, missing_year
FROM not_published
ORDER BY missing_year DESC, division_code, department_name;
