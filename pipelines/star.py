"""Writes the star, the views and the comments into the file that will be published.

In: a connection whose database `private` holds the checked reports and the reference tables. Out: a new file, attached
as `published`.

Two lanes write beside each other, each statement on one thread: a table that several threads fill in order is cut into
small pieces, which takes half as much time again and makes the file larger by as much.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import duckdb

import sql

#: Readable by every DuckDB from 1.4 on (drivers in browsers and dashboards lag behind).
STORAGE_VERSION = "v1.4.0"

#: Schema of the tables behind the views that are computed when the file is built (their SQL begins with `-- Stored.`).
STORED = "stored"

#: Scripts of sql/star that take nothing from those before them but what `01` and `02` made.
_BESIDE = ("04_reconciliation", "06_records")
#: The script that needs them.
_AFTER = "05_reports"


def build_star(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Writes everything to the new file `target`, which stays attached as `published`, the default database."""
    connection.execute(f"ATTACH {sql.literal(target)} AS published (STORAGE_VERSION '{STORAGE_VERSION}')")
    connection.execute("USE published")
    (threads,) = connection.execute("SELECT current_setting('threads')").fetchall()[0]
    connection.execute("SET threads = 1")
    try:
        _write_tables(connection)
        _write_views(connection)
    finally:
        connection.execute(f"SET threads = {threads}")
    _comment(connection)


def _write_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Runs sql/star. What one script makes for the next beside its tables is temporary and seen by its own session only."""
    texts = {script.name: script.text for script in sql.scripts("star")}
    with ThreadPoolExecutor(1) as lane:
        beside: Future[None] | None = None
        for name, text in texts.items():
            if name in _BESIDE:
                continue
            if name.startswith("03"):
                beside = lane.submit(_run, connection.cursor(), [texts[other] for other in _BESIDE])
            if name == _AFTER and beside is not None:
                beside.result()
            connection.execute(text)


def _write_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the views and stores those that are to be: each as soon as the stored views it asks are there."""
    connection.execute(f"CREATE SCHEMA {STORED}")
    stored: dict[str, Future[None]] = {}
    scripts = {script.name.partition("_")[2]: script.text for script in sql.scripts("views")}
    for text in scripts.values():
        connection.execute(sql.without_comments(text))
    with ThreadPoolExecutor(2) as lanes:
        for view, text in scripts.items():
            if text.startswith("-- Stored."):
                words = set(re.findall(r"\w+", sql.without_comments(text)))
                # What is waited for began earlier, so no lane waits for what cannot begin.
                asked = [stored[other] for other in stored if other in words]
                stored[view] = lanes.submit(_store, connection.cursor(), view, asked)
    for done in stored.values():
        done.result()


def _run(session: duckdb.DuckDBPyConnection, texts: Iterable[str]) -> None:
    with _own(session):
        for text in texts:
            session.execute(text)


def _store(session: duckdb.DuckDBPyConnection, view: str, asked: Iterable[Future[None]]) -> None:
    """Computes a view once, in its own order, so that asking it reads a table."""
    for other in asked:
        other.result()
    with _own(session):
        session.execute(f'CREATE TABLE {STORED}."{view}" AS FROM "{view}"')
        session.execute(f'CREATE OR REPLACE VIEW "{view}" AS FROM {STORED}."{view}"')


def _own(session: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A session of a lane, set as the first one is; it closes itself at the end of a `with`."""
    session.execute("USE published")
    session.execute("SET TimeZone = 'Asia/Shanghai'")
    return session


def _comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Puts a comment on every table, view and column; one column has one meaning wherever it stands."""
    comments = read_comments()
    found = connection.execute(
        "SELECT schema_name, table_name, 'TABLE', NULL FROM duckdb_tables() "
        "WHERE database_name = 'published' AND NOT internal UNION ALL "
        "SELECT schema_name, view_name, 'VIEW', NULL FROM duckdb_views() "
        "WHERE database_name = 'published' AND NOT internal UNION ALL "
        "SELECT schema_name, table_name, 'COLUMN', column_name FROM duckdb_columns() "
        "WHERE database_name = 'published' AND NOT internal ORDER BY ALL"
    ).fetchall()
    statements = []
    for schema, relation, kind, column in found:
        text = comments.get((relation, column or "")) or comments.get(("*", column))
        target = f'"{schema}"."{relation}"' + (f'."{column}"' if column else "")
        if text:
            statements.append(f"COMMENT ON {kind} {target} IS {sql.literal(text)}")
    # One transaction for hundreds of small statements.
    connection.execute("; ".join(("BEGIN TRANSACTION", *statements, "COMMIT")))


def read_comments() -> dict[tuple[str, str], str]:
    """sql/comments.csv: (relation or `*`, column or '') → comment."""
    with (sql.ROOT / "comments.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["relation"], row["column"]): row["comment"] for row in csv.DictReader(handle)}
