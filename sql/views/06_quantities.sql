-- One row a published count that is no money (批次, 人次, 车辆保有量, 编制数, …), with its sentence.
CREATE VIEW quantities AS
SELECT q.report_id, d.document_name, r.department_name, r.division_code, r.fiscal_year, q.ordinal, q.quantity, q.label,
       q.value, q.unit, q.raw_text, q.sentence, q.page, q.line_number, r.status AS report_status, r.is_current
FROM quantity q
JOIN dim_report r USING (report_id)
JOIN dim_document d ON d.document_sha256 = r.document_sha256
WHERE r.kind <> 'budget';
