-- The claims of the main narrative, one row a group: what the text says of one subject in one sentence.
-- In: claim, checked_report, half_width. Out: claim_group, change_claim, direction_claim, comparison_claim.

-- What the words of change and of comparison say; they are few, and each is looked at once.
CREATE OR REPLACE TEMP TABLE direction_word AS
SELECT
    direction,
    -- An unfilled template ("增加（减少）") says nothing.
    CASE
        WHEN direction LIKE '%基本持平%' THEN NULL
        WHEN regexp_matches(direction, '增|升|提高') AND regexp_matches(direction, '减|降') THEN NULL
        WHEN regexp_matches(direction, '增|升|提高') THEN 1
        WHEN regexp_matches(direction, '减|降|回落') THEN -1
        WHEN direction LIKE '%持平%' THEN 0
    END AS sign,
    CASE
        WHEN regexp_matches(direction, '大于|高于|超过|多于') AND regexp_matches(direction, '小于|低于|少于') THEN NULL
        WHEN regexp_matches(direction, '大于|高于|超过|多于') THEN 1
        WHEN regexp_matches(direction, '小于|低于|少于') THEN -1
        WHEN regexp_matches(direction, '等于|一致|相同') THEN 0
    END AS comparison
FROM (SELECT DISTINCT direction FROM claim WHERE direction IS NOT NULL);

-- Passages of no standard section (绩效 and the like) speak of projects and people, not of the account; what was read as the
-- self-evaluation of a project counts wherever it stands.
CREATE OR REPLACE TEMP TABLE main_claim AS
SELECT
    r.report_id, c.claim_id, c.ordinal, c."group" AS claim_group,
    -- "减少 8.51 万元，3.8 %": a bare rate right after a change is its rate of change.
    CASE WHEN c.role = 'rate' AND lag(c.role) OVER said_before = 'difference' THEN 'growth' ELSE c.role END AS role,
    c.subject, c.section, CAST(c.statement AS statement_key) AS statement,
    CAST(coalesce(c.side, '') AS side_key) AS side, c.line, CAST(c.measure AS measure_key) AS measure,
    CASE WHEN c.role = 'rate' THEN lag(c.base) OVER said_before ELSE c.base END AS base,
    c.direction, c.raw_text, c.sentence,
    CAST(c.amount_yuan AS DECIMAL(20, 4)) AS amount, TRY_CAST(c.value AS DECIMAL(14, 5)) AS rate,
    CAST(h.yuan AS DECIMAL(20, 4)) AS half,
    CAST(CASE WHEN c.decimals = 0 THEN 0.5 WHEN c.decimals = 1 THEN 0.05 WHEN c.decimals = 2 THEN 0.005
        WHEN c.decimals = 3 THEN 0.0005 ELSE 0.00005 END AS DECIMAL(14, 5)) AS rate_half,
    d.sign, d.comparison
FROM claim AS c
INNER JOIN checked_report AS r ON c.report_id = r.report_id
LEFT JOIN direction_word AS d ON c.direction = d.direction
LEFT JOIN half_width AS h ON c.unit = h.declared_unit AND c.decimals = h.decimals
WHERE (c.in_main_narrative AND c.section <> 'other') OR c.section = 'performance'
WINDOW said_before AS (PARTITION BY c.report_id, c."group" ORDER BY c.ordinal);

-- A number takes the direction it carries, else the last direction word before it in its group.
CREATE OR REPLACE TEMP TABLE signed_claim AS
SELECT
    c.* REPLACE (coalesce(c.sign, CASE WHEN d.sign <> 0 THEN d.sign END) AS sign)
FROM main_claim AS c
ASOF LEFT JOIN (SELECT * FROM main_claim WHERE role = 'direction' AND sign IS NOT NULL) AS d
    ON c.report_id = d.report_id AND c.claim_group = d.claim_group AND c.ordinal >= d.ordinal
WHERE c.role <> 'direction';

