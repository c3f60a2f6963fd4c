-- rule_id: T26
-- kind: identity
-- severity: warning
-- operator: <=
-- basis: tables
-- title_en: Contracts with small firms are within those with small and medium firms, and these within procurement
-- title_zh: 政府采购支出情况表：授予小微企业 ≤ 授予中小企业 ≤ 政府采购支出合计
-- identity: 11.small_micro_contracts <= sme_contracts <= procurement_total
-- source: form 公开11表, check within the table (表内审核)
-- example: 小微企业 3.00 <= 中小企业 8.00 <= 采购总额 10.00
-- statements: government_procurement
-- row_only: false
-- each: false

SELECT
    r.report_id, t.instance, t.place,
    'government_procurement' AS statement, t.line, 'amount' AS measure
FROM checked_report AS r
CROSS JOIN (VALUES
    ('sme_contracts', 'actual', 'sme_contracts'), ('sme_contracts', 'expected', 'procurement_total'),
    ('small_micro_contracts', 'actual', 'small_micro_contracts'),
    ('small_micro_contracts', 'expected', 'sme_contracts')
) AS t (instance, place, line)
