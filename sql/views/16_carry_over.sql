-- Stored.
-- Money carried into and out of each year: all money (statement 01), appropriated money and each fund (statement 04).
-- One row a report and kind of money; the kinds contain each other and are never added up.
CREATE VIEW carry_over AS
WITH amount AS (
    SELECT report_id,
           CASE
               WHEN statement = 'revenue_expenditure_summary' THEN 'all'
               WHEN line IN ('opening_balance', 'closing_balance') AND measure IN ('amount', 'total')
                   THEN 'appropriation'
               WHEN line = 'closing_balance' THEN measure
               ELSE regexp_replace(line, '^(opening|closing)_balance_', '')
           END AS money,
           CASE WHEN line LIKE 'opening%' THEN 'opening' ELSE 'closing' END AS moment, amount_yuan
    FROM counted_figures
    WHERE (statement = 'revenue_expenditure_summary' AND line IN ('opening_balance', 'closing_balance'))
       OR (statement = 'appropriation_summary' AND line LIKE 'opening\_balance%' ESCAPE '\')
       OR (statement = 'appropriation_summary' AND line LIKE 'closing\_balance%' ESCAPE '\'
           AND (line = 'closing_balance' OR measure = 'total'))
), pair AS (
    SELECT report_id, money, max(amount_yuan) FILTER (moment = 'opening') AS opening_balance_yuan,
           max(amount_yuan) FILTER (moment = 'closing') AS closing_balance_yuan
    FROM amount GROUP BY report_id, money
), run AS (
    SELECT p.*, r.department_id, r.department_name, r.division_code,
           coalesce(r.division_name, v.division_name) AS division_name, v.province_name, r.fiscal_year, r.scope,
           r.status AS report_status, p.closing_balance_yuan > 0 AS carries,
           r.fiscal_year - row_number() OVER (
               PARTITION BY r.department_id, p.money, p.closing_balance_yuan > 0 ORDER BY r.fiscal_year) AS run_start
    FROM pair p
    JOIN dim_report r USING (report_id)
    LEFT JOIN dim_division v ON v.division_code = r.division_code
)
SELECT report_id, department_id, department_name, division_code, division_name, province_name, fiscal_year, scope,
       report_status, money, opening_balance_yuan, closing_balance_yuan,
       CASE WHEN lag(fiscal_year) OVER before = fiscal_year - 1 THEN lag(closing_balance_yuan) OVER before END
           AS prior_closing_balance_yuan,
       CASE WHEN carries THEN row_number() OVER (
           PARTITION BY department_id, money, carries, run_start ORDER BY fiscal_year) ELSE 0 END
           AS years_carried_in_a_row
FROM run
WINDOW before AS (PARTITION BY department_id, money ORDER BY fiscal_year)
ORDER BY division_code NULLS LAST, report_id, money;
