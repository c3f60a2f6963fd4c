-- Stored.
-- Departments that published for one year and not (yet) for the next one for which anybody has published.
CREATE VIEW not_published AS
WITH published AS (
    SELECT DISTINCT department_id, fiscal_year FROM dim_report
    WHERE is_current AND kind <> 'budget' AND department_id IS NOT NULL AND fiscal_year IS NOT NULL
)
SELECT p.department_id, d.department_name, d.division_code, v.division_name, v.province_name,
       p.fiscal_year AS last_published_year, p.fiscal_year + 1 AS missing_year
FROM published p
JOIN dim_department d USING (department_id)
LEFT JOIN dim_division v ON v.division_code = d.division_code
WHERE p.fiscal_year < (SELECT max(fiscal_year) FROM published)
  AND NOT EXISTS (SELECT 1 FROM published n
                  WHERE n.department_id = p.department_id AND n.fiscal_year = p.fiscal_year + 1)
ORDER BY d.division_code NULLS LAST, d.department_name, missing_year, p.department_id;
