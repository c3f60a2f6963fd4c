-- rule_id: N09
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states the three public expenses as in statement 09
-- title_zh: 文字中的“三公”经费 = “三公”经费支出决算表
-- identity: narrative = 09
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“公务接待费支出决算为0.51万元”，09 表 0.51
-- statements: three_public?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement = 'three_public'
