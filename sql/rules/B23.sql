-- rule_id: B23
-- kind: identity
-- severity: info
-- operator: =
-- basis: tables
-- title_en: Housing fund and pension contributions are the same by function and by economic code
-- title_zh: 住房公积金、养老保险、职业年金：功能科目与经济科目一致
-- identity: 05.2210201.basic = 06.30113; 2080505 = 30108; 2080506 = 30109
-- source: check between statements (表间审核)
-- example: 2210201 住房公积金 187.19 = 30113 187.19
-- statements: general_budget_expenditure, general_budget_basic_expenditure
-- row_only: false
-- each: false

-- Customary, not compulsory: a unit may book its share under another item.
SELECT
    c.report_id, i.code AS instance, t.place, t.statement, t.line, t.measure
FROM nonzero_cell AS c
INNER JOIN (VALUES ('2210201', '30113'), ('2080505', '30108'), ('2080506', '30109')) AS i (code, economic) ON c.line = i.code
CROSS JOIN LATERAL (VALUES
    ('actual', 'general_budget_expenditure', i.code, 'basic_expenditure'),
    ('expected', 'general_budget_basic_expenditure', i.economic, 'final_amount')
) AS t (place, statement, line, measure)
WHERE c.statement = 'general_budget_expenditure' AND c.measure = 'basic_expenditure'
