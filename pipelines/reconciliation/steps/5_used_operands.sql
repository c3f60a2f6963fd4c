-- What every check looked at, for the steps that follow. In: operand, evaluated, main_claim, cell. Out: used_operand.

-- What a claim rule looked at: the claim itself, the amounts of its group, and their figures where they have a key; and
-- the figure that a verdict names.
CREATE OR REPLACE TEMP TABLE told_operand AS
WITH figure_of_claim AS (
    SELECT c.*, f.cell_key, f.occurrence, f.figure_id
    FROM main_claim AS c
    LEFT JOIN (
        SELECT DISTINCT ON (report_id, statement, side, line, measure, amount) *
        FROM cell
        WHERE source = 'narrative'
        ORDER BY report_id, statement, side, line, measure, amount, occurrence
    ) AS f
        ON c.report_id = f.report_id AND c.statement = f.statement AND c.side = f.side AND c.line = f.line
        AND c.measure = f.measure AND c.amount = f.amount AND c.role IN ('current', 'budget', 'share_base')
), of_claim AS (
    SELECT check_key, rule_id, report_id, instance, claim_group, claim_id FROM evaluated WHERE claim_group IS NOT NULL
), used AS (
    SELECT e.check_key, e.rule_id, e.instance, c.*
    FROM of_claim AS e
    INNER JOIN figure_of_claim AS c ON e.report_id = c.report_id AND e.claim_group = c.claim_group
    WHERE e.claim_id = c.claim_id OR c.figure_id IS NOT NULL
    UNION ALL
    SELECT e.check_key, e.rule_id, e.instance, c.*
    FROM of_claim AS e
    INNER JOIN figure_of_claim AS c ON e.report_id = c.report_id AND e.claim_id = c.claim_id
    WHERE e.claim_group <> c.claim_group
)
SELECT
    check_key, coalesce(cell_key, hash(claim_id)) AS cell_key, rule_id, report_id, instance,
    CAST('actual' AS place_key) AS place, CAST('narrative' AS source_key) AS source, statement, side, line, measure,
    occurrence, figure_id, claim_id, amount
FROM used
UNION ALL
SELECT
    e.check_key, c.cell_key, e.rule_id, e.report_id, e.instance, 'actual', c.source, c.statement, c.side, c.line,
    c.measure, c.occurrence, e.figure_id, NULL, c.amount
FROM evaluated AS e
INNER JOIN cell AS c ON e.report_id = c.report_id AND e.figure_id = c.figure_id
WHERE e.claim_group IS NULL AND e.figure_id IS NOT NULL;

CREATE OR REPLACE TEMP VIEW used_operand AS
SELECT
    check_key, cell_key, rule_id, report_id, CAST(instance AS VARCHAR) AS instance, place, source, statement, nullif(side, '') AS side, line, measure,
    occurrence, coefficient, figure_id, CAST(NULL AS VARCHAR) AS claim_id, state,
    CAST(amount AS DECIMAL(20, 2)) AS amount_yuan
FROM operand
WHERE state <> 'absent'
UNION ALL
SELECT
    check_key, cell_key, rule_id, report_id, instance, place, source, statement, nullif(side, ''), line, measure,
    occurrence, NULL, figure_id, claim_id, 'printed', CAST(amount AS DECIMAL(20, 2))
FROM told_operand;
