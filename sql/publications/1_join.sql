-- Several files of one publication become one report where they complete each other: same department, year and kind, no
-- statement in two of them, the text in one at most. Otherwise they are versions, and all are kept apart.
-- In and out: the base tables of the private build. Out: joined_report (the files taken in, and by which report),
-- joined_figure (the document a figure of a joined report was printed in).

CREATE OR REPLACE TEMP TABLE publication_part AS
WITH parts AS (
    SELECT report_id, document_sha256, kind, fiscal_year, division_code, scope,
           regexp_replace(department_name, '[\s（）()]+', '', 'g') AS department
    FROM report
    WHERE readable AND kind <> 'budget' AND department_name IS NOT NULL AND fiscal_year IS NOT NULL
), statements AS (
    SELECT report_id, count(DISTINCT statement) AS statement_count FROM statement_reading GROUP BY report_id
), texts AS (
    SELECT DISTINCT report_id FROM figure WHERE source = 'narrative'
)
SELECT p.*, coalesce(s.statement_count, 0) AS statement_count, t.report_id IS NOT NULL AS has_text,
       concat_ws('|', p.kind, p.fiscal_year, coalesce(p.division_code, ''), p.department) AS publication
FROM parts AS p LEFT JOIN statements AS s USING (report_id) LEFT JOIN texts AS t USING (report_id);

CREATE OR REPLACE TEMP TABLE joint_publication AS
SELECT publication, arg_max(report_id, (statement_count, document_sha256)) AS into_report_id
FROM publication_part
GROUP BY publication
HAVING count(*) > 1
   AND count(*) FILTER (has_text) <= 1
   AND count(DISTINCT scope) FILTER (scope <> 'unknown') <= 1
   AND publication NOT IN (
       SELECT p.publication
       FROM publication_part AS p INNER JOIN (SELECT DISTINCT report_id, statement FROM statement_reading) USING (report_id)
       GROUP BY p.publication, statement
       HAVING count(*) > 1
   );

CREATE OR REPLACE TEMP TABLE taken_in AS
SELECT p.report_id, j.into_report_id, row_number() OVER (PARTITION BY j.into_report_id ORDER BY p.document_sha256, p.report_id) AS place
FROM publication_part AS p INNER JOIN joint_publication AS j USING (publication)
WHERE p.report_id <> j.into_report_id;

CREATE OR REPLACE TABLE joined_report AS
SELECT r.*, t.into_report_id FROM report AS r INNER JOIN taken_in AS t USING (report_id);

CREATE OR REPLACE TABLE joined_figure AS
SELECT f.figure_id, r.document_sha256 FROM figure AS f INNER JOIN joined_report AS r USING (report_id);

-- Rows of the files taken in come after those of the report; groups of claims stay apart.
UPDATE claim SET "group" = "group" + 100000000 * place FROM taken_in WHERE claim.report_id = taken_in.report_id;
UPDATE statement_reading SET report_id = into_report_id, ordinal = ordinal + 1000000 * place FROM taken_in WHERE statement_reading.report_id = taken_in.report_id;
UPDATE figure SET report_id = into_report_id, ordinal = ordinal + 1000000 * place FROM taken_in WHERE figure.report_id = taken_in.report_id;
UPDATE empty_cell SET report_id = into_report_id, ordinal = ordinal + 1000000 * place FROM taken_in WHERE empty_cell.report_id = taken_in.report_id;
UPDATE claim SET report_id = into_report_id, ordinal = ordinal + 1000000 * place FROM taken_in WHERE claim.report_id = taken_in.report_id;
UPDATE quantity SET report_id = into_report_id, ordinal = ordinal + 1000000 * place FROM taken_in WHERE quantity.report_id = taken_in.report_id;
UPDATE problem SET report_id = into_report_id, ordinal = ordinal + 1000000 * place FROM taken_in WHERE problem.report_id = taken_in.report_id;
UPDATE report SET scope = known.scope
FROM (SELECT into_report_id, max(scope) AS scope FROM joined_report WHERE scope <> 'unknown' GROUP BY into_report_id) AS known
WHERE report.report_id = known.into_report_id AND report.scope = 'unknown';
DELETE FROM report WHERE report_id IN (SELECT report_id FROM taken_in);
