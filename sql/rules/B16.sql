-- rule_id: B16
-- kind: identity
-- severity: warning
-- operator: >=
-- basis: tables
-- title_en: Three public expenses cover what basic expenditure itemises for them
-- title_zh: “三公”经费决算数 ≥ 基本支出表中相应经济科目
-- identity: 09.final >= 06.item (30212, 30217, 30231, 31013)
-- source: check between statements (表间审核)
-- example: 09 表公务接待费 0.51 >= 06 表 30217 0.16
-- statements: three_public, general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT
    c.report_id, i.measure AS instance, t.place, t.statement,
    coalesce(t.line, i.line) AS line, coalesce(t.measure, i.measure) AS measure
FROM nonzero_cell AS c
INNER JOIN (VALUES
    ('30212', 'final_overseas_travel'), ('30217', 'final_official_reception'),
    ('30231', 'final_vehicle_operation'), ('31013', 'final_vehicle_purchase')
) AS i (line, measure) ON c.line = i.line
CROSS JOIN (VALUES
    ('actual', 'three_public', 'total', NULL), ('expected', 'general_budget_basic_expenditure', NULL, 'final_amount')
) AS t (place, statement, line, measure)
WHERE c.statement = 'general_budget_basic_expenditure' AND c.measure = 'final_amount'
