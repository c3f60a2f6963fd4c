-- What the suspect would have to be: as the localisation solved it, else every failed equality of it solved for it, kept
-- where they agree. In: explained, solved_item, failed_check,
-- suspect_operand. Out: suggestion(item, amount_yuan, slip).
CREATE OR REPLACE TEMP TABLE suggestion AS
WITH signed AS (
    SELECT
        x.item, e.check_id, e.rule_id, e.instance, e.difference, e.tolerance, any_value(o.amount_yuan) AS amount,
        sum(CASE WHEN o.place = 'actual' THEN o.coefficient ELSE -o.coefficient END) AS coefficient
    FROM explained AS x
    INNER JOIN failed_check AS e USING (check_id)
    INNER JOIN suspect_operand AS o USING (check_key)
    LEFT JOIN printed_number AS n ON o.figure_id = n.figure_id
    WHERE x.item = coalesce(n.item, o.cell) AND e.kind = 'identity' AND e.operator = '='
        -- What is only customary determines no amount.
        AND e.severity <> 'info'
    GROUP BY x.item, e.check_id, e.rule_id, e.instance, e.difference, e.tolerance
), solved AS (
    SELECT *, amount - difference * coefficient AS solution FROM signed WHERE abs(coefficient) = 1
)
SELECT item, CAST(arg_min(solution, (tolerance, rule_id, instance)) AS DECIMAL(20, 2)) AS amount_yuan, 'none' AS slip
FROM solved
ANTI JOIN solved_item USING (item)
GROUP BY item
HAVING max(solution) - min(solution) <= 2 * min(tolerance)
UNION ALL
SELECT item, amount_yuan, slip FROM solved_item WHERE amount_yuan IS NOT NULL;
