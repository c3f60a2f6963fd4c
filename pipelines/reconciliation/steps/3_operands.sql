-- The cell behind every term of every identity. In: term, cell, printed_statement, rule. Out: operand, absent_statement.

-- A rule that needs a statement the report does not have is answered once for the report, not cell by cell.
CREATE OR REPLACE TEMP TABLE absent_statement AS
SELECT
    r.report_id, CAST(n.rule_id AS rule_key) AS rule_id, CAST(n.statement AS statement_key) AS statement, n.each_statement
FROM checked_report AS r
CROSS JOIN (SELECT * FROM rule_statement WHERE required) AS n
ANTI JOIN printed_statement AS p ON r.report_id = p.report_id AND n.statement = p.statement;

-- What is known of every statement that a term may stand in, printed or not.
CREATE OR REPLACE TEMP TABLE statement_standing AS
SELECT
    r.report_id, n.statement, coalesce(s.says_empty, false) AS says_empty, s.statement IS NULL AS absent,
    o.statement IS NOT NULL AS optional, i.statement IS NOT NULL AS incomplete
FROM checked_report AS r
CROSS JOIN (SELECT DISTINCT statement FROM term) AS n
LEFT JOIN printed_statement AS s ON r.report_id = s.report_id AND n.statement = s.statement
LEFT JOIN incomplete_statement AS i ON r.report_id = i.report_id AND n.statement = i.statement
LEFT JOIN optional_statement AS o ON n.statement = o.statement;

-- The names of instances are few and stand in millions of rows: a type, as those of 0_types.sql.
CREATE OR REPLACE TEMP TYPE instance_key AS ENUM (SELECT instance FROM term UNION SELECT '' ORDER BY ALL);

-- `check_key` is the instance of the rule, `cell_key` the place of the cell.
CREATE OR REPLACE TEMP TABLE operand AS
WITH placed AS (
    SELECT
        t.*, check_key_of(t.report_id, t.rule_id, t.instance) AS check_key,
        cell_key_of(t.report_id, t.source, t.statement, t.side, t.line, t.measure, t.occurrence) AS cell_key
    FROM term AS t
    ANTI JOIN (SELECT * FROM absent_statement WHERE NOT each_statement) AS a
        ON t.rule_id = a.rule_id AND t.report_id = a.report_id
)
SELECT
    t.check_key, t.cell_key, t.rule_id, t.report_id,
    CAST(t.instance AS instance_key) AS instance, t.place, t.source, t.statement, t.side, t.line,
    t.measure, t.occurrence, t.coefficient, c.figure_id,
    coalesce(c.amount, 0) AS amount, coalesce(c.half_width, 0) AS half_width,
    CASE
        WHEN c.state IS NOT NULL THEN c.state
        WHEN t.source = 'table' AND s.says_empty THEN CAST('blank' AS state_key)
        WHEN t.optional THEN CAST('absent' AS state_key)
        ELSE CAST('missing' AS state_key)
    END AS state,
    t.source = 'table' AND s.absent AS statement_absent,
    s.optional AS statement_optional,
    t.source = 'table' AND s.incomplete AS statement_incomplete
FROM placed AS t
LEFT JOIN cell AS c ON t.cell_key = c.cell_key
INNER JOIN statement_standing AS s ON t.report_id = s.report_id AND t.statement = s.statement;

DROP TABLE term;
