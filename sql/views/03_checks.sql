-- One row a check: an identity as it turned out in one report.
CREATE VIEW checks AS
SELECT left(sha256(concat_ws('|', c.report_id, c.rule_id, c.instance)), 16) AS check_id, c.report_id, d.document_name, c.rule_id, u.title_en AS rule_title_en, u.title_zh AS rule_title_zh, c.instance,
       c.outcome, c.severity, c.expected_yuan, c.actual_yuan, c.difference_yuan, c.tolerance_yuan, c.printed_rate, c.computed_rate,
       c.reason, c.statement, u.basis
FROM fact_check c
JOIN dim_report r USING (report_id)
JOIN dim_document d ON d.document_sha256 = r.document_sha256
LEFT JOIN dim_rule u ON u.rule_id = c.rule_id;
