-- rule_id: Y01
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: The opening balance of statement 01 is the closing balance of the year before
-- title_zh: 总表年初结转和结余 = 上年年末结转和结余
-- identity: 01.opening_balance(t) = 01.closing_balance(t − 1)
-- source: check across years (跨年审核)
-- example: 2024 年初结转 17.69 = 2023 年末结转 17.69
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
CROSS JOIN (VALUES ('opening_balance')) AS v (instance)
INNER JOIN table_cell AS a ON t.report_id = a.report_id AND a.statement = 'revenue_expenditure_summary' AND a.line = 'opening_balance'
INNER JOIN table_cell AS b ON t.prior_id = b.report_id AND b.statement = 'revenue_expenditure_summary' AND b.line = 'closing_balance'
WHERE a.state <> 'unread' AND b.state <> 'unread'
