-- rule_id: B14
-- kind: identity
-- severity: warning
-- operator: >=
-- basis: tables
-- title_en: Balances of all money are at least those of appropriated money
-- title_zh: 收入支出总表年初（年末）结转和结余 ≥ 财政拨款总表年初（年末）
-- identity: 01.balance >= 04.balance
-- source: check between statements (表间审核)
-- example: 01 表年初结转和结余 12.00 >= 04 表 8.00
-- statements: revenue_expenditure_summary, appropriation_summary
-- row_only: false
-- each: false

SELECT r.report_id, t.instance, t.place, t.statement, t.side, t.line, t.measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('opening_balance', 'actual', 'revenue_expenditure_summary', 'revenue', 'opening_balance', 'amount'),
    ('opening_balance', 'expected', 'appropriation_summary', 'revenue', 'opening_balance', 'amount'),
    ('closing_balance', 'actual', 'revenue_expenditure_summary', 'expenditure', 'closing_balance', 'amount'),
    ('closing_balance', 'expected', 'appropriation_summary', 'expenditure', 'closing_balance', 'total')
) AS t (instance, place, statement, side, line, measure)
