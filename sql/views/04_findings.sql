-- Stored.
-- One row a finding: failed checks explained by one suspect, with both values and the cells.
CREATE VIEW findings AS
SELECT n.finding_id, n.report_id, d.document_name, r.department_name, r.division_code, r.fiscal_year, n.rule_id, n.instance,
       n.severity, n.statement, n.basis, n.message_en, n.message_zh, n.expected_yuan, n.actual_yuan,
       n.difference_yuan, n.tolerance_yuan, n.printed_rate, n.computed_rate, n.figure_ids, n.suspect_figure_id, f.line AS suspect_line, f.line_label AS suspect_line_label,
       f.measure AS suspect_measure, f.raw_text AS suspect_raw_text, f.page AS suspect_page, n.suggested_amount_yuan,
       n.alternatives, n.slip, n.suspect_claim_id, c.sentence AS suspect_sentence, n.blame, n.check_count, n.checks, n.verdict,
       n.verdict_reason, n.verdict_date, n.reviewer, r.is_current
FROM fact_finding n
JOIN dim_report r USING (report_id)
JOIN dim_document d ON d.document_sha256 = r.document_sha256
LEFT JOIN fact_figure f ON f.figure_id = n.suspect_figure_id
LEFT JOIN claim c ON c.claim_id = n.suspect_claim_id
ORDER BY n.report_id, n.severity, n.rule_id, n.finding_id;
