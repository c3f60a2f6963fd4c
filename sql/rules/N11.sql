-- rule_id: N11
-- kind: identity
-- severity: error
-- operator: =
-- basis: narrative
-- title_en: The text states agency operation and procurement as in statements 10 and 11, where they are printed
-- title_zh: 文字中的机关运行经费、政府采购 = 相应附表（如有）
-- identity: narrative = 10, 11 where printed
-- source: standard sentences of the narrative (第三部分 部门决算情况说明)
-- example: 文字“机关运行经费96.94万元”，10 表 96.94
-- statements: agency_operation?, government_procurement?
-- row_only: false
-- each: true

SELECT report_id, instance, place, source, statement, side, line, measure
FROM restated
WHERE statement IN ('agency_operation', 'government_procurement') AND (report_id, statement) IN (
    SELECT (s.report_id, s.statement) FROM printed_statement AS s
)
