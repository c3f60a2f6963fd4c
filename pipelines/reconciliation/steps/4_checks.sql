-- The one evaluation. In: operand and the rows of the claim rules. Out: evaluated (one row a check).
-- A figure printed to d decimals stands for v ± ½·10⁻ᵈ of its unit; an identity fails only where the intervals of its
-- two sides do not meet, an inequality only where they are wholly on the wrong sides.

-- Both sides of every identity. An office that cuts digits off instead of rounding them: a printed v > 0 then stands for
-- [v, v + 10⁻ᵈ). `beyond` and `short` are how far actual − expected may then lie above and below zero.
CREATE OR REPLACE TEMP TABLE summed AS
WITH signed AS (
    SELECT
        check_key, rule_id, report_id, instance, statement, place = 'actual' AS is_actual, coefficient * amount AS amount,
        CASE WHEN (place = 'actual') = (coefficient > 0) THEN amount ELSE -amount END AS signed,
        abs(coefficient) * half_width AS half_width,
        -- What is known of a cell, as bits: a sum knows what any of its cells is.
        CASE state WHEN 'printed' THEN 1 WHEN 'unread' THEN 2 WHEN 'missing' THEN 4 ELSE 0 END
            + CASE WHEN state <> 'missing' THEN 0
                WHEN NOT statement_absent THEN 8 WHEN statement_optional THEN 0 ELSE 8 + 16 END
            + CASE WHEN state = 'absent' THEN 0 WHEN place = 'actual' THEN 32 ELSE 64 END
            + CASE WHEN state = 'printed' AND amount <> 0 THEN 128 ELSE 0 END
            + CASE WHEN statement_incomplete THEN 256 ELSE 0 END AS known
    FROM operand
), summed AS (
    SELECT
        check_key, any_value(rule_id) AS rule_id, any_value(report_id) AS report_id, any_value(instance) AS instance,
        sum(amount) FILTER (is_actual) AS actual,
        sum(amount) FILTER (NOT is_actual) AS expected,
        sum(half_width) AS half_widths,
        2 * sum(half_width) FILTER (signed <= 0) AS beyond,
        2 * sum(half_width) FILTER (signed >= 0) AS short,
        bit_or(known) AS known,
        coalesce(min(statement) FILTER (is_actual), min(statement)) AS statement
    FROM signed
    GROUP BY check_key
)
SELECT
    * EXCLUDE (known) REPLACE (coalesce(beyond, 0) AS beyond, coalesce(short, 0) AS short),
    coalesce(actual, 0) - coalesce(expected, 0) AS difference,
    known & 1 > 0 AS printed, known & 2 > 0 AS unread, known & 4 > 0 AS missing,
    -- Missing, and not only because the report has no such statement and need not have one; for want of a statement.
    known & 8 > 0 AS missed, known & 16 > 0 AS missing_statement,
    known & 32 > 0 AND known & 64 > 0 AS both_sides, known & 128 > 0 AS nonzero, known & 256 > 0 AS incomplete
FROM summed;

-- The first cell of every check that could not be read or was not found, by name.
CREATE OR REPLACE TEMP TABLE open_cell AS
SELECT
    check_key,
    min(concat_ws(' ', source, statement, nullif(side, ''), line, measure)) FILTER (state = 'unread') AS unread_cell,
    min(CASE WHEN statement_absent THEN 'statement ' || statement
        ELSE concat_ws(' ', source, statement, nullif(side, ''), line, measure) END)
        FILTER (state = 'missing') AS missing_cell
FROM operand
WHERE state IN ('unread', 'missing')
GROUP BY check_key;

-- A report is taken to cut digits off where its differences all lie on the side that cutting explains: rounding would
-- scatter them over both. The same sum met by two rules counts once.
CREATE OR REPLACE TEMP TABLE cut_report AS
SELECT report_id
FROM (
    SELECT DISTINCT b.report_id, b.instance, b.difference,
        b.difference < b.beyond AND b.difference > -b.short AS explained_by_cutting,
        abs(b.difference) <= b.half_widths AS explained_by_rounding
    FROM summed AS b
    INNER JOIN rule AS r USING (rule_id)
    WHERE r.operator = '=' AND NOT b.missing AND NOT b.unread AND b.difference <> 0 AND b.half_widths > 0
)
GROUP BY report_id
HAVING count(*) FILTER (explained_by_cutting) >= 5
    AND 10 * count(*) FILTER (explained_by_rounding AND NOT explained_by_cutting)
        <= count(*) FILTER (explained_by_cutting);

