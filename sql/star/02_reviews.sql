-- What people made of the findings. In: private.review, from data/corrections/*.csv. The last verdict on a finding counts.

CREATE TABLE fact_review AS
SELECT v.ordinal, v.finding_id, v.verdict, v.reason, v.amount_yuan, v.figure_id, v.review_date, v.reviewer,
       row_number() OVER (PARTITION BY v.finding_id ORDER BY v.ordinal DESC) = 1 AS is_last,
       n.finding_id IS NOT NULL AS is_found, n.report_id
FROM private.review v LEFT JOIN private.fact_finding n USING (finding_id)
ORDER BY v.ordinal;

-- The figures that a verdict puts right; of two verdicts on different findings the later counts.
CREATE OR REPLACE TEMP TABLE corrected_figure AS
SELECT coalesce(v.figure_id, n.suspect_figure_id) AS figure_id, arg_max(v.amount_yuan, v.ordinal) AS amount_yuan
FROM fact_review v JOIN private.fact_finding n USING (finding_id)
WHERE v.is_last AND v.amount_yuan IS NOT NULL AND coalesce(v.figure_id, n.suspect_figure_id) IS NOT NULL
GROUP BY ALL;
