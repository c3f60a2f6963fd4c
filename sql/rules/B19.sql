-- rule_id: B19
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: Vehicles that cost money are kept: operation of vehicles means vehicles
-- title_zh: 有公务用车运行维护费即应有公务用车
-- identity: 09.vehicle operation > 0 ⇒ vehicles kept > 0
-- source: check between statements (表间审核)
-- example: 运行维护费 2.41 万元，公务用车保有量 1 辆
-- statements: 
-- row_only: false
-- each: false

SELECT
    c.report_id, 'vehicle_operation' AS instance, c.figure_id, c.statement, sum(q.value) > 0 AS holds,
    CAST(c.amount AS DECIMAL(20, 2)) AS actual_yuan,
    'vehicles cost ' || CAST(c.amount AS DECIMAL(20, 2)) || ' yuan to run and the text says that none is kept' AS reason_en,
    '列有公务用车运行维护费 ' || CAST(c.amount AS DECIMAL(20, 2)) || ' 元，而文字称无公务用车' AS reason_zh
FROM nonzero_cell AS c
INNER JOIN quantity AS q ON c.report_id = q.report_id AND q.quantity IN ('vehicles_kept', 'vehicles_owned')
WHERE c.statement = 'three_public' AND c.measure = 'final_vehicle_operation'
GROUP BY c.report_id, c.figure_id, c.statement, c.amount
