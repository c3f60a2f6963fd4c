-- Who published what: departments, documents, years.

-- A department is its division and its name without spaces, bracket variants and the words that tell its own report
-- (本级) from the one with its units (汇总); a name that was reviewed as another name of a department is that department.
CREATE OR REPLACE TEMP TABLE report_department AS
WITH cleaned AS (
    SELECT report_id, division_code, department_name,
           regexp_replace(regexp_replace(translate(
               regexp_replace(department_name, '[\s\x{00a0}\x{3000}]+', '', 'g'), '（）', '()'),
               '\((汇总|本级|本部|机关|含下属单位)\)$', ''), '(本级|汇总)$', '') AS normalised_name
    FROM private.report
), named AS (
    SELECT c.* REPLACE (coalesce(a.name, c.normalised_name) AS normalised_name)
    FROM cleaned c LEFT JOIN private.reference_department_alias a
      ON a.division_code = coalesce(c.division_code, '') AND a.alias = c.normalised_name
)
SELECT report_id, division_code, department_name, normalised_name,
       left(sha256(coalesce(division_code, '') || chr(31) || normalised_name), 16) AS department_id
FROM named WHERE normalised_name <> '';

-- Departments of one kind are peers (医保局 beside 医保局): the first pattern of schemas/departments/kinds.csv that fits.
CREATE TABLE dim_department AS
WITH department AS (
    SELECT department_id, min_by(department_name, (length(department_name), department_name)) AS department_name,
           min(normalised_name) AS normalised_name, min(division_code) AS division_code
    FROM report_department GROUP BY department_id
)
SELECT *, department_kind_of(normalised_name) AS department_kind FROM department ORDER BY department_id;

CREATE TABLE dim_document AS
SELECT document_sha256, min_by(document_name, ordinal) AS document_name,
       min_by(document_path, ordinal) AS document_path, min_by(source_url, ordinal) AS source_url,
       min_by(source_name, ordinal) AS source_name,
       min_by(media_type, ordinal) AS media_type, CAST(min_by(document_bytes, ordinal) AS BIGINT) AS document_bytes,
       CAST(max(page_count) AS INTEGER) AS page_count, min(arrival_date) AS arrival_date,
       min(arrived_at) AS arrived_at, min_by(extractor_version, ordinal) AS extractor_version,
       CAST(count(*) AS INTEGER) AS report_count
FROM (FROM private.report UNION ALL BY NAME SELECT * EXCLUDE (into_report_id) FROM private.joined_report)
GROUP BY document_sha256 ORDER BY document_sha256;

-- Every year from the first to the last a report speaks about.
CREATE TABLE dim_year AS
SELECT CAST(year AS INTEGER) AS fiscal_year, CAST(year AS VARCHAR) || '年度' AS year_label,
       year >= 2020 AS has_state_capital_statement
FROM (SELECT unnest(range(min(fiscal_year), max(fiscal_year) + 1)) AS year FROM private.report)
ORDER BY fiscal_year;
