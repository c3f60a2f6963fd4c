-- rule_id: N15
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: narrative
-- title_en: What the self-evaluation of a project says was executed is within project expenditure
-- title_zh: 绩效自评各项目执行数 ≤ 支出决算表项目支出
-- identity: executed amount of a project <= 03.total.project_expenditure
-- source: performance self-evaluation (绩效自评)
-- example: 项目执行数 511.80 万元，而项目支出合计 28.30 万元
-- statements: expenditure
-- row_only: false
-- each: false

-- Project by project: the same project may be summed up twice under two names, and passed-on money is no own spending.
SELECT
    c.report_id, c.claim_group, c.claim_id, c.subject, 'expenditure' AS statement,
    c.amount - c.half <= p.amount + p.half_width AS holds,
    CAST(c.amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(p.amount AS DECIMAL(20, 2)) AS expected_yuan,
    'the self-evaluation states ' || CAST(c.amount AS DECIMAL(20, 2)) || ' yuan executed, all project expenditure is '
        || CAST(p.amount AS DECIMAL(20, 2)) || ' yuan' AS reason_en,
    '绩效自评执行数 ' || CAST(c.amount AS DECIMAL(20, 2)) || ' 元，而项目支出合计为 ' || CAST(p.amount AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM main_claim AS c
INNER JOIN table_cell AS p
    ON c.report_id = p.report_id AND p.statement = 'expenditure' AND p.line = 'total' AND p.measure = 'project_expenditure'
WHERE c.section = 'performance' AND c.role = 'current' AND p.state <> 'unread'
