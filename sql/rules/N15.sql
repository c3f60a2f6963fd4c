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

-- Each project by itself: one that is summed up twice, or under two names, counts for no more. One check a report.
WITH project AS (
    SELECT
        c.report_id, c.subject, min(c.claim_id) AS claim_id, max(c.amount) AS amount, any_value(p.amount) AS printed,
        bool_and(c.amount - c.half <= p.amount + p.half_width) AS holds
    FROM main_claim AS c
    INNER JOIN table_cell AS p
        ON c.report_id = p.report_id AND p.statement = 'expenditure' AND p.line = 'total' AND p.measure = 'project_expenditure'
    WHERE c.section = 'performance' AND c.role = 'current' AND c.amount IS NOT NULL AND p.state <> 'unread'
    GROUP BY c.report_id, c.subject
)
SELECT
    report_id, 'projects' AS instance, arg_max(claim_id, (NOT holds, amount, claim_id)) AS claim_id, 'expenditure' AS statement,
    bool_and(holds) AS holds, CAST(max(amount) AS DECIMAL(20, 2)) AS actual_yuan,
    CAST(any_value(printed) AS DECIMAL(20, 2)) AS expected_yuan,
    'self-evaluations state more executed than all project expenditure, ' || CAST(any_value(printed) AS DECIMAL(20, 2)) || ' yuan: '
        || string_agg(subject || ' ' || CAST(amount AS DECIMAL(20, 2)), '; ' ORDER BY amount DESC, subject) FILTER (NOT holds) AS reason_en,
    '绩效自评执行数大于项目支出合计 ' || CAST(any_value(printed) AS DECIMAL(20, 2)) || ' 元：'
        || string_agg(subject || ' ' || CAST(amount AS DECIMAL(20, 2)) || ' 元', '；' ORDER BY amount DESC, subject) FILTER (NOT holds) AS reason_zh
FROM project
GROUP BY report_id
