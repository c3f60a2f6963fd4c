"""What a published file says of its own views: their columns, kinds and meanings, from the comments in its catalogue.

In: a connection to a published file. Out: `View` records, by name. Every description of an export is made from these,
so that none of them can say something else than the dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_VIEWS = "SELECT view_name, coalesce(comment, '') FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
_COLUMNS = """
SELECT table_name, column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
WHERE NOT internal AND schema_name = 'main' ORDER BY table_name, column_index
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in DuckDB, and what it means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class View:
    """A view with its columns and the number of its rows."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: int


def views(connection: duckdb.DuckDBPyConnection) -> list[View]:
    """Every view of the file."""
    grouped = groupby(connection.execute(_COLUMNS).fetchall(), key=lambda row: row[0])
    columns = {name: tuple(Column(*row[1:]) for row in rows) for name, rows in grouped}
    found = connection.execute(_VIEWS).fetchall()
    return [View(name, meaning, columns[name], _rows(connection, name)) for name, meaning in found]


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    counted = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    return counted[0] if counted else 0
