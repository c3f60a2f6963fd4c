-- rule_id: D08
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: tables
-- title_en: No two departments publish the same expenditure item for item
-- title_zh: 不同部门的支出明细不应完全相同
-- identity: 03.items(department) <> 03.items(other department)
-- source: check across documents (跨文档审核)
-- example: two bureaus whose 12 items of 03 are the same to the fen do not hold
-- statements: 
-- row_only: false
-- each: false

WITH vector AS (
    SELECT c.report_id, min(c.figure_id) AS figure_id, count(*) AS items,
        string_agg(c.line || '=' || c.amount, ';' ORDER BY c.line) AS amounts
    FROM nonzero_cell AS c
    WHERE c.statement = 'expenditure' AND c.measure = 'expenditure_total' AND length(c.line) = 7
    GROUP BY c.report_id
    HAVING count(*) >= 5
)
SELECT
    d.report_id, 'items' AS instance, v.figure_id, 'expenditure' AS statement, count(o.report_id) = 0 AS holds,
    v.items || ' items are those of ' || coalesce(min(o.department), '') AS reason_en,
    v.items || ' 个项级科目金额与“' || coalesce(min(o.department), '') || '”完全相同' AS reason_zh
FROM department_report AS d
INNER JOIN vector AS v USING (report_id)
LEFT JOIN (SELECT w.amounts, e.* FROM vector AS w INNER JOIN department_report AS e USING (report_id)) AS o
    ON v.amounts = o.amounts AND d.fiscal_year = o.fiscal_year
    AND (d.division_code, d.department) <> (o.division_code, o.department) AND d.document_sha256 <> o.document_sha256
GROUP BY d.report_id, v.figure_id, v.items
