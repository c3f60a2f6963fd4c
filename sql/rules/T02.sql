-- rule_id: T02
-- kind: identity
-- severity: error
-- operator: =
-- basis: tables
-- title_en: The expenditure classes of statement 01 add up to the expenditure of the year
-- title_zh: 收入支出决算总表：本年支出合计 = 各类支出之和
-- identity: 01.expenditure_total = Σ 01.class
-- source: form 公开01表, check within the table (表内审核)
-- example: 本年支出合计 2940.05 = Σ 各类 2940.06 within rounding
-- statements: revenue_expenditure_summary
-- row_only: false
-- each: false

SELECT
    report_id, 'expenditure_total' AS instance, 'actual' AS place,
    'revenue_expenditure_summary' AS statement, 'expenditure' AS side, 'expenditure_total' AS line, 'amount' AS measure
FROM checked_report
UNION ALL
SELECT report_id, 'expenditure_total', 'expected', statement, 'expenditure', line, 'amount'
FROM class_row
WHERE statement = 'revenue_expenditure_summary'
