-- One row a published figure, with the cell it was printed in.
CREATE VIEW figures AS
SELECT f.figure_id, f.report_id, d.document_name, r.department_name, f.division_code, f.fiscal_year, f.source,
       f.statement, s.title AS statement_title, f.side, f.line, f.line_label, f.function_code, f.economic_code,
       f.measure, m.measure_label, f.occurrence, f.amount_yuan, f.original_amount_yuan, f.amount_printed, f.declared_unit, f.decimals,
       f.raw_text, f.page, f.x0, f.y0, f.x1, f.y1, f.line_number, f.sentence, f.reader, f.verification, f.repaired,
       f.is_leaf, r.scope, r.status AS report_status, r.is_current, r.is_top_level
FROM fact_figure f
JOIN dim_report r USING (report_id)
JOIN dim_document d ON d.document_sha256 = f.document_sha256
LEFT JOIN dim_statement s ON s.statement = f.statement
LEFT JOIN dim_measure m ON m.statement = f.statement AND m.measure = f.measure
WHERE r.kind <> 'budget';
