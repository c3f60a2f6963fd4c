"""Checks for the reports of an invented lake, copied from those of their templates instead of being made.

Making checks is measured elsewhere (`benchmarks.checking`); what is measured on ten thousand reports is all that comes
after it: keeping parts, building the star, publishing, asking. So the templates are reconciled once, and each report
gets the checks, operands, findings and verifications of its template with its own identifiers and amounts.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import duckdb
import msgspec

from benchmarks.invented_lake import FACTOR_OF, PLANTED, templates
from benchmarks.planting.batches import load
from pipelines.reconciliation.run import reconcile
from pipelines.warehouse import Reread
from schemas.records import Report

_MADE = ("figure", "claim", "fact_check", "check_operand", "fact_finding", "figure_verification", "dim_rule")

#: Which template stands behind a report: the clean ones have even numbers here, the planted ones odd.
_REPORTS = f"""
CREATE TABLE made AS
SELECT r.report_id, t.report_id AS template_id, {FACTOR_OF} AS factor
FROM (SELECT report_id, CAST(regexp_extract(document_path, '(\\d+)\\.txt', 1) AS BIGINT) AS n FROM report) AS r
INNER JOIN template.number AS t ON t.number = {{template}} * 2 + CASE WHEN {PLANTED} THEN 1 ELSE 0 END
"""

_COPIES = """
CREATE TABLE figure_of AS
SELECT m.report_id, t.figure_id AS template_figure_id, f.figure_id
FROM made AS m
INNER JOIN template.figure AS t ON m.template_id = t.report_id
INNER JOIN figure AS f ON m.report_id = f.report_id AND t.ordinal = f.ordinal;
CREATE TABLE claim_of AS
SELECT m.report_id, t.claim_id AS template_claim_id, c.claim_id
FROM made AS m
INNER JOIN template.claim AS t ON m.template_id = t.report_id
INNER JOIN claim AS c ON m.report_id = c.report_id AND t.ordinal = c.ordinal;
CREATE TABLE dim_rule AS FROM template.dim_rule;
CREATE TABLE fact_check AS
SELECT c.* REPLACE (
    hash(m.report_id || c.check_key) AS check_key, left(sha256(m.report_id || c.check_id), 16) AS check_id,
    m.report_id AS report_id,
    CAST(c.expected_yuan * m.factor AS DECIMAL(20, 2)) AS expected_yuan,
    CAST(c.actual_yuan * m.factor AS DECIMAL(20, 2)) AS actual_yuan,
    CAST(c.difference_yuan * m.factor AS DECIMAL(20, 2)) AS difference_yuan)
FROM made AS m INNER JOIN template.fact_check AS c ON m.template_id = c.report_id;
CREATE TABLE check_operand AS
SELECT o.* REPLACE (
    hash(m.report_id || o.check_key) AS check_key, m.report_id AS report_id, f.figure_id AS figure_id, c.claim_id AS claim_id)
FROM made AS m
INNER JOIN template.check_operand AS o ON m.template_id = o.report_id
LEFT JOIN figure_of AS f ON m.report_id = f.report_id AND o.figure_id = f.template_figure_id
LEFT JOIN claim_of AS c ON m.report_id = c.report_id AND o.claim_id = c.template_claim_id;
CREATE TABLE fact_finding AS
SELECT n.* REPLACE (
    left(sha256(m.report_id || n.finding_id), 16) AS finding_id, m.report_id AS report_id, s.figure_id AS suspect_figure_id,
    c.claim_id AS suspect_claim_id,
    coalesce((SELECT list(f.figure_id ORDER BY f.figure_id) FROM figure_of AS f
              WHERE f.report_id = m.report_id AND list_contains(n.figure_ids, f.template_figure_id)), []) AS figure_ids,
    CAST([] AS VARCHAR[]) AS alternatives)
FROM made AS m
INNER JOIN template.fact_finding AS n ON m.template_id = n.report_id
LEFT JOIN figure_of AS s ON m.report_id = s.report_id AND n.suspect_figure_id = s.template_figure_id
LEFT JOIN claim_of AS c ON m.report_id = c.report_id AND n.suspect_claim_id = c.template_claim_id;
CREATE TABLE figure_verification AS
SELECT f.figure_id, v.verification
FROM figure_of AS f INNER JOIN template.figure_verification AS v ON f.template_figure_id = v.figure_id;
DROP TABLE figure_of; DROP TABLE claim_of; DROP TABLE made;
"""


class CopiedChecks:
    """A `Reconcile` that copies. In: the folder that receives the checks of the templates. `parts` counts how many parts
    were checked."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template_checks.duckdb"
        self.parts = 0
        #: Parts are checked side by side.
        self._lock = Lock()

    def prepare(self) -> None:
        """Checks the templates, unless the folder has their checks."""
        if not self._file.is_file():
            _reconcile_templates(self._file)

    def __call__(self, connection: duckdb.DuckDBPyConnection, reread: Reread | None) -> None:
        from benchmarks.invented_lake import TEMPLATE_OF

        with self._lock:
            self.parts += 1
            self.prepare()
            connection.execute(f"ATTACH IF NOT EXISTS '{self._file}' AS template (READ_ONLY)")
        connection.execute(_REPORTS.format(template=TEMPLATE_OF))
        connection.execute(_COPIES)


def _reconcile_templates(file: Path) -> None:
    """Reconciles every template as it is and with one amount ten times too large."""
    reports = [each for report in templates() for each in (report, _planted(report))]
    numbered = [
        msgspec.structs.replace(report, document_sha256=f"template {number:04d}")
        for number, report in enumerate(reports)
    ]
    connection = load(numbered)
    reconcile(connection)
    partial = file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    connection.execute(f"ATTACH '{partial}' AS kept")
    for table in _MADE:
        connection.execute(f'CREATE TABLE kept."{table}" AS FROM private."{table}"')
    connection.execute(
        "CREATE TABLE kept.number AS "
        "SELECT report_id, CAST(right(document_sha256, 4) AS INTEGER) AS number FROM private.report"
    )
    connection.execute("DETACH kept")
    connection.close()
    partial.rename(file)


def _planted(report: Report) -> Report:
    figures = list(report.figures)
    chosen = next(
        number
        for number, figure in enumerate(figures)
        if figure.statement == "expenditure" and len(figure.line) == 7 and figure.amount_yuan
    )
    figure = figures[chosen]
    figures[chosen] = msgspec.structs.replace(
        figure, amount_yuan=figure.amount_yuan * 10, amount_printed=figure.amount_printed * 10
    )
    return msgspec.structs.replace(report, figures=tuple(figures))
