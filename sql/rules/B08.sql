-- rule_id: B08
-- kind: identity
-- severity: error
-- operator: <=
-- basis: tables
-- title_en: In no class does appropriated expenditure exceed all expenditure
-- title_zh: 财政拨款总表各类支出 ≤ 收入支出总表该类支出
-- identity: 04.class.total <= 01.class
-- source: check between statements (表间审核)
-- statements: appropriation_summary, revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT c.report_id, c.line AS instance, t.place, t.statement, 'expenditure' AS side, c.line, t.measure
FROM nonzero_cell AS c
CROSS JOIN (VALUES ('actual', 'appropriation_summary', 'total'), ('expected', 'revenue_expenditure_summary', 'amount')) AS t (place, statement, measure)
WHERE c.statement = 'appropriation_summary' AND c.side = 'expenditure' AND c.measure = 'total'
    AND (regexp_full_match(c.line, '\d{3}') OR c.line = 'expenditure_total')
