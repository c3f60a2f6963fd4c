-- rule_id: Y02
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: The opening balances of statement 04 are the closing balances of the year before, fund by fund
-- title_zh: 财政拨款总表各项年初结转 = 上年年末结转
-- identity: 04.opening_balance_f(t) = 04.closing_balance_f(t − 1)
-- source: check across years (跨年审核)
-- example: 2024 年初一般公共预算结转 8.00 = 2023 年末 8.00
-- statements: 
-- row_only: false
-- each: false

-- A difference may be explained: corrections of errors, money returned, transfers.
SELECT
    t.report_id, v.instance, a.figure_id, a.statement, abs(a.amount - b.amount) <= a.half_width + b.half_width AS holds,
    CAST(a.amount AS DECIMAL(20, 2)) AS actual_yuan, CAST(b.amount AS DECIMAL(20, 2)) AS expected_yuan,
    'brought forward are ' || CAST(a.amount AS DECIMAL(20, 2)) || ' yuan, the year before carried forward '
        || CAST(b.amount AS DECIMAL(20, 2)) || ' yuan' AS reason_en,
    '年初结转 ' || CAST(a.amount AS DECIMAL(20, 2)) || ' 元，上年年末结转 ' || CAST(b.amount AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM report_pair AS t
CROSS JOIN (VALUES ('general_budget'), ('government_fund'), ('state_capital')) AS v (instance)
INNER JOIN table_cell AS a
    ON t.report_id = a.report_id AND a.statement = 'appropriation_summary' AND a.line = 'opening_balance_' || v.instance
INNER JOIN table_cell AS b
    ON t.prior_id = b.report_id AND b.statement = 'appropriation_summary' AND b.line = 'closing_balance' AND b.measure = v.instance
WHERE a.state <> 'unread' AND b.state <> 'unread'
