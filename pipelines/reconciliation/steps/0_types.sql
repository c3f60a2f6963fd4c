-- Words that stand in millions of rows, as numbers below: joins and groups over them cost a fraction of those over text.
-- In: the records of all reports, rule, statement_label, measure_label. Out: types. Every word of the reports and of the
-- vocabulary is a value; the values are sorted, so that they compare as their texts do.
CREATE OR REPLACE TEMP TYPE report_key AS ENUM (SELECT report_id FROM report UNION SELECT '' ORDER BY ALL);
CREATE OR REPLACE TEMP TYPE rule_key AS ENUM (SELECT rule_id FROM rule ORDER BY ALL);
CREATE OR REPLACE TEMP TYPE source_key AS ENUM ('narrative', 'table');
CREATE OR REPLACE TEMP TYPE side_key AS ENUM ('', 'expenditure', 'revenue');
CREATE OR REPLACE TEMP TYPE place_key AS ENUM ('actual', 'expected');
CREATE OR REPLACE TEMP TYPE state_key AS ENUM ('absent', 'blank', 'missing', 'printed', 'unread');
CREATE OR REPLACE TEMP TYPE statement_key AS ENUM (
    SELECT statement FROM (
        SELECT statement FROM statement_label UNION SELECT statement FROM statement_reading
        UNION SELECT statement FROM figure UNION SELECT statement FROM empty_cell
        UNION SELECT statement FROM claim UNION SELECT statement FROM problem
    )
    WHERE statement IS NOT NULL
    ORDER BY ALL
);
CREATE OR REPLACE TEMP TYPE measure_key AS ENUM (
    SELECT measure FROM (
        SELECT measure FROM measure_label UNION SELECT measure FROM figure UNION SELECT measure FROM empty_cell
        UNION SELECT measure FROM claim
    )
    WHERE measure IS NOT NULL
    ORDER BY ALL
);
