-- Medical security bureaus beside each other: which is large for its kind?
SELECT fiscal_year, level, expenditure_rank, department_name, division_name, expenditure_yuan,
       peer_median_expenditure_yuan, peer_count, report_status
FROM peers
WHERE department_kind = 'medical_security'
ORDER BY fiscal_year, level, expenditure_rank, department_name;
