-- rule_id: T12
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The expenditure classes of statement 04 add up in each column
-- title_zh: 财政拨款收入支出决算总表：各列 本年支出合计 = 各类支出之和
-- identity: 04.expenditure_total = Σ 04.class, in each column
-- source: form 公开04表, check within the table (表内审核)
-- example: 一般公共预算列：本年支出合计 10.00 = 208 类 6.00 + 210 类 4.00
-- statements: appropriation_summary
-- row_only: false
-- each: false

SELECT
    report_id, measure AS instance, 'actual' AS place,
    statement, 'expenditure' AS side, 'expenditure_total' AS line, measure
FROM appropriation_column
UNION ALL
SELECT c.report_id, c.measure, 'expected', c.statement, 'expenditure', k.line, c.measure
FROM appropriation_column AS c
INNER JOIN class_row AS k USING (report_id, statement)
