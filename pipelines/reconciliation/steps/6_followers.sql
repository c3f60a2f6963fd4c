-- Failed checks that a cell already found wrong explains as well. In: open_candidate, explained, solved_item, structural.
-- Out: more of `explained`; open_candidate without what is explained.
DELETE FROM open_candidate WHERE check_id IN (SELECT check_id FROM explained);

-- An inequality follows a cell where the amount suggested for it would make it hold, or where a slid column, a wrong unit
-- or a missing row stands in it; the arithmetic of the text follows the number of the text.
CREATE OR REPLACE TEMP TABLE suspect_item AS
SELECT item, amount_yuan, slip FROM solved_item;

CREATE OR REPLACE TEMP TABLE following AS
WITH signed AS (
    SELECT
        e.check_id, e.report_id, o.item, e.operator, e.kind, e.basis, any_value(e.difference) AS difference,
        any_value(e.tolerance) AS tolerance, any_value(o.amount_yuan) AS amount, any_value(o.source) AS source,
        sum(CASE WHEN o.place = 'actual' THEN o.coefficient ELSE -o.coefficient END) AS sign
    FROM failed_check AS e
    INNER JOIN item_operand AS o USING (check_key)
    ANTI JOIN explained AS x ON e.check_id = x.check_id
    GROUP BY e.check_id, e.report_id, o.item, e.operator, e.kind, e.basis
)
SELECT s.check_id, arg_min(s.item, s.item) AS item
FROM signed AS s
INNER JOIN suspect_item AS k ON s.item = k.item
WHERE CASE
    WHEN s.kind <> 'identity' THEN s.source = 'narrative'
    WHEN s.operator = '<=' THEN s.difference + s.sign * (k.amount_yuan - s.amount) <= s.tolerance
    WHEN s.operator = '>=' THEN s.difference + s.sign * (k.amount_yuan - s.amount) >= -s.tolerance
    ELSE abs(s.difference + s.sign * (k.amount_yuan - s.amount)) <= s.tolerance
END
GROUP BY s.check_id;

INSERT INTO explained SELECT check_id, item FROM following;

-- Other failed checks over the cells of a slid column or of a statement in another unit say nothing of their own.
INSERT INTO explained
SELECT c.check_id, min(t.item)
FROM open_candidate AS c
INNER JOIN (
    SELECT t.item, t.report_id, string_split(t.item, '|') AS words FROM structural AS t WHERE NOT starts_with(t.item, 'row:')
) AS t ON c.report_id = t.report_id
INNER JOIN item_operand AS o ON c.report_id = o.report_id AND c.item = o.item
WHERE o.statement = t.words[2] AND o.source = 'table' AND (len(t.words) = 2 OR o.measure IN (SELECT unnest(t.words[3:])))
    AND c.check_id NOT IN (SELECT check_id FROM explained)
GROUP BY c.check_id;

DELETE FROM open_candidate WHERE check_id IN (SELECT check_id FROM explained);
