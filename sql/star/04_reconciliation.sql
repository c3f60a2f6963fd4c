-- What reconciliation found: every check with both values, the cells it used, and the findings. Rows come
-- report by report from the parts and stay in that order.

CREATE TABLE fact_check AS
SELECT report_id, check_number, rule_id, instance, outcome, severity, statement,
       CAST(expected_yuan AS DECIMAL(20,2)) AS expected_yuan, CAST(actual_yuan AS DECIMAL(20,2)) AS actual_yuan,
       CAST(difference_yuan AS DECIMAL(20,2)) AS difference_yuan,
       CAST(tolerance_yuan AS DECIMAL(20,2)) AS tolerance_yuan, printed_rate, computed_rate,
       CAST(reason AS VARCHAR) AS reason
FROM private.fact_check;

-- The cells of a check, some 1,900 a report, by number: what a figure is, is said of it in fact_figure, what a claim is in
-- claim (report_id and ordinal), and of a cell that prints nothing in check_blank.
CREATE TABLE check_operand AS
SELECT report_id, check_number, CAST(place AS ENUM ('actual', 'expected')) AS place, coefficient, figure_ordinal,
       claim_ordinal, CAST(state AS ENUM ('blank', 'missing', 'printed', 'unread')) AS state
FROM private.check_operand;

CREATE TABLE check_blank AS FROM private.check_blank;

CREATE TABLE fact_finding AS
SELECT n.finding_id, n.report_id, n.rule_id, n.instance, n.severity, statement, basis, message_en, message_zh,
       CAST(expected_yuan AS DECIMAL(20,2)) AS expected_yuan, CAST(actual_yuan AS DECIMAL(20,2)) AS actual_yuan,
       CAST(difference_yuan AS DECIMAL(20,2)) AS difference_yuan,
       CAST(tolerance_yuan AS DECIMAL(20,2)) AS tolerance_yuan, printed_rate, computed_rate, figure_ids,
       suspect_figure_id, suspect_claim_id, CAST(suggested_amount_yuan AS DECIMAL(20,2)) AS suggested_amount_yuan,
       alternatives, slip, blame, CAST(check_count AS INTEGER) AS check_count, checks,
       v.verdict, v.reason AS verdict_reason, v.review_date AS verdict_date, v.reviewer
FROM private.fact_finding n LEFT JOIN (FROM fact_review WHERE is_last) v USING (finding_id)
ORDER BY n.report_id, n.finding_id;
