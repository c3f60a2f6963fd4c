-- Which names did the divisions of the reports have over the years, and under which code?
SELECT n.division_code, n.division_name, n.full_path, n.first_year_seen, n.last_year_seen, n.exists_today
FROM dim_division_name n
WHERE n.division_code IN (SELECT division_code FROM reports)
   OR n.division_name IN (SELECT division_name FROM reports)
ORDER BY n.division_name, n.division_code, n.first_year_seen;
