-- The same by functional class over all departments: where are budgets least kept to?
SELECT class_code, class_name, fiscal_year, count(DISTINCT report_id) AS report_count,
       sum(initial_budget_yuan) AS initial_budget_yuan, sum(final_yuan) AS final_yuan,
       round(100 * (sum(final_yuan) - sum(initial_budget_yuan)) / nullif(sum(initial_budget_yuan), 0), 2)
           AS deviation_percent
FROM budget_execution
WHERE is_leaf AND initial_budget_yuan IS NOT NULL AND final_yuan IS NOT NULL
GROUP BY ALL
ORDER BY class_code, fiscal_year;
