-- Stored.
-- Each of the three public expenses beside the count that the text gives for it: what one visit, guest, vehicle or
-- delegation cost. One row a report, item and count; final amounts.
CREATE VIEW three_public_per_unit AS
WITH pair(item, quantity) AS (
    VALUES ('official_reception', 'reception_batches'), ('official_reception', 'reception_persons'),
           ('vehicle_operation', 'vehicles_kept'), ('vehicle_purchase', 'vehicles_purchased'),
           ('overseas_travel', 'overseas_delegations'), ('overseas_travel', 'overseas_persons')
)
SELECT t.report_id, t.document_name, t.department_name, t.division_code, t.division_name, t.province_name,
       t.fiscal_year, t.scope, t.report_status, t.item, b.amount_yuan AS budget_yuan, t.amount_yuan AS final_yuan,
       p.quantity, q.label AS quantity_label, q.unit, q.value AS quantity_value, q.is_contradictory,
       CAST(t.amount_yuan / nullif(q.value, 0) AS DECIMAL(20,2)) AS yuan_per_unit, t.source, t.verification
FROM three_public_expenses t
JOIN pair p ON p.item = t.item
LEFT JOIN three_public_expenses b ON b.report_id = t.report_id AND b.item = t.item AND b.phase = 'budget'
LEFT JOIN counted_quantities q ON q.report_id = t.report_id AND q.quantity = p.quantity
WHERE t.phase = 'final'
ORDER BY t.division_code NULLS LAST, t.report_id, t.item, p.quantity;
