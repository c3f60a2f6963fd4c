-- rule_id: B25
-- kind: identity
-- severity: info
-- operator: =
-- basis: tables
-- title_en: Medical contributions are the same by function and by economic code
-- title_zh: 行政事业单位医疗：功能科目与经济科目一致
-- identity: 05.(2101101 + 2101102 + 2101103).basic = 06.(30110 + 30111)
-- source: check between statements (表间审核)
-- example: 2101101 + 2101103 60.99 = 30110 50.00 + 30111 10.99
-- statements: general_budget_expenditure, general_budget_basic_expenditure
-- row_only: false
-- each: false

-- Customary, not compulsory.
SELECT
    c.report_id, 'medical' AS instance, t.place, t.statement, t.line, t.measure, true AS optional
FROM (
    SELECT DISTINCT report_id FROM nonzero_cell
    WHERE statement = 'general_budget_expenditure' AND measure = 'basic_expenditure' AND line IN ('2101101', '2101102', '2101103')
) AS c
CROSS JOIN (VALUES
    ('actual', 'general_budget_expenditure', '2101101', 'basic_expenditure'),
    ('actual', 'general_budget_expenditure', '2101102', 'basic_expenditure'),
    ('actual', 'general_budget_expenditure', '2101103', 'basic_expenditure'),
    ('expected', 'general_budget_basic_expenditure', '30110', 'final_amount'),
    ('expected', 'general_budget_basic_expenditure', '30111', 'final_amount')
) AS t (place, statement, line, measure)
