-- Every published figure with its keys, its place and how far it is confirmed.

-- Rows come report by report from the parts and stay in that order.
CREATE TABLE fact_figure AS
SELECT f.figure_id, f.report_id, coalesce(j.document_sha256, r.document_sha256) AS document_sha256, d.department_id, r.division_code,
       CAST(r.fiscal_year AS INTEGER) AS fiscal_year, f.source, f.statement, f.side, f.line, f.line_label,
       f.function_code, f.economic_code, f.measure, CAST(f.occurrence AS INTEGER) AS occurrence,
       coalesce(k.amount_yuan, f.amount_yuan) AS amount_yuan,
       CASE WHEN k.figure_id IS NOT NULL THEN f.amount_yuan END AS original_amount_yuan, f.amount_printed, f.declared_unit, CAST(f.decimals AS INTEGER) AS decimals, f.raw_text,
       CAST(f.page AS INTEGER) AS page, f.x0, f.y0, f.x1, f.y1, CAST(f.line_number AS INTEGER) AS line_number,
       f.sentence, f.reader, f.repaired, CASE WHEN k.figure_id IS NOT NULL THEN 'corrected' ELSE f.verification END AS verification,
       f.is_leaf,
       CAST(f.ordinal AS INTEGER) AS ordinal
FROM private.figure f
JOIN private.report r USING (report_id)
LEFT JOIN report_department d USING (report_id)
LEFT JOIN private.joined_figure j USING (figure_id)
LEFT JOIN corrected_figure k USING (figure_id);
