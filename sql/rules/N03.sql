-- rule_id: N03
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states the expenditure of the year and each nature as in statement 03
-- title_zh: 文字中的本年支出合计及基本、项目等支出 = 支出决算表合计行
-- identity: narrative = 03 total row
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“基本支出694.01万元”，03 表基本支出合计 694.01
-- statements: expenditure?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'expenditure'
