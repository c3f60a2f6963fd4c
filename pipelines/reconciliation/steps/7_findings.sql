-- One finding a suspect. In: failed_check, used_operand, explained, alternative, suggestion, proven, witness_*. Out: fact_finding.

-- How a cell is named in a message, in both languages: `where_` is its statement, `cell_` its row and column. Texts without
-- pages are found by their lines.
CREATE OR REPLACE TEMP TABLE named_operand AS
SELECT
    o.check_key, o.place, o.figure_id, o.state, coalesce(o.coefficient < 0, false) AS subtracted,
    concat_ws(' ', CASE o.source WHEN 'narrative' THEN 'text,' ELSE 'statement' END, s.standard_no,
        replace(o.statement, '_', ' ')) AS where_en,
    concat_ws(' ', o.side, CASE WHEN f.line_label <> o.line AND o.line <> 'total' THEN f.line_label END, o.line, o.measure,
        CASE WHEN o.state = 'blank' THEN '(blank)' END,
        CASE WHEN f.line_number IS NOT NULL THEN '(line ' || f.line_number || ')' ELSE '(page ' || f.page || ')' END) AS cell_en,
    concat_ws(' ', CASE o.source WHEN 'narrative' THEN '文字' END, '《' || s.title || '》') AS where_zh,
    concat_ws(' ', CASE o.side WHEN 'revenue' THEN '收入方' WHEN 'expenditure' THEN '支出方' END,
        coalesce(l.label, CASE WHEN f.line_label <> o.line THEN f.line_label END, o.line),
        CASE WHEN regexp_full_match(o.line, '\d+') AND f.line_label <> o.line THEN o.line END,
        m.label, CASE WHEN o.state = 'blank' THEN '（空白）' END)
        || coalesce(CASE WHEN f.line_number IS NOT NULL THEN '（第 ' || f.line_number || ' 行）' ELSE '（第 ' || f.page || ' 页）' END, '')
        AS cell_zh
FROM used_operand AS o
SEMI JOIN (SELECT * FROM failed_check WHERE kind = 'identity') AS e USING (check_key)
LEFT JOIN figure AS f ON o.figure_id = f.figure_id
LEFT JOIN statement_label AS s ON o.statement = s.statement
LEFT JOIN measure_label AS m ON o.statement = m.statement AND o.measure = m.measure
LEFT JOIN line_label AS l ON o.statement = l.statement AND coalesce(o.side, '') = l.side AND o.line = l.line;

-- The cells of one side of a check. A statement is named once, and blanks only where nothing is printed: they count as zero.
CREATE OR REPLACE TEMP TABLE side_text AS
WITH told AS (
    SELECT *
    FROM named_operand
    QUALIFY state = 'printed' OR NOT bool_or(state = 'printed') OVER (PARTITION BY check_key, place)
), gathered AS (
    SELECT
        check_key, place, where_en, where_zh, count(*) AS cells,
        string_agg(CASE WHEN subtracted THEN '− ' ELSE '' END || cell_en, ' + ' ORDER BY cell_en) AS cells_en,
        string_agg(CASE WHEN subtracted THEN '− ' ELSE '' END || cell_zh, ' + ' ORDER BY cell_zh) AS cells_zh,
        min(cell_en) || ' … ' || max(cell_en) AS ends_en, min(cell_zh) || ' … ' || max(cell_zh) AS ends_zh
    FROM told
    GROUP BY check_key, place, where_en, where_zh
)
SELECT
    check_key, place,
    CASE WHEN sum(cells) > 3 THEN 'the sum of ' || sum(cells) || ' cells, ' ELSE '' END
        || string_agg(where_en || ': ' || CASE WHEN cells <= 3 THEN cells_en ELSE ends_en END, ' + ' ORDER BY where_en) AS text_en,
    CASE WHEN sum(cells) > 3 THEN sum(cells) || ' 个单元格之和，' ELSE '' END
        || string_agg(where_zh || ' ' || CASE WHEN cells <= 3 THEN cells_zh ELSE ends_zh END, ' + ' ORDER BY where_zh) AS text_zh
FROM gathered
GROUP BY check_key, place;

