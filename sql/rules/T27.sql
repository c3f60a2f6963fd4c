-- rule_id: T27
-- kind: verdict
-- severity: error
-- operator: present
-- basis: narrative
-- title_en: The kinds of vehicles add up to the vehicles owned
-- title_zh: 车辆合计 = 各类用车之和
-- identity: vehicles = Σ kinds of vehicles (ministerial, leaders, confidential, emergency, enforcement, special, retired, other)
-- source: state-owned assets held (国有资产占用情况)
-- example: 共有车辆 5 辆，其中应急保障用车 3 辆、其他用车 1 辆
-- statements: 
-- row_only: false
-- each: false

-- Kinds count with the total of their own sentence. A list that does not name the other vehicles may be cut short: then
-- too few prove nothing, too many do.
WITH stated AS (
    SELECT
        report_id, sentence, min(ordinal) AS ordinal,
        max(value) FILTER (quantity = 'vehicles_owned') AS owned,
        count(DISTINCT value) FILTER (quantity = 'vehicles_owned') AS totals,
        sum(value) FILTER (kind) AS kinds, count(*) FILTER (kind) AS named,
        count(*) FILTER (quantity = 'vehicles_other') AS others
    FROM (
        SELECT *, quantity IN ('vehicles_ministerial', 'vehicles_leaders', 'vehicles_confidential', 'vehicles_emergency',
            'vehicles_enforcement', 'vehicles_special', 'vehicles_retired', 'vehicles_other') AS kind
        FROM quantity
    )
    GROUP BY report_id, sentence
)
SELECT
    s.report_id, 'vehicles/' || row_number() OVER (PARTITION BY s.report_id ORDER BY s.ordinal) AS instance,
    NULL AS statement,
    CASE WHEN kinds = owned THEN true WHEN kinds > owned OR others > 0 THEN false END AS holds,
    'the text counts ' || CAST(owned AS DECIMAL(18, 0)) || ' vehicles and names kinds of ' || CAST(kinds AS DECIMAL(18, 0)) || ': ' || s.sentence AS reason_en,
    '文字称共有车辆 ' || CAST(owned AS DECIMAL(18, 0)) || ' 辆，而所列各类用车共 ' || CAST(kinds AS DECIMAL(18, 0)) || ' 辆：' || s.sentence AS reason_zh
FROM stated AS s
SEMI JOIN checked_report AS r ON s.report_id = r.report_id
WHERE s.totals = 1 AND s.named > 0
