-- Where was a figure printed, and how? (juesuan explain FIGURE_ID shows the page)
SELECT figure_id, department_name, fiscal_year, statement_title, line_label, measure_label, raw_text, declared_unit,
       amount_yuan, page, x0, y0, x1, y1, line_number, verification
FROM figures
WHERE source = 'table' AND line = 'total' AND measure = 'expenditure_total'
ORDER BY department_name, fiscal_year, statement, figure_id;
