-- Stored.
-- Published counts of the reports that stand for their department, one row a report and count. A text that gives
-- different numbers (usually those of its units, one by one) gives no value here: see `quantities` for each of them.
CREATE VIEW counted_quantities AS
SELECT q.report_id, r.department_id, r.department_name, r.division_code, r.fiscal_year, r.status AS report_status,
       q.quantity, min(q.label) AS label, min(q.unit) AS unit,
       CASE WHEN count(DISTINCT q.value) = 1 THEN min(q.value) END AS value,
       count(DISTINCT q.value) > 1 AS is_contradictory
FROM quantity q
JOIN dim_report r USING (report_id)
WHERE r.is_current AND r.is_top_level AND r.kind <> 'budget'
GROUP BY ALL
ORDER BY q.report_id, q.quantity;
