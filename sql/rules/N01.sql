-- rule_id: N01
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states the grand totals of statement 01
-- title_zh: 文字中的收、支总计 = 收入支出决算总表总计
-- identity: narrative = 01 grand totals
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“收、支总计722.31万元”，01 表总计 722.31
-- statements: revenue_expenditure_summary?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'revenue_expenditure_summary' AND line IN ('revenue_grand_total', 'expenditure_grand_total')
