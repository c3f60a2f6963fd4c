-- Stored.
-- Government procurement: goods, works, services, and what went to small and medium firms. One row a report.
CREATE VIEW procurement AS
WITH amount AS (
    SELECT report_id, max(amount_yuan) FILTER (line = 'procurement_total') AS procurement_total_yuan,
           max(amount_yuan) FILTER (line = 'procurement_goods') AS procurement_goods_yuan,
           max(amount_yuan) FILTER (line = 'procurement_works') AS procurement_works_yuan,
           max(amount_yuan) FILTER (line = 'procurement_services') AS procurement_services_yuan,
           max(amount_yuan) FILTER (line = 'sme_contracts') AS sme_contracts_yuan,
           max(amount_yuan) FILTER (line = 'small_micro_contracts') AS small_micro_contracts_yuan,
           min(source) AS source, min(verification) AS verification
    FROM counted_figures WHERE statement = 'government_procurement'
    GROUP BY report_id
)
SELECT a.report_id, r.department_id, r.department_name, r.division_code,
       coalesce(r.division_name, v.division_name) AS division_name, v.province_name, r.fiscal_year, r.scope,
       r.status AS report_status, a.procurement_total_yuan, a.procurement_goods_yuan, a.procurement_works_yuan,
       a.procurement_services_yuan, a.sme_contracts_yuan, a.small_micro_contracts_yuan,
       CAST(100 * a.sme_contracts_yuan / nullif(a.procurement_total_yuan, 0) AS DECIMAL(18,2)) AS sme_percent,
       CAST(100 * a.small_micro_contracts_yuan / nullif(a.procurement_total_yuan, 0) AS DECIMAL(18,2))
           AS small_micro_percent,
       a.source, a.verification
FROM amount a
JOIN dim_report r USING (report_id)
LEFT JOIN dim_division v ON v.division_code = r.division_code
ORDER BY r.division_code NULLS LAST, a.report_id;
