-- One row a thing in a disclosure that was not understood, mended or refused.
CREATE VIEW problems AS
SELECT p.report_id, d.document_name, r.department_name, r.division_code, r.fiscal_year, p.ordinal, p.code, p.severity,
       p.message, p.statement, p.page, p.line_number, p.raw_text, r.status AS report_status, r.is_current
FROM problem p
JOIN dim_report r USING (report_id)
JOIN dim_document d ON d.document_sha256 = r.document_sha256;
