-- rule_id: N04
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states the appropriated totals of statement 04
-- title_zh: 文字中的财政拨款收、支总计 = 财政拨款收入支出决算总表
-- identity: narrative = 04
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“财政拨款收、支总计722.31万元”，04 表总计 722.31
-- statements: appropriation_summary?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'appropriation_summary'
