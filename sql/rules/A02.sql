-- rule_id: A02
-- kind: difference
-- severity: warning
-- operator: =
-- basis: narrative
-- title_en: The shares of a complete partition add up to 100 percent
-- title_zh: 同一合计的各项占比之和 = 100%
-- identity: Σ share = 100, where the amounts add up to the base
-- source: arithmetic of the statements made in the text
-- example: 基本支出占 51.92%，项目支出占 48.08%：100.00%
-- statements: 
-- row_only: false
-- each: false

-- Only shares whose amounts add up to their common base make a partition; a list cut short does not.
WITH part AS (
    SELECT DISTINCT ON (report_id, section, share_base_amount, subject) *
    FROM claim_group
    WHERE share IS NOT NULL AND current_amount IS NOT NULL AND share_base_amount > 0
    ORDER BY report_id, section, share_base_amount, subject, claim_group
)
SELECT
    report_id, min(claim_group) AS claim_group, section || '/' || share_base_amount AS subject,
    arg_min(share_claim, claim_group) AS claim_id,
    sum(share) AS actual, 100 AS expected, sum(share_half) AS tolerance, 'percent' AS unit
FROM part
GROUP BY report_id, section, share_base_amount
HAVING count(*) > 1
    AND abs(sum(current_amount) - share_base_amount) <= sum(current_half) + max(share_base_half)
