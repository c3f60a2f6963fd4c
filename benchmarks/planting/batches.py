"""Reports into a private build in memory, reconciled in one go, and what came out of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from pipelines.columns import TABLES, create_table, table_columns
from pipelines.reconciliation.run import reconcile
from pipelines.rows import Arrival, report_rows
from pipelines.warehouse import load_reference
from schemas.records import Report

ARRIVED = datetime(2026, 1, 1)
Row = dict[str, Any]


@dataclass(slots=True)
class Reconciled:
    """The findings of one batch by report_id, its checks that failed, and how long reconciling took."""

    findings: dict[str, list[Row]]
    localised: dict[str, float]
    seconds: float


def load(reports: Iterable[Report]) -> duckdb.DuckDBPyConnection:
    """A private build in memory that holds the reports."""
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for report in reports:
        for table, more in report_rows(report, Arrival(report.document_name, ARRIVED)).items():
            rows[table] += more
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS private")
    connection.execute("USE private")
    load_reference(connection)
    for table in TABLES:
        connection.execute(create_table(table))
        columns = table_columns(table)
        frame = pl.DataFrame(rows[table], schema={column.name: column.polars for column in columns})
        connection.register("rows_frame", frame.to_arrow())
        connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM rows_frame')
        connection.unregister("rows_frame")
    return connection


def reconcile_batch(
    reports: Iterable[Report], look: Callable[[duckdb.DuckDBPyConnection], None] | None = None
) -> Reconciled:
    """Reconcile reports together. `look` may read the build before it is thrown away."""
    connection = load(reports)
    started = time.perf_counter()
    reconcile(connection)
    seconds = time.perf_counter() - started
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
