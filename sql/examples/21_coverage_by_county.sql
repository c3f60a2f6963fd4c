-- How many departments of each county published, and how much of what they published could be judged?
SELECT province_name, division_name, fiscal_year, department_count, reconciled_count, flagged_count, unverified_count,
       share_evaluated
FROM coverage
ORDER BY division_code, fiscal_year;
