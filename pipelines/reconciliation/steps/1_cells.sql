-- What the rules see: the cells of the checked reports, and the rows and columns that are really there.
-- In: report, statement_reading, figure, empty_cell, problem, half_width(declared_unit, decimals, yuan), the types of
-- 0_types.sql. Out: temporary tables.

CREATE OR REPLACE TEMP TABLE checked_report AS
SELECT
    CAST(report_id AS report_key) AS report_id, document_sha256, document_name, media_type, fiscal_year,
    -- Statement 08 and its lines came in 2020 and were everywhere from 2021.
    coalesce(fiscal_year, 9999) < 2021 AS state_capital_optional
FROM report
WHERE readable AND kind IN ('final_account', 'unknown');

CREATE OR REPLACE TEMP TABLE figure_cell AS
SELECT
    r.report_id, CAST(f.source AS source_key) AS source, CAST(f.statement AS statement_key) AS statement,
    CAST(coalesce(f.side, '') AS side_key) AS side, f.line, CAST(f.measure AS measure_key) AS measure, f.occurrence,
    f.figure_id, CAST(f.amount_yuan AS DECIMAL(28, 6)) AS amount, f.declared_unit, f.decimals
FROM figure AS f
INNER JOIN checked_report AS r ON f.report_id = r.report_id;

CREATE OR REPLACE TEMP TABLE printed_statement AS
SELECT
    s.report_id, s.statement, max(s.decimals) AS decimals,
    -- A statement whose note says that it is empty is a statement of blanks.
    bool_or(s.empty_note IS NOT NULL) AND bool_and(f.statement IS NULL) AS says_empty
FROM (
    SELECT r.report_id, CAST(s.statement AS statement_key) AS statement, s.decimals, s.empty_note
    FROM statement_reading AS s
    INNER JOIN checked_report AS r ON s.report_id = r.report_id
) AS s
LEFT JOIN (SELECT DISTINCT report_id, statement FROM figure_cell WHERE source = 'table') AS f
    ON s.report_id = f.report_id AND s.statement = f.statement
GROUP BY s.report_id, s.statement;

CREATE OR REPLACE TEMP TABLE incomplete_statement AS
SELECT DISTINCT r.report_id, CAST(p.statement AS statement_key) AS statement
FROM problem AS p
INNER JOIN checked_report AS r ON p.report_id = r.report_id
WHERE p.severity = 'error' AND p.statement IS NOT NULL;

-- Every printed figure and every blank, with half of its last printed digit. The largest number of decimals printed in a
-- statement holds for all its figures: offices trim zeros. `cell_key` is the place of the cell as one number.
CREATE OR REPLACE TEMP TABLE cell AS
WITH statement_decimals AS (
    SELECT f.report_id, f.statement, coalesce(max(s.decimals), max(f.decimals)) AS decimals
    FROM figure_cell AS f
    LEFT JOIN printed_statement AS s ON f.report_id = s.report_id AND f.statement = s.statement
    WHERE f.source = 'table'
    GROUP BY f.report_id, f.statement
), empty AS (
    SELECT
        r.report_id, CAST('table' AS source_key) AS source, CAST(e.statement AS statement_key) AS statement,
        CAST(coalesce(e.side, '') AS side_key) AS side, e.line, CAST(e.measure AS measure_key) AS measure,
        CAST(CASE WHEN bool_or(e.state = 'unread') THEN 'unread' ELSE 'blank' END AS state_key) AS state
    FROM empty_cell AS e
    INNER JOIN checked_report AS r ON e.report_id = r.report_id
    GROUP BY ALL
)
SELECT *, cell_key_of(report_id, source, statement, side, line, measure, occurrence) AS cell_key
FROM (
    SELECT
        f.report_id, f.source, f.statement, f.side, f.line, f.measure, f.occurrence, f.figure_id, f.amount,
        coalesce(h.yuan, 0) AS half_width, CAST('printed' AS state_key) AS state
    FROM figure_cell AS f
    LEFT JOIN statement_decimals AS d
        ON f.source = 'table' AND f.report_id = d.report_id AND f.statement = d.statement
    LEFT JOIN half_width AS h
        ON f.declared_unit = h.declared_unit AND coalesce(d.decimals, f.decimals) = h.decimals
    UNION ALL BY NAME
    SELECT e.*, CAST(0 AS BIGINT) AS occurrence, CAST(NULL AS VARCHAR) AS figure_id,
        CAST(0 AS DECIMAL(28, 6)) AS amount, CAST(0 AS DECIMAL(20, 6)) AS half_width
    FROM empty AS e
    ANTI JOIN figure_cell AS p
        ON p.source = 'table' AND p.occurrence = 0 AND e.report_id = p.report_id AND e.statement = p.statement
        AND e.side = p.side AND e.line = p.line AND e.measure = p.measure
);

