-- Stored.
-- Travel abroad, official vehicles and official reception: budget and final amount. One row a figure; leaf rows of one
-- phase add up to its total. Meetings and training, which some forms print beside them, are not part of the three.
CREATE VIEW three_public_expenses AS
SELECT c.figure_id, c.report_id, c.document_name, c.department_name, c.division_code, c.division_name, c.province_name,
       c.fiscal_year, c.scope, c.is_top_level, c.report_status, c.source,
       split_part(c.measure, '_', 1) AS phase, substr(c.measure, strpos(c.measure, '_') + 1) AS item, c.measure,
       m.measure_label, c.amount_yuan, c.verification, c.is_leaf
FROM counted_figures c
LEFT JOIN dim_measure m ON m.statement = c.statement AND m.measure = c.measure
WHERE c.statement = 'three_public' AND c.measure NOT LIKE '%meetings' AND c.measure NOT LIKE '%training'
ORDER BY c.division_code NULLS LAST, c.report_id, c.measure, c.figure_id;