-- One value a role. A role with two different values in one group is ambiguous and left out.
CREATE OR REPLACE TEMP TABLE claim_group AS
WITH one AS (
    SELECT
        report_id, claim_group, role, arg_min(claim_id, ordinal) AS claim_id, arg_min(base, ordinal) AS base,
        arg_min(amount, ordinal) AS amount, arg_min(half, ordinal) AS half, arg_min(rate, ordinal) AS rate,
        arg_min(rate_half, ordinal) AS rate_half, arg_min(sign, ordinal) AS sign,
        arg_min(raw_text, ordinal) AS raw_text
    FROM signed_claim
    GROUP BY report_id, claim_group, role
    HAVING count(DISTINCT coalesce(amount, rate)) = 1
), subject AS (
    SELECT report_id, claim_group, arg_min(subject, ordinal) AS subject, arg_min(section, ordinal) AS section
    FROM main_claim
    GROUP BY report_id, claim_group
), stated AS (
    SELECT
        s.report_id, s.claim_group, s.subject, s.section,
        max(amount) FILTER (role = 'current') AS current_amount, max(half) FILTER (role = 'current') AS current_half,
        max(amount) FILTER (role = 'prior') AS prior_amount, max(half) FILTER (role = 'prior') AS prior_half,
        max(amount) FILTER (role = 'difference') AS difference_amount,
        max(half) FILTER (role = 'difference') AS difference_half,
        max(sign) FILTER (role = 'difference') AS difference_sign,
        max(claim_id) FILTER (role = 'difference') AS difference_claim,
        max(raw_text) FILTER (role = 'difference') AS difference_text,
        max(rate) FILTER (role = 'growth') AS growth, max(rate_half) FILTER (role = 'growth') AS growth_half,
        max(sign) FILTER (role = 'growth') AS growth_sign, max(claim_id) FILTER (role = 'growth') AS growth_claim,
        max(raw_text) FILTER (role = 'growth') AS growth_text,
        coalesce(max(base) FILTER (role = 'difference'), max(base) FILTER (role = 'growth')) AS compared_with,
        max(rate) FILTER (role = 'share') AS share, max(rate_half) FILTER (role = 'share') AS share_half,
        max(claim_id) FILTER (role = 'share') AS share_claim,
        max(amount) FILTER (role = 'share_base') AS share_base_amount,
        max(half) FILTER (role = 'share_base') AS share_base_half,
        max(amount) FILTER (role = 'budget') AS plain_budget, max(half) FILTER (role = 'budget') AS plain_half,
        max(amount) FILTER (role = 'initial_budget') AS initial_budget,
        max(half) FILTER (role = 'initial_budget') AS initial_half,
        max(amount) FILTER (role = 'adjusted_budget') AS adjusted_budget_amount,
        max(half) FILTER (role = 'adjusted_budget') AS adjusted_budget_half,
        max(rate) FILTER (role = 'completion') AS completion,
        max(rate_half) FILTER (role = 'completion') AS completion_half,
        max(claim_id) FILTER (role = 'completion') AS completion_claim,
        max(base) FILTER (role = 'completion') AS completion_of
    FROM subject AS s
    LEFT JOIN one AS o ON s.report_id = o.report_id AND s.claim_group = o.claim_group
    GROUP BY s.report_id, s.claim_group, s.subject, s.section
)
SELECT
    *,
    coalesce(initial_budget, plain_budget, adjusted_budget_amount) AS budget_amount,
    coalesce(initial_half, plain_half, adjusted_budget_half) AS budget_half,
    -- A completion rate is of the budget the text names; where it names none, of the only one, the latest of several.
    CASE completion_of
        WHEN 'initial_budget' THEN coalesce(initial_budget, plain_budget)
        ELSE coalesce(CASE completion_of WHEN 'budget' THEN plain_budget END, adjusted_budget_amount, plain_budget,
            initial_budget)
    END AS completion_base,
    CASE completion_of
        WHEN 'initial_budget' THEN coalesce(initial_half, plain_half)
        ELSE coalesce(CASE completion_of WHEN 'budget' THEN plain_half END, adjusted_budget_half, plain_half,
            initial_half)
    END AS completion_base_half
