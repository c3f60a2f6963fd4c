-- How many rows of each record the lake holds; the expectations hold the star against it, so that none gets lost.
CREATE TABLE lake_count AS
SELECT 'dim_report' AS relation, count(*) AS row_count FROM private.report
UNION ALL SELECT 'fact_figure', count(*) FROM private.figure
UNION ALL SELECT 'statement_reading', count(*) FROM private.statement_reading
UNION ALL SELECT 'claim', count(*) FROM private.claim
UNION ALL SELECT 'quantity', count(*) FROM private.quantity
UNION ALL SELECT 'problem', count(*) FROM private.problem
UNION ALL SELECT 'fact_check', count(*) FROM private.fact_check
UNION ALL SELECT 'fact_finding', count(*) FROM private.fact_finding
ORDER BY relation;
