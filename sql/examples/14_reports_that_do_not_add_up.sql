-- Which reports do not add up, how badly, and how much of them could be judged?
SELECT department_name, fiscal_year, error_findings, table_findings, narrative_findings, largest_difference_yuan,
       share_evaluated, document_name, report_id
FROM report_quality
WHERE report_status = 'flagged'
ORDER BY error_findings DESC, largest_difference_yuan DESC NULLS LAST, report_id;
