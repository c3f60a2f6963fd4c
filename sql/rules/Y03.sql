-- rule_id: Y03
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: The opening balance of each row of statement 07 is its closing balance of the year before
-- title_zh: 政府性基金表各科目年初结转 = 上年年末结转
-- identity: 07.opening_balance(t) = 07.closing_balance(t − 1), row by row
-- source: check across years (跨年审核)
-- example: 229: 2024 年初 3.00 = 2023 年末 3.00
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
INNER JOIN table_cell AS a ON t.report_id = a.report_id AND a.statement = 'government_fund' AND a.measure = 'opening_balance'
INNER JOIN table_cell AS b
    ON t.prior_id = b.report_id AND b.statement = 'government_fund' AND b.measure = 'closing_balance' AND a.line = b.line
CROSS JOIN LATERAL (SELECT a.line AS instance) AS v
WHERE a.state <> 'unread' AND b.state <> 'unread' AND (a.amount <> 0 OR b.amount <> 0)
