-- Reference dimensions. In: the CSV files of schemas/, loaded as private.reference_*. One row a code.

-- A code that stood for several places over the years is described by its latest name. A code met in a report but not
-- in the reference is kept and marked by its kind.
CREATE TABLE dim_division AS
WITH listed AS (
    SELECT code AS division_code, name AS division_name, level, nullif(parent_code, '') AS parent_code, full_path,
           left(code, 2) || '0000' AS province_code, split_part(full_path, '/', 1) AS province_name,
           CAST(nullif(first_year_seen, '') AS INTEGER) AS first_year_seen,
           CAST(nullif(last_year_seen, '') AS INTEGER) AS last_year_seen,
           is_current_2026 = '1' AS exists_today, kind
    FROM private.reference_division
    QUALIFY row_number() OVER (
        PARTITION BY code ORDER BY is_current_2026 DESC, last_year_seen DESC, first_year_seen DESC, name) = 1
)
SELECT * FROM listed
UNION ALL BY NAME
SELECT division_code, min(division_name) AS division_name, 'unlisted' AS kind
FROM private.report
WHERE division_code IS NOT NULL AND division_code NOT IN (SELECT division_code FROM listed)
GROUP BY division_code
ORDER BY division_code;

-- What each code stood for in which years. A code with several names was renamed or given to another place: the reference
-- does not say which, so nothing is said here either.
CREATE TABLE dim_division_name AS
SELECT code AS division_code, name AS division_name, level, full_path,
       CAST(nullif(first_year_seen, '') AS INTEGER) AS first_year_seen,
       CAST(nullif(last_year_seen, '') AS INTEGER) AS last_year_seen, is_current_2026 = '1' AS exists_today
FROM private.reference_division WHERE kind <> 'placeholder'
ORDER BY division_code, first_year_seen NULLS LAST, last_year_seen NULLS LAST, division_name;

CREATE TABLE dim_statement AS
SELECT statement, standard_no, title, grain, nullif(notes, '') AS notes
FROM private.reference_statement ORDER BY standard_no, statement;

-- `side` names the only side a measure stands on; NULL where the statement has no sides or the measure is on both.
CREATE TABLE dim_measure AS
SELECT statement, measure, label AS measure_label, replace(measure, '_', ' ') AS measure_label_en, CASE WHEN side IN ('revenue', 'expenditure') THEN side END AS side
FROM private.reference_measure
QUALIFY row_number() OVER (PARTITION BY statement, measure ORDER BY side, label) = 1
ORDER BY statement, measure;

CREATE TABLE dim_line AS
SELECT statement, nullif(side, '') AS side, line, label AS line_label
FROM private.reference_line WHERE line NOT LIKE '<%' ORDER BY statement, side NULLS FIRST, line;

-- Codes met in disclosures but in no classification are kept and marked, so that every figure finds its code.
CREATE TABLE dim_function AS
WITH listed AS (
    SELECT code, name, level, nullif(parent, '') AS parent_code, confidence,
           list_sort(list_distinct(list(name) OVER (PARTITION BY code))) AS every_name
    FROM private.reference_function
    QUALIFY row_number() OVER (
        PARTITION BY code ORDER BY valid_to_est <> '', confidence, last_year_seen DESC, name) = 1
), met AS (
    SELECT function_code AS code, min(line_label) AS name FROM private.figure
    WHERE function_code IS NOT NULL AND function_code NOT IN (SELECT code FROM listed)
    GROUP BY function_code
), both_kinds AS (
    SELECT code, name, level, parent_code, list_filter(every_name, lambda other: other <> name) AS other_names,
           true AS is_listed
    FROM listed
    UNION ALL
    SELECT code, name, CASE length(code) WHEN 3 THEN '类' WHEN 5 THEN '款' WHEN 7 THEN '项' END,
           CASE WHEN length(code) > 3 THEN left(code, length(code) - 2) END, [], false
    FROM met
), named AS (
    SELECT code, min(name) AS name FROM both_kinds GROUP BY code
)
SELECT c.code AS function_code, c.name AS function_name, c.level, c.parent_code, left(c.code, 3) AS class_code,
       class.name AS class_name, CASE WHEN length(c.code) >= 5 THEN left(c.code, 5) END AS group_code,
       "group".name AS group_name, c.other_names, c.is_listed, o.cofog_division, o.cofog_name_en AS cofog_name,
       o.cofog_name_zh
FROM both_kinds c
LEFT JOIN named class ON class.code = left(c.code, 3)
-- COFOG by class only: an approximation, since one class serves several purposes.
LEFT JOIN private.reference_cofog o ON o.code = left(c.code, 3)
LEFT JOIN named "group" ON "group".code = left(c.code, 5) AND length(c.code) >= 5
ORDER BY function_code;

CREATE TABLE dim_economic AS
WITH listed AS (
    SELECT code, name, level, nullif(parent, '') AS parent_code, scheme,
           list_sort(list_distinct(list(name) OVER (PARTITION BY code))) AS every_name
    FROM private.reference_economic
    QUALIFY row_number() OVER (
        PARTITION BY code ORDER BY valid_to_est <> '', confidence, last_year_seen DESC, name) = 1
), met AS (
    SELECT economic_code AS code, min(line_label) AS name FROM private.figure
    WHERE economic_code IS NOT NULL AND economic_code NOT IN (SELECT code FROM listed)
    GROUP BY economic_code
), both_kinds AS (
    SELECT code, name, level, parent_code, scheme, list_filter(every_name, lambda other: other <> name) AS other_names,
           true AS is_listed
    FROM listed
    UNION ALL
    SELECT code, name, CASE length(code) WHEN 3 THEN '类' WHEN 5 THEN '款' END,
           CASE WHEN length(code) > 3 THEN left(code, 3) END, NULL, [], false
    FROM met
), named AS (
    SELECT code, min(name) AS name FROM both_kinds GROUP BY code
)
SELECT c.code AS economic_code, c.name AS economic_name, c.level, c.parent_code, left(c.code, 3) AS class_code,
       class.name AS class_name, c.scheme, c.other_names, c.is_listed
FROM both_kinds c LEFT JOIN named class ON class.code = left(c.code, 3)
ORDER BY economic_code;

CREATE TABLE dim_rule AS
SELECT rule_id, severity, basis, operator, row_only, title_en, title_zh, identity, source, example FROM private.dim_rule ORDER BY rule_id;

-- Optional: who needs amounts per head puts the population of divisions into schemas/divisions/population.csv.
CREATE TABLE dim_population AS
SELECT division_code, CAST(year AS INTEGER) AS fiscal_year, CAST(population AS BIGINT) AS population, source
FROM private.reference_population ORDER BY division_code, fiscal_year;

CREATE TABLE dim_department_kind AS
SELECT kind AS department_kind, label_zh AS department_kind_zh, label_en AS department_kind_en,
       CAST(priority AS INTEGER) AS priority, pattern
FROM private.reference_department_kind ORDER BY priority, department_kind;
