"""What the static report shows. In: a connection to a published file. Out: plain rows, each list in a total order.

Consolidated and unit reports are never added together: amounts come from the views that count each department once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.questions import Record, rows

if TYPE_CHECKING:
    import duckdb

#: Rows of a list before it is cut; the page says so and names the file that has all of them.
LONGEST_LIST = 200
#: Bars of a chart of classes.
MOST_BARS = 15

TOTALS = """
SELECT count(*) AS reports, count(DISTINCT department_id) AS departments, count(DISTINCT division_code) AS divisions,
       coalesce(sum(figure_count), 0) AS figures,
       count(*) FILTER (status = 'reconciled') AS reconciled, count(*) FILTER (status = 'flagged') AS flagged,
       count(*) FILTER (status = 'unverified') AS unverified
FROM reports WHERE is_current AND kind <> 'budget' AND status <> 'rejected'
"""
BY_YEAR = """
SELECT fiscal_year, count(*) FILTER (status = 'reconciled') AS reconciled,
       count(*) FILTER (status = 'flagged') AS flagged, count(*) FILTER (status = 'unverified') AS unverified,
       count(*) AS reports
FROM reports WHERE is_current AND kind <> 'budget' AND status <> 'rejected' AND fiscal_year IS NOT NULL
GROUP BY fiscal_year ORDER BY fiscal_year DESC
"""
# Departments that print both, so that the two sums are of the same departments.
THREE_PUBLIC = """
WITH pair AS (
    SELECT report_id, fiscal_year, max(amount_yuan) FILTER (phase = 'budget') AS budget_yuan,
           max(amount_yuan) FILTER (phase = 'final') AS final_yuan
    FROM three_public_expenses WHERE item = 'total' GROUP BY ALL
)
SELECT fiscal_year, count(*) AS departments, sum(budget_yuan) AS budget_yuan, sum(final_yuan) AS final_yuan
FROM pair WHERE budget_yuan IS NOT NULL AND final_yuan IS NOT NULL GROUP BY fiscal_year ORDER BY fiscal_year DESC
"""
RECEPTION = """
WITH pair AS (
    SELECT department_name, fiscal_year, report_id, any_value(report_status) AS report_status,
           max(amount_yuan) FILTER (phase = 'budget') AS budget_yuan,
           max(amount_yuan) FILTER (phase = 'final') AS final_yuan
    FROM three_public_expenses WHERE item = 'official_reception' GROUP BY ALL
)
FROM pair WHERE final_yuan > budget_yuan
ORDER BY final_yuan - budget_yuan DESC, department_name, fiscal_year, report_id
"""
BY_CLASS = """
SELECT class_code, min(class_name) AS class_name, sum(amount_yuan) AS amount_yuan,
       count(DISTINCT report_id) AS reports
FROM spending_by_function
WHERE statement = 'general_budget_expenditure' AND measure = 'expenditure_total' AND is_leaf
  AND fiscal_year = (SELECT max(fiscal_year) FROM spending_by_function)
GROUP BY class_code ORDER BY amount_yuan DESC, class_code
"""
FINDINGS = """
SELECT n.finding_id, n.department_name, n.fiscal_year, n.document_name, n.rule_id, u.title_zh, u.title_en, n.severity,
       n.actual_yuan, n.expected_yuan, n.difference_yuan, n.verdict, n.verdict_reason, n.verdict_date
FROM findings n LEFT JOIN dim_rule u USING (rule_id)
WHERE n.is_current AND n.severity = 'error' AND n.blame <> 'extraction'
ORDER BY coalesce(n.verdict = 'dismissed', false), abs(n.difference_yuan) DESC NULLS LAST, n.finding_id
"""
# Two cells a finding: the suspect first, then the one it is held against.
CELLS = """
SELECT n.finding_id, f.raw_text, CASE WHEN f.source = 'table' THEN f.declared_unit END AS unit, f.page, f.line_number,
       f.statement_title, f.line_label, f.source
FROM findings n JOIN figures f
  ON f.report_id = n.report_id AND (list_contains(n.figure_ids, f.figure_id) OR f.figure_id = n.suspect_figure_id)
WHERE list_contains($1, n.finding_id)
QUALIFY row_number() OVER (PARTITION BY n.finding_id
                           ORDER BY f.figure_id IS DISTINCT FROM n.suspect_figure_id, f.source = 'narrative', f.page, f.figure_id) <= 4
ORDER BY n.finding_id, f.figure_id IS DISTINCT FROM n.suspect_figure_id, f.source = 'narrative', f.page, f.figure_id
"""
SENTENCES = """
SELECT n.finding_id, n.suspect_sentence AS sentence, c.page FROM findings n JOIN claim c ON c.claim_id = n.suspect_claim_id
WHERE n.suspect_sentence IS NOT NULL AND list_contains($1, n.finding_id) ORDER BY n.finding_id
"""
COVERAGE = """
SELECT province_name, division_name, fiscal_year, department_count, report_count, reconciled_count, flagged_count,
       unverified_count, share_evaluated
FROM coverage ORDER BY report_count DESC, division_code NULLS LAST, fiscal_year NULLS LAST
"""


def answer(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[Record]:
    """The rows of one of the questions above."""
    return rows(connection, query, list(parameters))


def first(found: list[Record]) -> list[Record]:
    """As many as the page shows."""
    return found[:LONGEST_LIST]
