"""Reports into a private build in memory, reconciled in one go, and what came out of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from pipelines.columns import CHILDREN, KEYS, TABLES, create_table, table_columns
from pipelines.identifiers import identifier
from pipelines.reconciliation.run import reconcile
from pipelines.rows import figure_key
from pipelines.warehouse import load_reference
from schemas.records import Figure, Report

ARRIVED = datetime(2026, 1, 1)
Row = dict[str, Any]


@dataclass(slots=True)
class Reconciled:
    """The findings of one batch by report_id, the seconds each localisation took, and those of reconciling as a whole:
    time of the processor."""

    findings: dict[str, list[Row]]
    localised: dict[str, float]
    seconds: float


def load(reports: Iterable[Report]) -> duckdb.DuckDBPyConnection:
    """A private build in memory that holds the reports. What they hold is known to be storable."""
    found = list(reports)
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET threads = 1")  # as parts are checked
    connection.execute("ATTACH ':memory:' AS private")
    connection.execute("USE private")
    load_reference(connection)
    for table in TABLES:
        connection.execute(create_table(table))
        columns = {column.name: column.polars for column in table_columns(table)}
        frame = pl.DataFrame(_values(table, found, columns), schema=columns)
        connection.register("rows_frame", frame.to_arrow())
        connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM rows_frame')
        connection.unregister("rows_frame")
    return connection


def _values(table: str, reports: list[Report], columns: Iterable[str]) -> dict[str, list[Any]]:
    """Column → its values in all reports, with the identifiers that rows.py gives."""
    if table == "report":
        records: list[Any] = list(reports)
        keys: dict[str, list[Any]] = {
            "report_id": [identifier(report.document_sha256, report.ordinal) for report in reports],
            "arrived_at": [ARRIVED] * len(reports),
            "arrival_date": [ARRIVED.date()] * len(reports),
            "document_path": [report.document_name for report in reports],
        }
    else:
        placed = [
            (report, ordinal, record)
            for report in reports
            for ordinal, record in enumerate(getattr(report, CHILDREN[table]))
        ]
        records = [record for _, _, record in placed]
        keys = {
            "report_id": [identifier(report.document_sha256, report.ordinal) for report, _, _ in placed],
            "ordinal": [ordinal for _, ordinal, _ in placed],
        }
        if table in KEYS:
            keys[KEYS[table]] = [
                identifier(
                    report.document_sha256,
                    report.ordinal,
                    *(figure_key(record) if isinstance(record, Figure) else (table, ordinal)),
                )
                for report, ordinal, record in placed
            ]
    return {
        name: keys[name] if name in keys else [getattr(record, name, None) for record in records] for name in columns
    }


def reconcile_batch(
    reports: Iterable[Report], look: Callable[[duckdb.DuckDBPyConnection], None] | None = None
) -> Reconciled:
    """Reconcile reports together. `look` may read the build before it is thrown away."""
    connection = load(reports)
    started = time.process_time()
    reconcile(connection)
    seconds = time.process_time() - started
    findings: dict[str, list[Row]] = {}
    for row in select(connection, "SELECT * FROM fact_finding ORDER BY report_id, finding_id"):
        findings.setdefault(row["report_id"], []).append(row)
    if look:
        look(connection)
    spent = connection.execute("SELECT report_id, seconds FROM localised_report ORDER BY report_id").fetchall()
    connection.close()
    return Reconciled(findings, dict(spent), seconds)


def select(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query as dictionaries."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
