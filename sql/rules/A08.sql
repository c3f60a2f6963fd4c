-- rule_id: A08
-- kind: verdict
-- severity: warning
-- operator: present
-- basis: narrative
-- title_en: Whether the final amount is above, below or equal to its budget agrees with the amounts
-- title_zh: 决算数大于、小于、等于预算数的表述与金额一致
-- identity: comparison of the text = current against budget
-- source: arithmetic of the statements made in the text
-- example: 决算 100.00 万元大于年初预算 80.00 万元
-- statements: 
-- row_only: false
-- each: false

SELECT
    report_id, claim_group, subject, claim_id,
    CASE said
        WHEN 1 THEN current_amount + current_half > budget_amount - budget_half
        WHEN -1 THEN current_amount - current_half < budget_amount + budget_half
        ELSE abs(current_amount - budget_amount) <= current_half + budget_half
    END OR coalesce(CASE said
        WHEN 1 THEN current_amount + current_half > adjusted_budget_amount - adjusted_budget_half
        WHEN -1 THEN current_amount - current_half < adjusted_budget_amount + adjusted_budget_half
        ELSE abs(current_amount - adjusted_budget_amount) <= current_half + adjusted_budget_half
    END, false) AS holds,
    current_amount AS actual_yuan, budget_amount AS expected_yuan,
    'the text says "' || direction || '" the budget' AS reason_en,
    '文字称决算数“' || direction || '”预算数' AS reason_zh
FROM comparison_claim
