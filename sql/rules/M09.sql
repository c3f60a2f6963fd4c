-- rule_id: M09
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: metadata
-- title_en: Amounts are not negative, but for corrections of other revenue and balances
-- title_zh: 除其他收入冲减、年初结转调整外，金额不为负
-- identity: amount >= 0 outside other revenue and balances
-- source: document and metadata (文档一致性)
-- example: 项目支出 -3.00 does not hold; 其他收入 -3.00 does
-- statements: 
-- row_only: false
-- each: false

-- What a negative other revenue is part of may be negative with it.
WITH excused AS (
    SELECT DISTINCT report_id, statement, line FROM nonzero_cell
    WHERE amount < 0 AND (measure = 'other_revenue' OR line = 'other_revenue')
)
SELECT
    c.report_id, c.statement AS instance, c.statement, arg_min(c.figure_id, (c.amount, c.line, c.measure)) AS figure_id,
    min(c.amount) >= 0 AS holds, CAST(min(c.amount) AS DECIMAL(20, 2)) AS actual_yuan, 0::DECIMAL(20, 2) AS expected_yuan,
    arg_min(c.line || ' ' || c.measure, (c.amount, c.line, c.measure)) || ' is negative: ' || CAST(min(c.amount) AS DECIMAL(20, 2)) || ' yuan'
        AS reason_en,
    arg_min(c.line || ' ' || c.measure, (c.amount, c.line, c.measure)) || ' 为负数：' || CAST(min(c.amount) AS DECIMAL(20, 2)) || ' 元' AS reason_zh
FROM nonzero_cell AS c
ANTI JOIN excused AS x ON c.report_id = x.report_id AND c.statement = x.statement AND c.line = x.line
WHERE c.statement <> 'revenue_expenditure_summary' AND c.measure NOT IN ('other_revenue', 'opening_balance', 'closing_balance')
    AND NOT contains(c.line, 'balance')
GROUP BY c.report_id, c.statement
