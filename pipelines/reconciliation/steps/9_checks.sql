-- What is kept of the checks. In: rule, evaluated, used_operand. Out: dim_rule, fact_check, check_operand.
CREATE OR REPLACE TABLE dim_rule AS
SELECT rule_id, kind, severity, operator, basis, title_en, title_zh, identity, source, example, row_only
FROM rule
ORDER BY rule_id;

-- Both are copied once. `check_key` joins them. Words stay numbers (ENUM): who copies them writes their texts.
CREATE OR REPLACE VIEW fact_check AS
SELECT
    check_key, check_id, report_id, rule_id, instance, outcome, severity, statement,
    CAST(expected AS DECIMAL(20, 2)) AS expected_yuan,
    CAST(actual AS DECIMAL(20, 2)) AS actual_yuan,
    CAST(difference AS DECIMAL(20, 2)) AS difference_yuan,
    -- Rounded down: a difference that is shown above its tolerance never is inside it. The decision used all digits.
    CAST(trunc(tolerance, 2) AS DECIMAL(20, 2)) AS tolerance_yuan,
    printed_rate, computed_rate, reason
FROM temp.evaluated;

CREATE OR REPLACE VIEW check_operand AS
SELECT
    check_key, report_id, rule_id, instance, place, source, statement, side, line, measure, occurrence, coefficient,
    figure_id, claim_id, state, amount_yuan
FROM temp.used_operand;
