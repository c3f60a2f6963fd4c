"""Questions in SQL to a published file, by a person: read-only, and with no way out of the file.

In: the file and one SQL text. Out: column names and rows. Reading or writing other files, attaching databases and
loading extensions are switched off and cannot be switched on again. Raises `QueryError` with what DuckDB says.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.words import SaidError


class QueryError(SaidError):
    """The SQL cannot be answered; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The names of the columns and the rows, at most as many as were asked for."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    is_cut: bool


def read_only(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can read the file behind a pointer and nothing else."""
    connection = duckdb.connect(str(warehouse.resolve()), read_only=True)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET TimeZone = 'Asia/Shanghai'")
    connection.execute("SET lock_configuration = true")
    return connection


def query_text(wanted: str) -> str:
    """What was typed: a query, or the path of a `.sql` file that holds one. Raises `QueryError`."""
    path = Path(wanted)
    if path.suffix != ".sql" or any(character in wanted for character in "\n;"):
        return wanted
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError("{path} cannot be read: {error}", path=path, error=error) from error


def ask(warehouse: Path, text: str, limit: int | None = None) -> Answer:
    """Answers one SQL text; at most `limit` rows where given."""
    connection = read_only(warehouse)
    try:
        cursor = connection.execute(text)
        found = cursor.fetchall() if limit is None else cursor.fetchmany(limit + 1)
        columns = tuple(column[0] for column in cursor.description or ())
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    finally:
        connection.close()
    is_cut = limit is not None and len(found) > limit
    return Answer(columns, found[:limit] if is_cut else found, is_cut)


def as_csv(answer: Answer) -> str:
    """The answer as CSV; amounts as printed by DuckDB, NULL as an empty field."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([[_text(value) for value in row] for row in answer.rows])
    return buffer.getvalue()


def as_json(answer: Answer) -> str:
    """The answer as a JSON array of objects; amounts as text, so that none becomes a float."""
    records = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
    return json.dumps(records, ensure_ascii=False, indent=1)


def as_cells(answer: Answer) -> Sequence[Sequence[str]]:
    """The rows as text for a table on a screen."""
    return [[_text(value) for value in row] for row in answer.rows]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(_text(item) for item in value)
        case datetime() | date():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case _:
            return str(value)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Decimal) else _text(value)