CREATE OR REPLACE TEMP TABLE table_cell AS
SELECT * FROM cell WHERE source = 'table' AND occurrence = 0;

CREATE OR REPLACE TEMP TABLE nonzero_cell AS
SELECT * FROM table_cell WHERE amount <> 0;

-- Rows and columns of the one-sided statements.
CREATE OR REPLACE TEMP TABLE statement_row AS
SELECT DISTINCT report_id, statement, line FROM table_cell WHERE side = '';

CREATE OR REPLACE TEMP TABLE statement_measure AS
SELECT DISTINCT report_id, statement, measure FROM table_cell WHERE side = '';

-- Rows that carry a code, with the code above them. Functional codes grow by two digits a level from three.
CREATE OR REPLACE TEMP TABLE code_row AS
SELECT
    report_id, statement, line,
    CASE WHEN length(line) = 3 THEN 'total' ELSE left(line, length(line) - 2) END AS parent,
    statement IN ('revenue', 'expenditure', 'general_budget_expenditure', 'government_fund', 'state_capital')
        AS functional,
    arg_min(figure_id, measure) FILTER (figure_id IS NOT NULL) AS figure_id
FROM table_cell
WHERE side = '' AND regexp_full_match(line, '\d{3}(\d{2}){0,2}')
GROUP BY report_id, statement, line;

CREATE OR REPLACE TEMP TABLE child_row AS
SELECT
    c.report_id, c.statement, c.line, c.parent, c.functional,
    count(*) OVER (PARTITION BY c.report_id, c.statement, c.parent) AS sibling_count
FROM code_row AS c
LEFT JOIN code_row AS p ON c.report_id = p.report_id AND c.statement = p.statement AND c.parent = p.line
WHERE c.parent = 'total' OR p.line IS NOT NULL;

CREATE OR REPLACE TEMP TABLE statement_depth AS
SELECT report_id, statement, max(length(line)) AS deepest FROM code_row GROUP BY report_id, statement;

-- The class rows of the two-sided statements, and rows and columns of the expenditure side of statement 04.
CREATE OR REPLACE TEMP TABLE class_row AS
SELECT DISTINCT report_id, statement, line
FROM table_cell
WHERE side = 'expenditure' AND regexp_full_match(line, '\d{3}');

CREATE OR REPLACE TEMP TABLE appropriation_row AS
SELECT DISTINCT report_id, statement, line
FROM table_cell
WHERE statement = 'appropriation_summary' AND side = 'expenditure';

CREATE OR REPLACE TEMP TABLE appropriation_column AS
SELECT DISTINCT report_id, statement, measure
FROM table_cell
WHERE statement = 'appropriation_summary' AND side = 'expenditure';

CREATE OR REPLACE TEMP TABLE repeated_cell AS
SELECT
    c.report_id, c.statement, c.side, c.line, c.measure, c.occurrence, c.figure_id, c.amount,
    w.functional,
    -- Half of the rows or more printed again: the statement itself stands there twice.
    2 * count(DISTINCT c.line) OVER (PARTITION BY c.report_id, c.statement)
        >= (SELECT count(*) FROM code_row AS k WHERE k.report_id = c.report_id AND k.statement = c.statement)
        AND count(DISTINCT c.line) OVER (PARTITION BY c.report_id, c.statement) > 2 AS statement_repeated
FROM cell AS c
INNER JOIN code_row AS w ON c.report_id = w.report_id AND c.statement = w.statement AND c.line = w.line
WHERE c.source = 'table' AND c.occurrence > 0;

-- Every current-year figure of the text beside the table figure of the same key. Budgets by item stand in no table.
CREATE OR REPLACE TEMP TABLE restated AS
SELECT
    n.report_id, concat_ws('/', n.statement, nullif(n.side, ''), n.line, n.measure) AS instance,
    p.place, p.source, n.statement, n.side, n.line, n.measure
FROM cell AS n
CROSS JOIN (VALUES ('actual', 'narrative'), ('expected', 'table')) AS p (place, source)
WHERE n.source = 'narrative' AND n.occurrence = 0 AND n.measure NOT IN ('initial_budget', 'adjusted_budget');
