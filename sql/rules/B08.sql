-- rule_id: B08
-- kind: identity
-- severity: error
-- operator: <=
-- basis: tables
-- title_en: In no class does appropriated expenditure exceed all expenditure; they are equal where all money is appropriated
-- title_zh: 财政拨款总表各类支出 ≤ 收入支出总表该类支出；全部为财政拨款时相等
-- identity: 04.class.total <= 01.class; 01.class <= 04.class.total where the grand totals of 01 and 04 are equal
-- source: check between statements (表间审核)
-- example: 04 表 208 类 326.72 <= 01 表 208 类 330.00
-- statements: appropriation_summary, revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT c.report_id, c.line AS instance, t.place, t.statement, 'expenditure' AS side, c.line, t.measure
FROM nonzero_cell AS c
CROSS JOIN (VALUES ('actual', 'appropriation_summary', 'total'), ('expected', 'revenue_expenditure_summary', 'amount')) AS t (place, statement, measure)
WHERE c.statement = 'appropriation_summary' AND c.side = 'expenditure' AND c.measure = 'total'
    AND (regexp_full_match(c.line, '\d{3}') OR c.line = 'expenditure_total')
UNION ALL
-- Where both statements balance at the same totals and spend the same, there is no other money in any class.
SELECT c.report_id, 'equal/' || c.line, t.place, t.statement, 'expenditure', c.line, t.measure
FROM nonzero_cell AS c
CROSS JOIN (VALUES ('actual', 'revenue_expenditure_summary', 'amount'), ('expected', 'appropriation_summary', 'total')) AS t (place, statement, measure)
WHERE c.statement = 'revenue_expenditure_summary' AND c.side = 'expenditure' AND regexp_full_match(c.line, '\d{3}')
    AND c.report_id IN (
        SELECT a.report_id
        FROM nonzero_cell AS a
        INNER JOIN nonzero_cell AS b ON a.report_id = b.report_id AND a.side = b.side AND a.line = b.line
        WHERE a.statement = 'revenue_expenditure_summary' AND b.statement = 'appropriation_summary'
            AND b.measure IN ('amount', 'total') AND a.amount = b.amount
            AND a.line IN ('revenue_total', 'revenue_grand_total', 'expenditure_total', 'expenditure_grand_total')
        GROUP BY a.report_id
        HAVING count(*) = 4
    )
