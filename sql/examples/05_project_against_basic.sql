-- How much of its expenditure does each department spend on projects, how much on its own running?
SELECT department_name, fiscal_year, basic_expenditure_yuan, project_expenditure_yuan,
       round(100 * project_expenditure_yuan / nullif(basic_expenditure_yuan + project_expenditure_yuan, 0), 2)
           AS project_percent,
       report_status
FROM department_profile
WHERE expenditure_yuan > 0
ORDER BY project_percent DESC NULLS LAST, department_name, fiscal_year;
