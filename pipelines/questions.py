"""Questions the command line asks a published file. In: the file. Out: plain values; nothing is ever written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Record = dict[str, Any]


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the file behind a pointer; the resolved path avoids an older snapshot held open."""
    import duckdb

    connection = duckdb.connect(str(file.resolve()), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: list[object] | None = None) -> list[Record]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(query, parameters or [])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a warehouse holds, in numbers."""

    reports: dict[str, int]
    figures: int
    checks: dict[str, int]
    findings: dict[str, int]


def _counts(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return dict(connection.execute(query).fetchall())


def summary(connection: duckdb.DuckDBPyConnection) -> Summary:
    """Reports by status, figures, checks by outcome, findings by severity."""
    # Counted where they are counted already, or in one column: millions of rows are not joined for it.
    figures = connection.execute(
        "SELECT CAST(coalesce(sum(figure_count), 0) AS BIGINT) FROM reports WHERE kind <> 'budget'"
    ).fetchone()
    return Summary(
        reports=_counts(connection, "SELECT status, count(*) FROM reports GROUP BY status ORDER BY status"),
        figures=figures[0] if figures else 0,
        checks=_counts(connection, "SELECT outcome, count(*) FROM fact_check GROUP BY outcome ORDER BY outcome"),
        findings=_counts(connection, "SELECT severity, count(*) FROM findings GROUP BY severity ORDER BY severity"),
    )


def not_reconciled(connection: duckdb.DuckDBPyConnection, status: str, limit: int) -> list[Record]:
    """Reports of one status, most errors first, with their first problem."""
    return rows(
        connection,
        """
        SELECT r.report_id, r.document_name, r.department_name, r.fiscal_year, r.finding_count,
               (SELECT min_by(p.message, (CASE p.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, p.ordinal))
                FROM problems p WHERE p.report_id = r.report_id) AS reason
        FROM reports r WHERE r.status = ? ORDER BY r.finding_count DESC, r.document_name, r.report_id LIMIT ?
        """,
        [status, limit],
    )


def rejected_among(connection: duckdb.DuckDBPyConnection, sha256s: Iterable[str]) -> list[Record]:
    """Which of these disclosures could not be read, and why."""
    return rows(
        connection,
        """
        SELECT r.document_name, r.document_sha256,
               coalesce(list(p.message ORDER BY p.ordinal) FILTER (p.message IS NOT NULL), []) AS reasons
        FROM reports r LEFT JOIN problems p USING (report_id)
        WHERE r.status = 'rejected' AND list_contains(?, r.document_sha256)
        GROUP BY ALL ORDER BY r.document_name, r.document_sha256
        """,
        [sorted(sha256s)],
    )


def find_reports(connection: duckdb.DuckDBPyConnection, wanted: str) -> list[Record]:
    """Reports whose id, sha256 (or its first 8 or more digits) or document name is `wanted`."""
    return rows(
        connection,
        """
        SELECT * FROM reports
        WHERE report_id = ? OR document_name = ? OR (length(?) >= 8 AND starts_with(document_sha256, ?))
        ORDER BY document_name, report_id
        """,
        [wanted, wanted, wanted, wanted],
    )
