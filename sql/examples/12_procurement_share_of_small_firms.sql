-- How much of its procurement does each department give to small and medium firms?
SELECT department_name, division_name, fiscal_year, procurement_total_yuan, sme_percent, small_micro_percent, source,
       report_status
FROM procurement
WHERE procurement_total_yuan > 0
ORDER BY sme_percent NULLS LAST, department_name, fiscal_year;
