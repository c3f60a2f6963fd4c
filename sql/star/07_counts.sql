-- How many rows of each record the parts hold; the expectations hold the star against it, so that none gets lost.
CREATE TABLE lake_count AS
SELECT k.relation, CAST(coalesce(sum(c.row_count), 0) AS BIGINT) AS row_count
FROM (VALUES ('dim_report'), ('fact_figure'), ('statement_reading'), ('claim'), ('quantity'), ('problem'), ('fact_check'),
             ('fact_finding')) AS k (relation)
LEFT JOIN private.lake_count AS c USING (relation)
GROUP BY k.relation ORDER BY k.relation;
