"""How fast a published file answers: every view, every example of sql/examples, every question of the dashboard's pages.

In: a published file. Out: for each question the seconds it took, several times over, each in a connection that has asked
before (readers keep theirs open).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

import sql

REPEATS = 5

#: Pages of the dashboard, by the module that draws them.
PAGES = ("coverage", "compare", "department", "three_public", "queue", "search")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and how long its answers took, in seconds."""

    kind: str
    name: str
    seconds: tuple[float, ...]

    @property
    def fastest(self) -> float:
        """The answer that was disturbed least."""
        return min(self.seconds)

    @property
    def slow(self) -> float:
        """The 95th percentile; of a few answers the slowest."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(0.95 * len(self.seconds)))]


def answers(file: Path, repeats: int = REPEATS) -> list[Answer]:
    """Asks everything. In: the file readers open."""
    with duckdb.connect(str(file.resolve()), read_only=True) as connection:
        found = [Answer(kind, name, _timed(run, repeats)) for kind, name, run in _questions(connection)]
    return [*found, *_dashboard(file, repeats)]


def _timed(run: Callable[[], object], repeats: int) -> tuple[float, ...]:
    took = []
    run()  # opens what is read
    for _ in range(repeats):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return tuple(took)


def _questions(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """What people ask of a view: its first rows, and all it says of one division or one report."""
    (division, report), *_ = connection.execute(
        "SELECT division_code, report_id FROM reports WHERE status = 'flagged' ORDER BY report_id LIMIT 1"
    ).fetchall()
    views = connection.execute(
        "SELECT v.view_name, list(c.column_name) FROM duckdb_views() AS v INNER JOIN duckdb_columns() AS c "
        "ON v.view_name = c.table_name AND c.schema_name = 'main' WHERE NOT v.internal GROUP BY v.view_name ORDER BY v.view_name"
    ).fetchall()
    for view, columns in views:
        yield "view", f"{view}, first 100 rows", _asking(connection, f'FROM "{view}" LIMIT 100')
        if "division_code" in columns:
            yield (
                "view",
                f"{view} of a division",
                _asking(connection, f"FROM \"{view}\" WHERE division_code = '{division}'"),
            )
        if "report_id" in columns:
            yield "view", f"{view} of a report", _asking(connection, f"FROM \"{view}\" WHERE report_id = '{report}'")
    for script in sql.scripts("examples"):
        yield "example", script.name, _asking(connection, script.text)


def _asking(connection: duckdb.DuckDBPyConnection, text: str) -> Callable[[], object]:
    return lambda: connection.sql(text).to_arrow_table()


def _dashboard(file: Path, repeats: int) -> list[Answer]:
    """The questions that drawing each page once asks."""
    from streamlit.testing.v1 import AppTest

    import dashboard.warehouse as asked

    os.environ[asked.WAREHOUSE_VARIABLE] = str(file)
    original, found = asked._answer, []

    def answering(name: str, text: str, parameters: tuple[Any, ...]) -> Any:
        def run() -> object:
            return asked._connection(name).cursor().sql(text, params=list(parameters)).pl()

        found.append(Answer("dashboard", f"{page}: {' '.join(text.split())[:60]}", _timed(run, repeats)))
        return original(name, text, parameters)

    asked._answer = answering  # type: ignore[assignment]
    try:
        for page in PAGES:
            ran = AppTest.from_string(f"from dashboard.views import {page}\n{page}.show()", default_timeout=600).run()
            if ran.exception:
                raise RuntimeError(f"the page {page} fails: {ran.exception[0].value}")
    finally:
        asked._answer = original
    return list({answer.name: answer for answer in found}.values())
