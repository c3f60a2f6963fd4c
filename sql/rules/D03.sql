-- rule_id: D03
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: A departments own unit spends no more than the department with its units
-- title_zh: 汇总数 ≥ 本级数
-- identity: consolidated >= unit, for appropriated totals of one department and year
-- source: check across documents (跨文档审核)
-- example: 汇总支出 900.00 >= 本级支出 722.31
-- statements: 
-- row_only: false
-- each: false

-- Which units a department has is not known, so only the own unit is held against the whole; appropriated money has no
-- transfers between them.
SELECT
    w.report_id, u.report_id || '/' || a.statement || '/' || a.measure AS instance, a.figure_id, a.statement,
    b.amount - b.half_width <= a.amount + a.half_width AS holds,
    CAST(a.amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(b.amount AS DECIMAL(20, 2)) AS expected_yuan,
    'the department with its units prints ' || CAST(a.amount AS DECIMAL(20, 2)) || ' yuan, its own unit alone '
        || CAST(b.amount AS DECIMAL(20, 2)) || ' yuan' AS reason_en,
    '汇总数 ' || CAST(a.amount AS DECIMAL(20, 2)) || ' 元，小于本级数 ' || CAST(b.amount AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM department_report AS w
INNER JOIN department_report AS u
    ON w.division_code = u.division_code AND w.department = u.department AND w.fiscal_year = u.fiscal_year
INNER JOIN table_cell AS a ON w.report_id = a.report_id
INNER JOIN table_cell AS b ON u.report_id = b.report_id AND a.statement = b.statement AND a.line = b.line AND a.measure = b.measure
WHERE w.scope = 'consolidated' AND u.scope = 'unit' AND w.department <> '' AND a.line = 'total'
    AND a.state = 'printed' AND b.state = 'printed'
    AND (a.statement, a.measure) IN (
        ('general_budget_expenditure', 'expenditure_total'), ('general_budget_expenditure', 'basic_expenditure'),
        ('three_public', 'final_total'), ('government_fund', 'expenditure_total')
    )
