-- rule_id: N06
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states each item as in statement 05
-- title_zh: 文字中各项（款）支出决算 = 一般公共预算财政拨款支出决算表
-- identity: narrative = 05 items
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“行政运行（项）支出决算为29.30万元”，05 表 2101501 29.30
-- statements: general_budget_expenditure?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'general_budget_expenditure' AND line <> 'total' AND length(line) > 3
