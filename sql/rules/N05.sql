-- rule_id: N05
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states general-budget expenditure, in total and by class, as in statement 05
-- title_zh: 文字中的一般公共预算财政拨款支出（总额、各类） = 一般公共预算财政拨款支出决算表
-- identity: narrative = 05 total and classes
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“卫生健康（类）支出888.19万元”，05 表 210 类 888.19
-- statements: general_budget_expenditure?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'general_budget_expenditure' AND NOT (line = 'total' AND measure = 'basic_expenditure')
    AND (line = 'total' OR length(line) = 3)
