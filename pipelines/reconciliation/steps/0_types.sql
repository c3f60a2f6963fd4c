-- Words that stand in millions of rows, as numbers below: joins and groups over them cost a fraction of those over text.
-- In: the records of all reports, rule, statement_label, measure_label. Out: types, and keys made of them. Every word of the reports and of the
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

-- The place of a cell as one number of 64 bits, as many as an id has: its words are packed into one number, no two of which
-- are alike, which is mixed with the text of its line. One number is joined for a fraction of what seven words cost.
CREATE OR REPLACE TEMP MACRO cell_key_of(
    report report_key, origin source_key, form statement_key, half side_key, line VARCHAR, measure measure_key, occurrence BIGINT
) AS xor(
    hash(line),
    hash(
        ((((occurrence * 16777216 + enum_code(report)) * 4096 + enum_code(form)) * 4096
            + enum_code(measure)) * 4 + enum_code(half)) * 2 + enum_code(origin)
    )
);

-- An instance of a rule in a report, likewise.
CREATE OR REPLACE TEMP MACRO check_key_of(report report_key, rule rule_key, instance VARCHAR) AS
    xor(hash(instance), hash(CAST(enum_code(report) AS BIGINT) * 4096 + enum_code(rule)));
