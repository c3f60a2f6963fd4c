-- rule_id: N10
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states fund and state-capital money as in statements 07 and 08
-- title_zh: 文字中的政府性基金、国有资本经营预算 = 相应决算表
-- identity: narrative = 07, 08
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“政府性基金支出45.00万元”，07 表合计 45.00
-- statements: government_fund?, state_capital?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement IN ('government_fund', 'state_capital')
