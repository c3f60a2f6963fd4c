-- rule_id: B05
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: Each class is the same in statements 01 and 03
-- title_zh: 总表各类支出 = 支出决算表该类合计
-- identity: 01.class = 03.class.expenditure_total
-- source: check between statements (表间审核)
-- example: 01 表 208 类 326.71, 03 表 208 类 326.72: rounding
-- statements: revenue_expenditure_summary, expenditure
-- row_only: false
-- each: false

WITH class AS (
    SELECT DISTINCT report_id, line
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'revenue_expenditure_summary' AND side = 'expenditure' AND measure = 'amount')
        OR (statement = 'expenditure' AND side = '' AND measure = 'expenditure_total'))
)
SELECT k.report_id, k.line AS instance, t.place, t.statement, t.side, k.line, t.measure
FROM class AS k
CROSS JOIN (VALUES
    ('actual', 'revenue_expenditure_summary', 'expenditure', 'amount'), ('expected', 'expenditure', '', 'expenditure_total')
) AS t (place, statement, side, measure)
