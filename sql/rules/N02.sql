-- rule_id: N02
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states the revenue of the year and each source as in the tables
-- title_zh: 文字中的本年收入合计及各项收入 = 收入决算表合计行（收入支出决算总表）
-- identity: narrative = 02 total row, 01 revenue rows
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“本年收入合计722.31万元”，02 表合计 722.31
-- statements: revenue_expenditure_summary?, revenue?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE (statement = 'revenue' AND line = 'total')
    OR (statement = 'revenue_expenditure_summary' AND line NOT IN ('revenue_grand_total', 'expenditure_grand_total'))