CREATE OR REPLACE TEMP TABLE failed AS
SELECT
    e.*, e.basis AS rule_basis, r.title_en, r.title_zh,
    coalesce(x.item, 'check:' || e.check_id) AS item,
    CASE e.severity WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END AS weight,
    CASE WHEN e.kind = 'identity' THEN
        a.text_en || ' is ' || CAST(e.actual AS DECIMAL(20, 2)) || ' yuan, '
            || CASE e.operator WHEN '<=' THEN 'more than ' WHEN '>=' THEN 'less than ' ELSE 'but ' END
            || b.text_en || ' is ' || CAST(e.expected AS DECIMAL(20, 2)) || ' yuan; difference '
            || CAST(e.difference AS DECIMAL(20, 2)) || ' yuan, tolerance ' || CAST(trunc(e.tolerance, 2) AS DECIMAL(20, 2))
    ELSE e.reason_en || coalesce(' (' || CASE WHEN q.line_number IS NOT NULL THEN 'line ' || q.line_number ELSE 'page ' || q.page END
        || ': "' || q.sentence || '")', '') END AS text_en,
    CASE WHEN e.kind = 'identity' THEN
        a.text_zh || ' 为 ' || CAST(e.actual AS DECIMAL(20, 2)) || ' 元，'
            || CASE e.operator WHEN '<=' THEN '大于 ' WHEN '>=' THEN '小于 ' ELSE '而 ' END
            || b.text_zh || ' 为 ' || CAST(e.expected AS DECIMAL(20, 2)) || ' 元，相差 '
            || CAST(e.difference AS DECIMAL(20, 2)) || ' 元，允许误差 ' || CAST(trunc(e.tolerance, 2) AS DECIMAL(20, 2)) || ' 元'
    ELSE e.reason_zh || coalesce('（第 ' || CASE WHEN q.line_number IS NOT NULL THEN q.line_number || ' 行' ELSE q.page || ' 页' END
        || '：“' || q.sentence || '”）', '') END AS text_zh
FROM failed_check AS e
INNER JOIN rule AS r USING (rule_id)
LEFT JOIN claim AS q ON e.claim_id = q.claim_id
LEFT JOIN explained AS x USING (check_id)
LEFT JOIN side_text AS a ON e.check_key = a.check_key AND a.place = 'actual'
LEFT JOIN side_text AS b ON e.check_key = b.check_key AND b.place = 'expected';

-- The check that speaks for the finding: the gravest, tables before text, identities before inequalities, the tightest.
CREATE OR REPLACE TEMP TABLE leading_check AS
SELECT DISTINCT ON (item) *
FROM failed
ORDER BY item, weight DESC, rule_basis DESC, operator = '=' DESC, coalesce(tolerance, 0), rule_id, instance;

CREATE OR REPLACE TEMP TABLE involved AS
SELECT
    f.item,
    list_sort(list(DISTINCT o.figure_id) FILTER (o.figure_id IS NOT NULL)) AS figure_ids,
    min(o.figure_id) FILTER (o.source = 'narrative') AS narrative_figure,
    arg_min(o.figure_id, (coalesce(p.protection, 0), o.figure_id)) FILTER (o.figure_id IS NOT NULL) AS printed_figure,
    -- Every reading disputed here, with the witness's word on it; where none was asked, that of the identities.
    count(*) FILTER (coalesce(o.figure_id, o.claim_id) IS NOT NULL) AS disputed,
    count(*) FILTER (coalesce(w.agrees, v.agrees, q.figure_id IS NOT NULL)) AS agreed,
    count(*) FILTER (NOT coalesce(w.agrees, v.agrees)) AS differed
FROM failed AS f
INNER JOIN used_operand AS o USING (check_key)
LEFT JOIN protection AS p ON o.figure_id = p.cell
LEFT JOIN witness_figure AS w ON o.figure_id = w.figure_id
LEFT JOIN witness_claim AS v ON o.claim_id = v.claim_id
LEFT JOIN proven AS q ON o.figure_id = q.figure_id AND NOT q.recognised AND f.kind <> 'identity'
GROUP BY f.item;

CREATE OR REPLACE TEMP TABLE slip_label AS
FROM (VALUES
    ('decimal_point', '小数点错位'), ('unit', '金额单位写错'), ('sign', '正负号写错'), ('swapped_digits', '相邻数字写颠倒'),
    ('lost_digit', '漏写一位数字'), ('extra_digit', '多写一位数字'), ('wrong_digit', '写错一位数字')
) AS v (slip, label_zh);

