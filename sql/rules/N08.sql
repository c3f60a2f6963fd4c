-- rule_id: N08
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states basic expenditure, personnel and public cost and economic items as in the tables
-- title_zh: 文字中的基本支出、人员经费、公用经费及经济科目 = 基本支出决算表
-- identity: narrative = 05.total.basic, 06
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“人员经费597.07万元”，06 表人员经费合计 597.07
-- statements: general_budget_expenditure?, general_budget_basic_expenditure?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'general_budget_basic_expenditure'
    OR (statement = 'general_budget_expenditure' AND line = 'total' AND measure = 'basic_expenditure')
