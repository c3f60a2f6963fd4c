-- One row a number or direction word the text asserts, with its sentence.
CREATE VIEW claims AS
SELECT c.claim_id, c.report_id, d.document_name, r.department_name, r.division_code, r.fiscal_year, c.claim_group,
       c.role, c.subject, c.section, c.in_main_narrative, c.statement, c.side, c.line, c.measure, c.base, c.value, c.unit,
       c.amount_yuan, c.decimals, c.direction, c.raw_text, c.sentence, c.page, c.line_number,
       r.status AS report_status, r.is_current
FROM claim c
JOIN dim_report r USING (report_id)
JOIN dim_document d ON d.document_sha256 = r.document_sha256
WHERE r.kind <> 'budget';
