-- The cell behind every term of every identity. In: term, cell, printed_statement, rule. Out: operand, absent_statement.

-- A rule that needs a statement the report does not have is answered once for the report, not cell by cell.
CREATE OR REPLACE TEMP TABLE absent_statement AS
SELECT r.report_id, n.rule_id, n.statement, n.each_statement
FROM checked_report AS r
CROSS JOIN (SELECT * FROM rule_statement WHERE required) AS n
ANTI JOIN printed_statement AS p ON r.report_id = p.report_id AND n.statement = p.statement;

CREATE OR REPLACE TEMP TABLE operand AS
SELECT
    t.rule_id, t.report_id, t.instance, t.place, t.source, t.statement, t.side, t.line, t.measure, t.occurrence,
    t.coefficient, c.figure_id,
    coalesce(c.amount, 0) AS amount, coalesce(c.half_width, 0) AS half_width,
    CASE
        WHEN c.state IS NOT NULL THEN c.state
        WHEN t.source = 'table' AND coalesce(s.says_empty, false) THEN 'blank'
        WHEN t.optional THEN 'absent'
        ELSE 'missing'
    END AS state,
    t.source = 'table' AND s.statement IS NULL AS statement_absent,
    o.statement IS NOT NULL AS statement_optional,
    t.source = 'table' AND i.statement IS NOT NULL AS statement_incomplete
FROM term AS t
LEFT JOIN cell AS c
    ON t.report_id = c.report_id AND t.source = c.source AND t.statement = c.statement AND t.side = c.side
    AND t.line = c.line AND t.measure = c.measure AND t.occurrence = c.occurrence
LEFT JOIN printed_statement AS s ON t.report_id = s.report_id AND t.statement = s.statement
LEFT JOIN incomplete_statement AS i ON t.report_id = i.report_id AND t.statement = i.statement
LEFT JOIN optional_statement AS o ON t.statement = o.statement
ANTI JOIN (SELECT * FROM absent_statement WHERE NOT each_statement) AS a
    ON t.rule_id = a.rule_id AND t.report_id = a.report_id;
