-- rule_id: B09
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: General-budget expenditure is the same in statements 04 and 05, by class and in total
-- title_zh: 财政拨款总表一般公共预算支出 = 一般公共预算财政拨款支出决算表（各类及合计）
-- identity: 04.class.general_budget = 05.class.expenditure_total; totals likewise
-- source: check between statements (表间审核)
-- example: 04 表 208 类一般公共预算 326.72 = 05 表 208 类 326.72
-- statements: appropriation_summary, general_budget_expenditure
-- row_only: false
-- each: false

WITH class AS (
    SELECT DISTINCT report_id, line
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'appropriation_summary' AND side = 'expenditure' AND measure = 'general_budget')
        OR (statement = 'general_budget_expenditure' AND side = '' AND measure = 'expenditure_total'))
)
SELECT k.report_id, k.line AS instance, t.place, t.statement, t.side, k.line, t.measure
FROM class AS k
CROSS JOIN (VALUES
    ('actual', 'appropriation_summary', 'expenditure', 'general_budget'), ('expected', 'general_budget_expenditure', '', 'expenditure_total')
) AS t (place, statement, side, measure)
UNION ALL
SELECT r.report_id, 'total', t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('actual', 'appropriation_summary', 'expenditure', 'expenditure_total', 'general_budget'),
    ('expected', 'general_budget_expenditure', '', 'total', 'expenditure_total')
) AS t (place, statement, side, line, measure)
