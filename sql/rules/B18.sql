-- rule_id: B18
-- kind: identity
-- severity: warning
-- operator: <=
-- basis: tables
-- title_en: Agency operation is within the public cost of basic expenditure
-- title_zh: 机关运行经费 ≤ 一般公共预算基本支出公用经费合计
-- identity: 10.total <= 06.public_total
-- source: check between statements (表间审核)
-- example: 机关运行经费 96.94 <= 06 表公用经费 96.94
-- statements: general_budget_basic_expenditure
-- row_only: false
-- each: false

-- Printed as a statement of its own or said in the text. Equal where all units are agencies, which no table tells.
SELECT c.report_id, c.source AS instance, t.place, coalesce(t.source, c.source) AS source, t.statement, t.line, 'final_amount' AS measure
FROM cell AS c
CROSS JOIN (VALUES
    ('actual', NULL, 'agency_operation', 'total'), ('expected', 'table', 'general_budget_basic_expenditure', 'public_total')
) AS t (place, source, statement, line)
WHERE c.statement = 'agency_operation' AND c.line = 'total' AND c.occurrence = 0 AND c.amount > 0
