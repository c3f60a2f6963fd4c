-- rule_id: T15
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Each economic class of statement 06 is the sum of its items
-- title_zh: 一般公共预算财政拨款基本支出决算表：每类 = 其各款之和
-- identity: 06.class = Σ 06.items of the class
-- source: form 公开06表, check within the table (表内审核)
-- example: 301 工资福利支出 9.00 = 30101 5.00 + 30102 4.00
-- statements: general_budget_basic_expenditure
-- row_only: false
-- each: false

SELECT c.report_id, c.parent AS instance, 'expected' AS place, c.statement, c.line, 'final_amount' AS measure
FROM child_row AS c
WHERE c.statement = 'general_budget_basic_expenditure' AND c.parent <> 'total'
UNION ALL
SELECT DISTINCT c.report_id, c.parent, 'actual', c.statement, c.parent, 'final_amount'
FROM child_row AS c
WHERE c.statement = 'general_budget_basic_expenditure' AND c.parent <> 'total'
