-- rule_id: B13
-- kind: identity
-- severity: error
-- operator: <=
-- basis: tables
-- title_en: For no code do the three funds spend more than all expenditure, basic and project
-- title_zh: 各科目 一般公共预算 + 政府性基金 + 国有资本经营 的基本（项目）支出 ≤ 支出决算表该科目基本（项目）支出
-- identity: 05 + 07 + 08 <= 03, for each code, basic and project
-- source: check between statements (表间审核)
-- example: 2080505: 05 表基本支出 7.00 + 07 表 0 <= 03 表基本支出 7.00
-- statements: expenditure, general_budget_expenditure
-- row_only: false
-- each: false

WITH spent AS (
    SELECT DISTINCT report_id, line, measure
    FROM nonzero_cell
    WHERE statement IN ('general_budget_expenditure', 'government_fund', 'state_capital')
        AND measure IN ('basic_expenditure', 'project_expenditure')
)
SELECT
    s.report_id, s.line || '/' || s.measure AS instance, t.place, t.statement, s.line, s.measure, t.optional
FROM spent AS s
CROSS JOIN (VALUES
    ('actual', 'general_budget_expenditure', true), ('actual', 'government_fund', true), ('actual', 'state_capital', true), ('expected', 'expenditure', false)
) AS t (place, statement, optional)
