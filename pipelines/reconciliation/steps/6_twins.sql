-- An inequality that fails over a part fails over its total by the same amount: one cause, one finding, told at the part.
-- In: explained, failed_check, solved_item, structural. Out: explained, with one item a cause.
UPDATE explained
SET item = t.item
FROM (
    SELECT x.check_id, first_value(x.item) OVER (
            PARTITION BY e.report_id, e.rule_id, e.difference
            ORDER BY contains(e.instance, 'total'), length(e.instance) DESC, e.instance) AS item
    FROM explained AS x
    INNER JOIN failed_check AS e USING (check_id)
    ANTI JOIN solved_item AS s ON x.item = s.item
    ANTI JOIN structural AS k ON x.item = k.item
    WHERE e.kind = 'identity' AND e.operator IN ('<=', '>=')
) AS t
WHERE explained.check_id = t.check_id AND explained.item <> t.item;
