-- And where: the finding, the cell most likely wrong, what it should say, and the page it stands on?
SELECT document_name, rule_id, message_zh, expected_yuan, actual_yuan, difference_yuan, suspect_line_label,
       suspect_raw_text, suspect_page, suggested_amount_yuan, blame
FROM findings
WHERE severity = 'error'
ORDER BY document_name, rule_id, finding_id;