-- Why the cells of a finding could not be solved together.
CREATE OR REPLACE TEMP TABLE unsolved_item AS
SELECT f.item, min(u.reason) AS reason
FROM failed AS f
INNER JOIN unsolved AS u USING (check_id)
GROUP BY f.item;

-- The rules that the suggested amount satisfies: those that failed over the suspect. Their instances stand in `checks`.
CREATE OR REPLACE TEMP TABLE holding AS
SELECT item, string_agg(rule_id, ', ' ORDER BY rule_id) AS checks
FROM (SELECT DISTINCT item, CAST(rule_id AS VARCHAR) AS rule_id FROM failed WHERE kind = 'identity')
GROUP BY item;

-- The suspect by name.
CREATE OR REPLACE TEMP TABLE suspect_name AS
SELECT figure_id, min(where_en || ' ' || cell_en) AS text_en, min(where_zh || ' ' || cell_zh) AS text_zh
FROM named_operand
WHERE figure_id IS NOT NULL
GROUP BY figure_id;

CREATE OR REPLACE TABLE fact_finding AS
WITH grouped AS (
    SELECT
        item, report_id, max(weight) AS weight, count(*) AS check_count,
        -- A failed identity of tables alone says that the tables do not add up, whatever the text adds to it.
        CASE WHEN bool_or(rule_basis = 'tables') THEN 'tables' WHEN bool_or(rule_basis = 'narrative') THEN 'narrative'
             ELSE 'metadata' END AS basis,
        mode(statement ORDER BY statement) AS statement,
        list(rule_id || CASE WHEN instance = '' THEN '' ELSE '/' || instance END ORDER BY rule_id, instance) AS checks,
        list(check_id ORDER BY rule_id, instance) AS check_ids
    FROM failed
    GROUP BY item, report_id
), other AS (
    SELECT item, list(other ORDER BY other) FILTER (NOT contains(other, ':')) AS alternatives
    FROM alternative GROUP BY item
), settled AS (
    SELECT
        g.*, l.rule_id, l.instance, l.text_en, l.text_zh, l.title_en, l.title_zh, l.expected, l.actual, l.difference, l.tolerance,
        l.printed_rate, l.computed_rate, i.figure_ids, r.document_sha256,
        CASE
            WHEN starts_with(g.item, 'check:') THEN NULL
            WHEN k.item IS NOT NULL THEN k.figure_id
            WHEN starts_with(g.item, 'claim:') THEN i.narrative_figure
            WHEN starts_with(g.item, 'blank:') THEN i.printed_figure
            ELSE g.item
        END AS suspect_figure_id,
        CASE WHEN starts_with(g.item, 'claim:') THEN substr(g.item, 7) END AS suspect_claim_id,
        coalesce(o.alternatives, []) AS alternatives,
        CASE WHEN NOT starts_with(g.item, 'blank:') THEN s.amount_yuan END AS suggested_amount_yuan,
        -- A blank cannot be pointed to by a figure: the message says which it is and what it would have to hold.
        CASE WHEN starts_with(g.item, 'blank:') THEN array_to_string(string_split(g.item, '|')[2:], ' ') END AS blank_cell,
        s.amount_yuan AS blank_amount_yuan, k.text_en AS structure_en, k.text_zh AS structure_zh,
        u.reason AS unsolved_reason, nullif(s.slip, 'none') AS slip,
        CASE WHEN s.amount_yuan IS NOT NULL AND k.item IS NULL THEN h.checks END AS supported_by,
        CASE
            WHEN d.report_id IS NULL THEN 'publisher'
            WHEN i.differed > 0 THEN 'extraction'
            WHEN i.disputed > 0 AND i.agreed = i.disputed THEN 'publisher'
            ELSE 'undetermined'
        END AS blame
    FROM grouped AS g
    INNER JOIN leading_check AS l ON g.item = l.item
    INNER JOIN checked_report AS r ON g.report_id = r.report_id
    LEFT JOIN involved AS i ON g.item = i.item
    LEFT JOIN other AS o ON g.item = o.item
    LEFT JOIN suggestion AS s ON g.item = s.item
    LEFT JOIN structural AS k ON g.item = k.item
    LEFT JOIN unsolved_item AS u ON g.item = u.item
    LEFT JOIN holding AS h ON g.item = h.item
    LEFT JOIN drawn_report AS d ON g.report_id = d.report_id
)
SELECT
    CASE
        WHEN starts_with(x.item, 'check:')
            THEN left(sha256(concat_ws('|', x.document_sha256, x.report_id, array_to_string(x.checks, '|'))), 16)
        ELSE left(sha256(concat_ws('|', x.document_sha256, x.item)), 16)
    END AS finding_id,
    CAST(x.report_id AS VARCHAR) AS report_id, CAST(x.rule_id AS VARCHAR) AS rule_id, x.instance,
    CASE
        WHEN x.weight = 3 AND x.blame = 'extraction' THEN 'warning'
        -- Optical recognition alone accuses nobody.
        WHEN x.weight = 3 AND x.blame = 'undetermined' AND recognised.report_id IS NOT NULL THEN 'warning'
        WHEN x.weight = 3 THEN 'error' WHEN x.weight = 2 THEN 'warning' ELSE 'info'
    END AS severity,
    coalesce(f.statement, c.statement, CAST(x.statement AS VARCHAR)) AS statement, x.basis,
    x.rule_id || ' (' || x.title_en || '): ' || coalesce(x.text_en, '')
        || coalesce('; ' || x.structure_en, '')
        -- What is only customary names no suspect.
        || CASE WHEN x.weight > 1 AND x.structure_en IS NULL AND x.blank_cell IS NULL THEN coalesce('; most likely wrong: ' || n.text_en, '') ELSE '' END
        || coalesce(' (' || replace(x.slip, '_', ' ') || ')', '')
        || coalesce(', ' || x.suggested_amount_yuan || ' yuan would satisfy ' || x.supported_by,
            CASE WHEN x.check_count > 1 THEN '; ' || x.check_count || ' checks fail for it' END, '')
        || coalesce('; simple ranking only: ' || x.unsolved_reason, '')
        || coalesce('; most likely wrong is the blank cell ' || x.blank_cell, '')
        || CASE WHEN x.blank_cell IS NULL THEN '' ELSE coalesce(', which would be ' || x.blank_amount_yuan || ' yuan', '') END
        AS message_en,
    x.rule_id || '（' || x.title_zh || '）：' || coalesce(x.text_zh, '')
        || coalesce('；' || x.structure_zh, '')
        || CASE WHEN x.weight > 1 AND x.structure_zh IS NULL AND x.blank_cell IS NULL THEN coalesce('；最可能有误：' || n.text_zh, '') ELSE '' END
        || coalesce('（' || slip_label.label_zh || '）', '')
        || coalesce('，改为 ' || x.suggested_amount_yuan || ' 元可满足 ' || x.supported_by,
            CASE WHEN x.check_count > 1 THEN '；共涉及 ' || x.check_count || ' 项核对不符' END, '')
        || CASE WHEN x.unsolved_reason IS NULL THEN '' ELSE '；未能联合求解，仅按简单排序' END
        || coalesce('；最可能有误的是空白单元格 ' || x.blank_cell, '')
        || CASE WHEN x.blank_cell IS NULL THEN '' ELSE coalesce('，应为 ' || x.blank_amount_yuan || ' 元', '') END
        AS message_zh,
    CAST(x.expected AS DECIMAL(20, 2)) AS expected_yuan, CAST(x.actual AS DECIMAL(20, 2)) AS actual_yuan,
    CAST(x.difference AS DECIMAL(20, 2)) AS difference_yuan,
    CAST(trunc(x.tolerance, 2) AS DECIMAL(20, 2)) AS tolerance_yuan,
    x.printed_rate, x.computed_rate,
    coalesce(x.figure_ids, []) AS figure_ids, x.suspect_figure_id, x.suspect_claim_id, x.suggested_amount_yuan,
    x.alternatives, x.slip, x.blame, x.check_count, x.checks, x.check_ids
FROM settled AS x
LEFT JOIN figure AS f ON x.suspect_figure_id = f.figure_id
LEFT JOIN claim AS c ON x.suspect_claim_id = c.claim_id
LEFT JOIN slip_label ON x.slip = slip_label.slip
LEFT JOIN suspect_name AS n ON x.suspect_figure_id = n.figure_id
LEFT JOIN (SELECT DISTINCT report_id FROM figure WHERE reader = 'rapidocr') AS recognised ON x.report_id = recognised.report_id
ORDER BY x.report_id, finding_id;
