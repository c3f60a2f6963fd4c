-- rule_id: N07
-- kind: identity
-- severity: warning
-- operator: =
-- basis: narrative
-- title_en: The items the text narrates add up to statement 05
-- title_zh: 文字中各项支出决算之和 = 一般公共预算财政拨款支出合计
-- identity: Σ narrative items = 05.total.expenditure_total, every item of 05 narrated
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 各项支出 29.30 + 17.05 + 14.60 = 05 表合计 60.95
-- statements: general_budget_expenditure
-- row_only: false
-- each: false

-- An item of the table without a paragraph is a missing operand: the sum cannot be evaluated.
WITH narrated AS (
    SELECT report_id, line FROM restated
    WHERE statement = 'general_budget_expenditure' AND place = 'actual' AND measure = 'expenditure_total' AND length(line) = 7
), item AS (
    SELECT report_id, line FROM narrated
    UNION
    SELECT report_id, line FROM nonzero_cell
    WHERE statement = 'general_budget_expenditure' AND measure = 'expenditure_total' AND length(line) = 7
)
SELECT
    i.report_id, 'items' AS instance, 'expected' AS place, 'narrative' AS source,
    'general_budget_expenditure' AS statement, i.line, 'expenditure_total' AS measure
FROM item AS i
SEMI JOIN narrated AS n ON i.report_id = n.report_id
UNION ALL
SELECT DISTINCT report_id, 'items', 'actual', 'table', 'general_budget_expenditure', 'total', 'expenditure_total'
FROM narrated