CREATE OR REPLACE TEMP VIEW evaluated_identity AS
WITH compared AS (
    SELECT
        s.* EXCLUDE (difference), r.severity, actual - expected AS difference, o.unread_cell, o.missing_cell,
        -- Where digits are cut off, the wider of both readings; a cut band is open at its end.
        CASE WHEN c.report_id IS NULL THEN half_widths ELSE greatest(half_widths, beyond - 0.000001) END AS above,
        CASE WHEN c.report_id IS NULL THEN half_widths ELSE greatest(half_widths, short - 0.000001) END AS below,
        CASE r.operator
            WHEN '<=' THEN greatest(actual - expected, 0)
            WHEN '>=' THEN greatest(expected - actual, 0)
            ELSE abs(actual - expected)
        END AS excess,
        NOT unread AND NOT missing AND both_sides AND printed AS comparable
    FROM summed AS s
    INNER JOIN rule AS r USING (rule_id)
    LEFT JOIN open_cell AS o USING (check_key)
    LEFT JOIN cut_report AS c ON s.report_id = c.report_id
), judged AS (
    SELECT *, CASE WHEN difference > 0 THEN above ELSE below END AS tolerance FROM compared
)
SELECT
    check_key, rule_id, report_id, CAST(instance AS VARCHAR) AS instance, statement,
    CASE
        WHEN unread THEN 'cannot_evaluate'
        WHEN NOT printed AND NOT missing_statement THEN 'not_applicable'
        WHEN missing AND NOT missed AND NOT nonzero THEN 'not_applicable'
        WHEN NOT comparable THEN 'cannot_evaluate'
        WHEN excess = 0 THEN 'pass'
        WHEN excess <= tolerance THEN 'rounding'
        WHEN incomplete THEN 'cannot_evaluate'
        ELSE 'fail'
    END AS outcome,
    severity, actual, expected, difference, tolerance,
    CAST(NULL AS DECIMAL(18, 4)) AS printed_rate, CAST(NULL AS DECIMAL(18, 4)) AS computed_rate,
    CASE
        WHEN unread THEN 'a cell could not be read: ' || unread_cell
        WHEN NOT printed AND NOT missing_statement THEN 'no figure is printed here'
        WHEN missing THEN 'not printed or not found: ' || missing_cell
        WHEN NOT comparable THEN 'no part of the sum is printed'
        WHEN excess > tolerance AND incomplete THEN
            'does not hold, but a row or column of the statement was not understood'
        WHEN excess > 0 AND excess <= tolerance THEN 'equal within the rounding of the printed figures'
        WHEN excess > tolerance THEN 'the intervals of the two sides do not meet'
    END AS reason,
    comparable AND (actual <> 0 OR expected <> 0) AS nonzero,
    CAST(NULL AS VARCHAR) AS claim_id, CAST(NULL AS BIGINT) AS claim_group, CAST(NULL AS VARCHAR) AS figure_id,
    CAST(NULL AS VARCHAR) AS reason_en, CAST(NULL AS VARCHAR) AS reason_zh, above, below
FROM judged;

