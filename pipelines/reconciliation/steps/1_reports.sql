-- Reports that can be held against each other: the same department in consecutive years, twice in one year, or with its
-- units; and the names that codes are printed with. In: checked_report, report, figure. Out: department_report,
-- report_pair, report_version, printed_name.

-- A department is its division and its name without spaces, bracket variants and the words that tell its own report (本级)
-- from the one with its units (汇总), or the department that a reviewed alias names, as in sql/star/02_documents.sql.
CREATE OR REPLACE TEMP TABLE department_report AS
WITH cleaned AS (
    SELECT
        k.report_id, coalesce(r.division_code, '') AS division_code, r.fiscal_year, r.scope, r.document_sha256,
        regexp_replace(regexp_replace(translate(
            regexp_replace(r.department_name, '[\s\x{00a0}\x{3000}]+', '', 'g'), '（）', '()'),
            '\((汇总|本级|本部|机关|含下属单位)\)$', ''), '(本级|汇总)$', '') AS department
    FROM report AS r
    INNER JOIN checked_report AS k ON r.report_id = k.report_id
    WHERE r.department_name IS NOT NULL AND r.fiscal_year IS NOT NULL
)
SELECT c.* REPLACE (coalesce(a.name, c.department) AS department)
FROM cleaned AS c
LEFT JOIN department_alias AS a ON c.division_code = a.division_code AND c.department = a.alias;

-- This year and the year before, where each is published once: of several versions none is preferred here.
CREATE OR REPLACE TEMP TABLE report_pair AS
WITH once AS (
    SELECT division_code, department, scope, fiscal_year, any_value(report_id) AS report_id
    FROM department_report
    WHERE department <> ''
    GROUP BY division_code, department, scope, fiscal_year
    HAVING count(*) = 1
)
SELECT t.report_id, p.report_id AS prior_id
FROM once AS t
INNER JOIN once AS p
    ON t.division_code = p.division_code AND t.department = p.department AND t.scope = p.scope
    AND t.fiscal_year = p.fiscal_year + 1;

-- Two publications of one report.
CREATE OR REPLACE TEMP TABLE report_version AS
SELECT t.report_id, o.report_id AS other_id
FROM department_report AS t
INNER JOIN department_report AS o
    ON t.division_code = o.division_code AND t.department = o.department AND t.scope = o.scope
    AND t.fiscal_year = o.fiscal_year AND t.report_id <> o.report_id
WHERE t.department <> '';

-- Names as printed beside their codes, without numbering, brackets, spaces and qualifiers. Mended labels say nothing.
CREATE OR REPLACE TEMP TABLE printed_name AS
WITH label AS (
    SELECT
        line_label,
        regexp_replace(regexp_replace(line_label, '^([一二三四五六七八九十]+、|其中[:：])', ''),
            '[\s\x{00a0}\x{3000}（）()、，,“”"·*★]+', '', 'g') AS name
    FROM (SELECT DISTINCT line_label FROM figure WHERE coalesce(function_code, economic_code) IS NOT NULL)
)
SELECT
    r.report_id, CAST(f.source AS source_key) AS source, CAST(f.statement AS statement_key) AS statement, f.figure_id,
    CASE WHEN f.function_code IS NOT NULL THEN 'function' ELSE 'economic' END AS classification,
    coalesce(f.function_code, f.economic_code) AS code, f.line_label, n.name
FROM figure AS f
INNER JOIN checked_report AS r ON f.report_id = r.report_id
INNER JOIN label AS n ON f.line_label = n.line_label
WHERE coalesce(f.function_code, f.economic_code) IS NOT NULL AND f.repaired IS NULL AND f.occurrence = 0
    AND f.line_label <> coalesce(f.function_code, f.economic_code);
