-- Where does the text give another amount than the table for the same figure?
SELECT t.department_name, t.fiscal_year, t.statement_title, t.line_label, t.measure_label, t.amount_yuan AS table_yuan,
       n.amount_yuan AS text_yuan, n.sentence
FROM figures t
JOIN figures n USING (report_id, statement, line, measure)
WHERE t.source = 'table' AND n.source = 'narrative' AND t.side IS NOT DISTINCT FROM n.side
  AND t.occurrence = 0 AND n.occurrence = 0 AND abs(t.amount_yuan - n.amount_yuan) > 100
ORDER BY abs(t.amount_yuan - n.amount_yuan) DESC, t.figure_id;
