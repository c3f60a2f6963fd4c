-- Every published figure with its keys, its place and how far it is confirmed.

-- A code is no leaf where the same statement of the same report also prints a longer code below it.
CREATE OR REPLACE TEMP TABLE parent_code AS
WITH printed AS (
    SELECT DISTINCT report_id, source, statement, side, coalesce(function_code, economic_code) AS code
    FROM private.figure WHERE coalesce(function_code, economic_code) IS NOT NULL
)
SELECT report_id, source, statement, side, left(code, 3) AS code FROM printed WHERE length(code) > 3
UNION
SELECT report_id, source, statement, side, left(code, 5) FROM printed WHERE length(code) > 5;

-- In the three public expenses the parts are measures: the vehicles' subtotal is a leaf only where its parts are missing.
CREATE OR REPLACE TEMP TABLE three_public_part AS
SELECT DISTINCT report_id, source, split_part(measure, '_', 1) AS phase
FROM private.figure
WHERE statement = 'three_public' AND (measure LIKE '%\_vehicle\_purchase' ESCAPE '\'
                                      OR measure LIKE '%\_vehicle\_operation' ESCAPE '\');

CREATE TABLE fact_figure AS
SELECT f.figure_id, f.report_id, coalesce(j.document_sha256, r.document_sha256) AS document_sha256, d.department_id, r.division_code,
       CAST(r.fiscal_year AS INTEGER) AS fiscal_year, f.source, f.statement, f.side, f.line, f.line_label,
       f.function_code, f.economic_code, f.measure, CAST(f.occurrence AS INTEGER) AS occurrence,
       coalesce(k.amount_yuan, f.amount_yuan) AS amount_yuan,
       CASE WHEN k.figure_id IS NOT NULL THEN f.amount_yuan END AS original_amount_yuan, f.amount_printed, f.declared_unit, CAST(f.decimals AS INTEGER) AS decimals, f.raw_text,
       CAST(f.page AS INTEGER) AS page, f.x0, f.y0, f.x1, f.y1, CAST(f.line_number AS INTEGER) AS line_number,
       f.sentence, f.reader, f.repaired, CASE WHEN k.figure_id IS NOT NULL THEN 'corrected' ELSE coalesce(v.verification, 'single') END AS verification,
       CASE
           WHEN f.occurrence > 0 THEN false
           WHEN f.statement = 'three_public' THEN
               f.measure NOT IN ('budget_total', 'final_total')
               AND NOT (f.measure LIKE '%vehicles_subtotal' AND p.phase IS NOT NULL)
           ELSE coalesce(f.function_code, f.economic_code) IS NOT NULL AND c.code IS NULL
       END AS is_leaf,
       CAST(f.ordinal AS INTEGER) AS ordinal
FROM private.figure f
JOIN private.report r USING (report_id)
LEFT JOIN report_department d USING (report_id)
LEFT JOIN private.joined_figure j USING (figure_id)
LEFT JOIN private.figure_verification v USING (figure_id)
LEFT JOIN corrected_figure k USING (figure_id)
LEFT JOIN parent_code c
       ON c.report_id = f.report_id AND c.source = f.source AND c.statement = f.statement
      AND c.side IS NOT DISTINCT FROM f.side AND c.code = coalesce(f.function_code, f.economic_code)
LEFT JOIN three_public_part p
       ON p.report_id = f.report_id AND p.source = f.source AND p.phase = split_part(f.measure, '_', 1)
      AND f.statement = 'three_public'
ORDER BY f.report_id, f.ordinal, f.figure_id;
