-- Stored.
-- Personnel and public cost of the basic expenditure (statement 06), and personnel cost per head where the text says how
-- many people there are. One row a report.
CREATE VIEW personnel_cost AS
WITH amount AS (
    SELECT report_id, max(amount_yuan) FILTER (line = 'personnel_total') AS printed_total_yuan,
           max(amount_yuan) FILTER (line = '301') AS wages_and_welfare_yuan,
           max(amount_yuan) FILTER (line = '303') AS support_of_persons_yuan,
           max(amount_yuan) FILTER (line = 'public_total') AS public_total_yuan, min(source) AS source
    FROM counted_figures WHERE statement = 'general_budget_basic_expenditure' AND measure = 'final_amount'
    GROUP BY report_id
)
SELECT a.report_id, r.department_id, r.department_name, r.division_code,
       coalesce(r.division_name, v.division_name) AS division_name, v.province_name, r.fiscal_year, r.scope,
       r.status AS report_status, p.department_kind,
       -- Forms that print no total for people: it is classes 301 and 303 by definition.
       coalesce(a.printed_total_yuan, CAST(a.wages_and_welfare_yuan + coalesce(a.support_of_persons_yuan, 0) AS DECIMAL(20,2)))
           AS personnel_total_yuan,
       a.wages_and_welfare_yuan, a.support_of_persons_yuan, a.public_total_yuan,
       CAST(q.value AS INTEGER) AS staff_actual,
       CAST(a.wages_and_welfare_yuan / nullif(q.value, 0) AS DECIMAL(20,2)) AS wages_per_head_yuan, a.source
FROM amount a
JOIN dim_report r USING (report_id)
LEFT JOIN dim_department p ON p.department_id = r.department_id
LEFT JOIN dim_division v ON v.division_code = r.division_code
LEFT JOIN counted_quantities q ON q.report_id = a.report_id AND q.quantity = 'staff_actual'
ORDER BY r.division_code NULLS LAST, a.report_id;
