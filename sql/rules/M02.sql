-- rule_id: M02
-- kind: verdict
-- severity: error
-- operator: present
-- basis: metadata
-- title_en: Every statement is in the unit it declares: its copies elsewhere are not 10,000 times larger or smaller
-- title_zh: 各表金额单位与所标单位一致：与其他报表、文字中的同一数据不相差一万倍
-- identity: median(statement / copy) is neither 10^4 nor 10^-4 nor 10^8
-- source: ratio test over figures printed more than once
-- example: 02 表合计 7223100，其余各表 722.31 万元: the unit of 02 does not hold
-- statements: 
-- row_only: false
-- each: false

-- Figures that are the same fact, or nearly always are, in two statements or in the text. One in another unit stands out
-- against all its partners; a partner is accused only where it stands out against more of them than they do.
WITH fact AS (
    SELECT c.report_id, t.fact, c.statement, c.amount
    FROM nonzero_cell AS c
    INNER JOIN (VALUES
        ('revenue', 'revenue_expenditure_summary', 'revenue', 'revenue_total', 'amount'),
        ('revenue', 'revenue', '', 'total', 'revenue_total'),
        ('expenditure', 'revenue_expenditure_summary', 'expenditure', 'expenditure_total', 'amount'),
        ('expenditure', 'expenditure', '', 'total', 'expenditure_total'),
        ('appropriated', 'appropriation_summary', 'revenue', 'revenue_total', 'amount'),
        ('appropriated', 'revenue', '', 'total', 'fiscal_appropriation'),
        ('general', 'appropriation_summary', 'expenditure', 'expenditure_total', 'general_budget'),
        ('general', 'general_budget_expenditure', '', 'total', 'expenditure_total'),
        ('general_revenue', 'appropriation_summary', 'revenue', 'general_budget_appropriation', 'amount'),
        ('general_revenue', 'revenue_expenditure_summary', 'revenue', 'general_budget_appropriation', 'amount'),
        ('basic', 'general_budget_expenditure', '', 'total', 'basic_expenditure'),
        ('basic', 'general_budget_basic_expenditure', '', 'total', 'final_amount'),
        ('fund', 'appropriation_summary', 'expenditure', 'expenditure_total', 'government_fund'),
        ('fund', 'government_fund', '', 'total', 'expenditure_total'),
        ('capital', 'appropriation_summary', 'expenditure', 'expenditure_total', 'state_capital'),
        ('capital', 'state_capital', '', 'total', 'expenditure_total'),
        ('travel', 'three_public', '', 'total', 'final_overseas_travel'),
        ('travel', 'general_budget_basic_expenditure', '', '30212', 'final_amount'),
        ('reception', 'three_public', '', 'total', 'final_official_reception'),
        ('reception', 'general_budget_basic_expenditure', '', '30217', 'final_amount'),
        ('vehicles', 'three_public', '', 'total', 'final_vehicle_operation'),
        ('vehicles', 'general_budget_basic_expenditure', '', '30231', 'final_amount')
    ) AS t (fact, statement, side, line, measure)
        ON c.statement = t.statement AND c.side = t.side AND c.line = t.line AND c.measure = t.measure
    UNION ALL
    SELECT report_id, 'class ' || line, statement, amount
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'revenue_expenditure_summary' AND measure = 'amount')
        OR (statement = 'expenditure' AND measure = 'expenditure_total'))
    UNION ALL
    SELECT report_id, 'general ' || line, statement, amount
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3,7}') AND (
        (statement = 'appropriation_summary' AND measure = 'general_budget')
        OR (statement = 'general_budget_expenditure' AND measure = 'expenditure_total'))
    UNION ALL
    SELECT report_id, 'fund ' || line, statement, amount
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'appropriation_summary' AND measure = 'government_fund')
        OR (statement = 'government_fund' AND measure = 'expenditure_total'))
    UNION ALL
    SELECT report_id, 'capital ' || line, statement, amount
    FROM nonzero_cell
    WHERE regexp_full_match(line, '\d{3}') AND (
        (statement = 'appropriation_summary' AND measure = 'state_capital')
        OR (statement = 'state_capital' AND measure = 'expenditure_total'))
    UNION ALL
    SELECT report_id, concat_ws('/', 'told', statement, side, line, measure), unnest([statement, 'text']) AS statement,
        unnest([printed, told])
    FROM (
        SELECT n.report_id, n.statement, n.side, n.line, n.measure, c.amount AS printed, n.amount AS told
        FROM cell AS n
        INNER JOIN nonzero_cell AS c
            ON n.report_id = c.report_id AND n.statement = c.statement AND n.side = c.side AND n.line = c.line
            AND n.measure = c.measure
        WHERE n.source = 'narrative' AND n.occurrence = 0 AND n.amount <> 0
    )
), pair AS (
    SELECT a.report_id, a.statement, b.statement AS other, count(*) AS facts,
        median(CAST(abs(a.amount) AS DOUBLE) / CAST(abs(b.amount) AS DOUBLE)) AS ratio
    FROM fact AS a
    INNER JOIN fact AS b ON a.report_id = b.report_id AND a.fact = b.fact AND a.statement <> b.statement
    GROUP BY a.report_id, a.statement, b.statement
), judged AS (
    SELECT *,
        -- Copies agree to a hundredth; what is printed in 万元 of a few yuan has few digits.
        round(log10(ratio)) IN (4, -4, 8, -8) AND abs(log10(ratio) - round(log10(ratio))) < 0.005 AS stands_out,
        abs(ratio - 1) < 0.01 AS agrees
    FROM pair
), votes AS (
    SELECT report_id, statement, count(*) FILTER (stands_out) AS against, count(*) FILTER (agrees) AS beside,
        sum(facts) FILTER (stands_out) AS facts, count(*) FILTER (stands_out OR agrees) AS partners
    FROM judged
    GROUP BY report_id, statement
), accused AS (
    SELECT j.report_id, j.statement, bool_and(
        (v.against - v.beside, v.facts) > (o.against - o.beside, o.facts)) AS outvoted, max(j.ratio) AS ratio
    FROM judged AS j
    INNER JOIN votes AS v ON j.report_id = v.report_id AND j.statement = v.statement
    INNER JOIN votes AS o ON j.report_id = o.report_id AND j.other = o.statement
    WHERE j.stands_out AND j.statement <> 'text'
    GROUP BY j.report_id, j.statement
)
SELECT v.report_id, v.statement AS instance, v.statement,
    NOT (coalesce(a.outvoted, false) AND v.facts >= 2) AS holds,
    'the amounts of statement ' || replace(v.statement, '_', ' ') || ' are about 10^' || CAST(round(log10(a.ratio)) AS INTEGER)
        || ' times what other statements or the text print' AS reason_en,
    '《' || l.title || '》的金额约为其他报表或文字中同一数据的 10^' || CAST(round(log10(a.ratio)) AS INTEGER) || ' 倍' AS reason_zh
FROM votes AS v
INNER JOIN statement_label AS l ON v.statement = l.statement
LEFT JOIN accused AS a ON v.report_id = a.report_id AND v.statement = a.statement
WHERE v.statement <> 'text' AND v.partners > 0
