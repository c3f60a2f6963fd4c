-- rule_id: T07
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: In each row of statement 03 the natures add up to the expenditure of the year
-- title_zh: 支出决算表：每行 本年支出合计 = 基本 + 项目 + 上缴上级 + 经营 + 对附属单位补助
-- identity: 03.expenditure_total = Σ 03.natures
-- source: form 公开03表, check within the table (表内审核)
-- example: 208: 本年支出 10.00 = 基本 7.00 + 项目 3.00
-- statements: expenditure
-- row_only: true
-- each: false

SELECT
    w.report_id, w.line AS instance, t.place,
    w.statement, w.line, t.measure
FROM statement_row AS w
CROSS JOIN (VALUES
    ('actual', 'expenditure_total'),
    ('expected', 'basic_expenditure'),
    ('expected', 'project_expenditure'),
    ('expected', 'remittance_to_superior'),
    ('expected', 'operating_expenditure'),
    ('expected', 'subsidy_to_subordinates')
) AS t (place, measure)
WHERE w.statement = 'expenditure'
