-- rule_id: A05
-- kind: verdict
-- severity: error
-- operator: present
-- basis: narrative
-- title_en: A direction word agrees with the sign of the change
-- title_zh: 增加、减少、持平等用语与数字一致
-- identity: direction of the text = sign of the change
-- source: arithmetic of the statements made in the text
-- example: “下降 -3.50%” and “比上年 97.94 万元减少，本年 100.00 万元” do not hold
-- statements: 
-- row_only: false
-- each: false

-- One claim may be doubted in two ways; it is one check, which fails where either does.
SELECT DISTINCT ON (report_id, claim_group, claim_id)
    report_id, claim_group, subject, claim_id,
    CASE said
        WHEN 1 THEN change + change_half >= 0
        WHEN -1 THEN change - change_half <= 0
        ELSE abs(change) <= change_half
    END AND NOT negative_after_decrease AS holds,
    change AS actual_yuan,
    CASE WHEN negative_after_decrease THEN 'a decrease is stated with a negative number (' || raw_text || ')'
         ELSE 'the text says "' || direction || '" but the change is ' || change || ' yuan' END AS reason_en,
    CASE WHEN negative_after_decrease THEN '“下降”后又写负数（' || raw_text || '）'
         ELSE '文字称“' || direction || '”，而变动额为 ' || change || ' 元' END AS reason_zh
FROM direction_claim
ORDER BY report_id, claim_group, claim_id, holds, negative_after_decrease DESC, said, change