-- rate = 100 · numerator / denominator, by cross-multiplication: nothing is divided, nothing is rounded.
CREATE OR REPLACE TEMP VIEW evaluated_ratio AS
WITH bounded AS (
    SELECT
        x.*, r.severity, denominator <= denominator_half AS base_is_zero,
        CAST(rate AS DECIMAL(19, 5)) AS p, CAST(width * rate_half AS DECIMAL(19, 5)) AS h, CAST(2 * rate_half AS DECIMAL(19, 5)) AS digit,
        CAST(numerator AS DECIMAL(19, 4)) AS a, CAST(width * numerator_half AS DECIMAL(19, 4)) AS ua,
        CAST(denominator AS DECIMAL(19, 4)) AS b, CAST(width * denominator_half AS DECIMAL(19, 4)) AS ub
    FROM (
        SELECT w.*, CASE WHEN c.report_id IS NULL THEN 1 ELSE 2 END AS width
        FROM ratio_row AS w
        LEFT JOIN cut_report AS c ON w.report_id = c.report_id
    ) AS x
    INNER JOIN rule AS r USING (rule_id)
), tested AS (
    SELECT
        *,
        abs(100 * a - p * b) <= h * b AS exact,
        (p + h) * (b + ub) >= 100 * (a - ua) AND (p - h) * (b - ub) <= 100 * (a + ua) AS meets,
        -- One unit of the last digit: shares trimmed to add up to 100, rates cut off instead of rounded.
        (p + h + digit) * (b + ub) >= 100 * (a - ua) AND (p - h - digit) * (b - ub) <= 100 * (a + ua) AS last_digit
    FROM bounded
)
SELECT
    hash(concat_ws('|', report_id, rule_id, claim_group || '/' || claim_id)) AS check_key,
    rule_id, report_id, claim_group || '/' || claim_id AS instance, CAST(NULL AS statement_key) AS statement,
    CASE
        WHEN b = 0 AND zero_base_forbidden THEN 'fail'
        WHEN base_is_zero THEN 'cannot_evaluate'
        WHEN exact THEN 'pass'
        WHEN meets THEN 'rounding'
        ELSE 'fail'
    END AS outcome,
    CASE
        -- "0 of 0 is 0 %" is a habit; any other rate of nothing is not.
        WHEN b = 0 AND zero_base_forbidden AND a = 0 AND p IN (0, 100) THEN 'info'
        WHEN NOT base_is_zero AND NOT meets AND last_digit THEN 'info'
        ELSE severity
    END AS severity,
    a AS actual, CAST(p * b / 100 AS DECIMAL(28, 6)) AS expected,
    CAST(a - p * b / 100 AS DECIMAL(28, 6)) AS difference,
    CAST(ua + (p * ub + h * b) / 100 AS DECIMAL(28, 6)) AS tolerance,
    CAST(p AS DECIMAL(18, 4)) AS printed_rate,
    TRY_CAST(round(100 * a / nullif(b, 0), 4) AS DECIMAL(18, 4)) AS computed_rate,
    CASE
        WHEN b = 0 AND zero_base_forbidden THEN 'a rate is stated on a base of zero'
        WHEN base_is_zero THEN 'the base cannot be told from zero'
        WHEN meets AND NOT exact THEN 'equal within the rounding of the printed figures'
        WHEN NOT meets AND last_digit THEN 'off by one unit of the last printed digit'
        WHEN NOT meets THEN 'the rate does not follow from the printed amounts'
    END AS reason,
    a <> 0 AS nonzero, claim_id, claim_group, CAST(NULL AS VARCHAR) AS figure_id,
    CASE WHEN outcome = 'fail' THEN concat_ws(': ', nullif(subject, ''), '') || p::DECIMAL(14, 2) || ' % is stated; the amounts ' || a::DECIMAL(20, 2) || ' and '
        || b::DECIMAL(20, 2) || ' yuan give ' || coalesce(computed_rate || ' %', 'no rate') END AS reason_en,
    CASE WHEN outcome = 'fail' THEN concat_ws('：', nullif(subject, ''), '') || '文字写 ' || p::DECIMAL(14, 2) || '%，按所列金额 ' || a::DECIMAL(20, 2) || ' 元与 '
        || b::DECIMAL(20, 2) || ' 元计算' || coalesce('应为 ' || computed_rate || '%', '不存在比率') END AS reason_zh
FROM tested;

CREATE OR REPLACE TEMP VIEW evaluated_difference AS
SELECT
    hash(concat_ws('|', report_id, rule_id, claim_group || '/' || claim_id)) AS check_key,
    rule_id, report_id, claim_group || '/' || claim_id AS instance, CAST(NULL AS statement_key) AS statement,
    CASE WHEN actual = expected THEN 'pass' WHEN abs(actual - expected) <= tolerance THEN 'rounding' ELSE 'fail' END
        AS outcome,
    r.severity,
    CASE WHEN unit = 'yuan' THEN CAST(actual AS DECIMAL(28, 6)) END AS actual,
    CASE WHEN unit = 'yuan' THEN CAST(expected AS DECIMAL(28, 6)) END AS expected,
    CASE WHEN unit = 'yuan' THEN CAST(actual - expected AS DECIMAL(28, 6)) END AS difference,
    CASE WHEN unit = 'yuan' THEN CAST(tolerance AS DECIMAL(28, 6)) END AS tolerance,
    CASE WHEN unit = 'percent' THEN CAST(actual AS DECIMAL(18, 4)) END AS printed_rate,
    CASE WHEN unit = 'percent' THEN CAST(expected AS DECIMAL(18, 4)) END AS computed_rate,
    CASE WHEN actual = expected THEN NULL
        WHEN abs(actual - expected) <= tolerance THEN 'equal within the rounding of the printed figures'
        ELSE 'the numbers of the text contradict each other' END AS reason,
    true AS nonzero, claim_id, claim_group, CAST(NULL AS VARCHAR) AS figure_id,
    concat_ws(': ', nullif(subject, ''), '') || actual::DECIMAL(20, 2) || ' ' || unit || ' is stated; the text''s own numbers give '
        || expected::DECIMAL(20, 2) || ' ' || unit AS reason_en,
    concat_ws('：', nullif(subject, ''), '') || '文字写 ' || actual::DECIMAL(20, 2) || CASE unit WHEN 'yuan' THEN ' 元' ELSE '%' END
        || '，按文字所列数字应为 ' || expected::DECIMAL(20, 2) || CASE unit WHEN 'yuan' THEN ' 元' ELSE '%' END
        AS reason_zh