FROM stated;

-- What a change starts from: the amount it is compared with where that is printed, else this year's less the change.
CREATE OR REPLACE TEMP TABLE change_claim AS
WITH signed AS (
    SELECT
        *, coalesce(compared_with = 'budget', false) AS about_budget,
        CASE WHEN difference_sign IS NULL OR difference_sign = 0 THEN difference_amount
             ELSE difference_sign * abs(difference_amount) END AS signed_difference
    FROM claim_group
    WHERE current_amount IS NOT NULL AND subject <> ''
), compared AS (
    SELECT
        *,
        CASE WHEN about_budget THEN budget_amount ELSE prior_amount END AS compared_amount,
        CASE WHEN about_budget THEN budget_half ELSE prior_half END AS compared_half
    FROM signed
), started AS (
    SELECT
        *,
        CASE
            WHEN compared_amount IS NOT NULL THEN compared_amount
            WHEN difference_sign <> 0 OR signed_difference = 0 THEN current_amount - signed_difference
        END AS start_amount,
        coalesce(compared_half, current_half + difference_half) AS start_half
    FROM compared
)
SELECT
    *,
    coalesce(signed_difference, current_amount - start_amount) AS change,
    CASE WHEN signed_difference IS NOT NULL THEN difference_half ELSE current_half + start_half END AS change_half
FROM started;

-- Where a direction word can be held against numbers that do not take their sign from it.
CREATE OR REPLACE TEMP TABLE direction_claim AS
WITH said AS (
    SELECT report_id, claim_group, sign AS said, direction, claim_id, raw_text
    FROM main_claim
    WHERE role = 'direction' AND sign = 0
)
SELECT
    report_id, claim_group, subject, difference_claim AS claim_id, difference_sign AS said,
    CASE difference_sign WHEN 1 THEN '增加' ELSE '减少' END AS direction,
    current_amount - compared_amount AS change, current_half + compared_half AS change_half,
    difference_text AS raw_text, false AS negative_after_decrease
FROM change_claim
WHERE difference_sign <> 0 AND compared_amount IS NOT NULL
UNION ALL
SELECT
    report_id, claim_group, subject, growth_claim, growth_sign, CASE growth_sign WHEN 1 THEN '增长' ELSE '下降' END,
    change, change_half, growth_text, false
FROM change_claim
WHERE growth_sign <> 0 AND growth <> 0 AND (difference_sign <> 0 OR compared_amount IS NOT NULL)
UNION ALL
SELECT c.report_id, c.claim_group, c.subject, c.claim_id, c.sign, '下降', c.amount, 0, c.raw_text, true
FROM signed_claim AS c
WHERE c.role IN ('difference', 'growth') AND c.sign = -1 AND coalesce(c.rate, c.amount) < 0
UNION ALL
SELECT
    g.report_id, g.claim_group, g.subject, s.claim_id, s.said, s.direction,
    g.current_amount - g.prior_amount, g.current_half + g.prior_half, s.raw_text, false
FROM change_claim AS g
INNER JOIN said AS s USING (report_id, claim_group)
WHERE g.prior_amount IS NOT NULL AND g.budget_amount IS NULL;

-- Above, below or equal to the budget: only where the group says one of them.
CREATE OR REPLACE TEMP TABLE comparison_claim AS
SELECT
    g.*, s.said, s.direction, s.claim_id
FROM (SELECT * FROM claim_group WHERE subject <> '') AS g
INNER JOIN (
    SELECT
        report_id, claim_group, any_value(comparison) AS said, arg_min(direction, ordinal) AS direction,
        arg_min(claim_id, ordinal) AS claim_id
    FROM main_claim
    WHERE role = 'direction' AND direction IS NOT NULL AND comparison IS NOT NULL
    GROUP BY report_id, claim_group
    HAVING count(DISTINCT comparison) = 1
) AS s USING (report_id, claim_group)
WHERE g.current_amount IS NOT NULL AND g.budget_amount IS NOT NULL;
