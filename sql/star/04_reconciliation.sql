-- What reconciliation found: every check with both values, the cells it used, and the findings. Rows come
-- report by report from the parts and stay in that order.

CREATE TABLE fact_check AS
SELECT report_id, rule_id, instance, outcome, severity, statement,
       CAST(expected_yuan AS DECIMAL(20,2)) AS expected_yuan, CAST(actual_yuan AS DECIMAL(20,2)) AS actual_yuan,
       CAST(difference_yuan AS DECIMAL(20,2)) AS difference_yuan,
       CAST(tolerance_yuan AS DECIMAL(20,2)) AS tolerance_yuan, printed_rate, computed_rate,
       CAST(reason AS VARCHAR) AS reason
FROM private.fact_check;

-- What a figure is, is said of it in fact_figure: here, some 1,800 times a report, only of cells that print none.
CREATE TABLE check_operand AS
SELECT report_id, rule_id, instance, place, coefficient, figure_id, claim_id, state,
       CASE WHEN figure_id IS NULL THEN source END AS source, CASE WHEN figure_id IS NULL THEN statement END AS statement,
       CASE WHEN figure_id IS NULL THEN side END AS side, CASE WHEN figure_id IS NULL THEN line END AS line,
       CASE WHEN figure_id IS NULL THEN measure END AS measure,
       CASE WHEN figure_id IS NULL THEN CAST(occurrence AS INTEGER) END AS occurrence,
       CASE WHEN figure_id IS NULL THEN CAST(amount_yuan AS DECIMAL(20,2)) END AS amount_yuan
FROM private.check_operand;

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