FROM (
    SELECT w.* REPLACE (CAST(CASE WHEN c.report_id IS NULL THEN 1 ELSE 2 END * tolerance AS DECIMAL(28, 6)) AS tolerance)
    FROM difference_row AS w
    LEFT JOIN cut_report AS c ON w.report_id = c.report_id
) AS x
INNER JOIN rule AS r USING (rule_id);

CREATE OR REPLACE TEMP VIEW evaluated_verdict AS
SELECT
    hash(concat_ws('|', x.report_id, x.rule_id, x.instance)) AS check_key, x.rule_id, x.report_id, x.instance, x.statement,
    CASE WHEN x.holds IS NULL THEN 'cannot_evaluate' WHEN x.holds THEN 'pass' ELSE 'fail' END AS outcome,
    r.severity, CAST(x.actual_yuan AS DECIMAL(28, 6)) AS actual, CAST(x.expected_yuan AS DECIMAL(28, 6)) AS expected,
    CAST(x.actual_yuan AS DECIMAL(28, 6)) - CAST(x.expected_yuan AS DECIMAL(28, 6)) AS difference,
    CAST(NULL AS DECIMAL(28, 6)) AS tolerance,
    CAST(NULL AS DECIMAL(18, 4)) AS printed_rate, CAST(NULL AS DECIMAL(18, 4)) AS computed_rate,
    CASE WHEN NOT x.holds THEN x.reason_en END AS reason, false AS nonzero, x.claim_id, x.claim_group, x.figure_id,
    CASE WHEN NOT x.holds THEN concat_ws(': ', nullif(x.subject, ''), x.reason_en) END AS reason_en,
    CASE WHEN NOT x.holds THEN concat_ws('：', nullif(x.subject, ''), x.reason_zh) END AS reason_zh
FROM (
    SELECT * EXCLUDE (instance), coalesce(instance, claim_group || '/' || claim_id) AS instance FROM verdict_row
) AS x
INNER JOIN rule AS r USING (rule_id)
ANTI JOIN (SELECT * FROM absent_statement WHERE NOT each_statement) AS a
    ON x.rule_id = a.rule_id AND x.report_id = a.report_id;

-- Every check there is. `check_key` joins it to its operands.
CREATE OR REPLACE TEMP TABLE evaluated_check AS
WITH instance AS (
    SELECT * FROM evaluated_identity
    UNION ALL BY NAME SELECT * FROM evaluated_ratio
    UNION ALL BY NAME SELECT * FROM evaluated_difference
    UNION ALL BY NAME SELECT * FROM evaluated_verdict
), answered AS (
    SELECT rule_id, report_id FROM summed
    UNION SELECT rule_id, report_id FROM ratio_row
    UNION SELECT rule_id, report_id FROM difference_row
    UNION SELECT rule_id, report_id FROM verdict_row
), unanswered AS (
    SELECT a.rule_id, a.report_id, CASE WHEN a.each_statement THEN CAST(a.statement AS VARCHAR) ELSE '' END AS instance,
        min(a.statement) AS statement, 'cannot_evaluate' AS outcome,
        'statement missing or not read: ' || string_agg(a.statement, ', ' ORDER BY a.statement) AS reason
    FROM absent_statement AS a
    GROUP BY ALL
    UNION ALL
    SELECT k.rule_id, k.report_id, '', NULL, 'not_applicable', 'nothing in this report that the rule applies to'
    FROM (
        SELECT r.rule_id, c.report_id
        FROM (SELECT unnest(enum_range(CAST(NULL AS rule_key))) AS rule_id) AS r CROSS JOIN checked_report AS c
    ) AS k
    ANTI JOIN answered AS i ON k.rule_id = i.rule_id AND k.report_id = i.report_id
    ANTI JOIN absent_statement AS a ON k.rule_id = a.rule_id AND k.report_id = a.report_id
)
SELECT * FROM instance
UNION ALL BY NAME
SELECT u.*, hash(concat_ws('|', u.report_id, u.rule_id, u.instance)) AS check_key, r.severity, false AS nonzero
FROM unanswered AS u INNER JOIN rule AS r USING (rule_id);

-- `check_id` is the name of a check for the world. Few are ever named: it is made where it is asked for.
CREATE OR REPLACE TEMP VIEW evaluated AS
SELECT left(sha256(concat_ws('|', report_id, rule_id, instance)), 16) AS check_id, * FROM evaluated_check;
