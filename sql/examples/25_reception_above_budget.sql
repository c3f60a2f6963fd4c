-- Which departments spent more on official reception (公务接待费) than they budgeted, and where is each amount printed?
-- (juesuan explain FIGURE_ID shows the cell; departments that print no budget for it cannot be compared and say so)
SELECT t.department_name, t.fiscal_year,
       max(t.amount_yuan) FILTER (t.phase = 'budget') AS budget_yuan,
       max(t.amount_yuan) FILTER (t.phase = 'final') AS final_yuan,
       CASE WHEN budget_yuan IS NULL THEN 'no budget printed' WHEN final_yuan > budget_yuan THEN 'ABOVE BUDGET'
            WHEN final_yuan = budget_yuan THEN 'as budgeted' ELSE 'below budget' END AS compared,
       max(coalesce('line ' || f.line_number, 'page ' || f.page)) FILTER (t.phase = 'final') AS printed_on,
       max(t.figure_id) FILTER (t.phase = 'final') AS final_figure_id
FROM three_public_expenses t JOIN figures f USING (figure_id)
WHERE t.item = 'official_reception'
GROUP BY t.department_name, t.fiscal_year, t.report_id
HAVING final_yuan IS NOT NULL
ORDER BY final_yuan - budget_yuan DESC NULLS LAST, t.department_name, t.fiscal_year, t.report_id;
