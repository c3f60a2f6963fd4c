"""Turns reports into rows of the lake tables.

In: a `Report` and how it arrived. Out: rows per table, ready for `columns.table_columns`. Nothing is lost silently:
what cannot be stored (an amount with more digits than any budget, a figure given twice under one key) becomes a
problem on the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from types import NoneType

import msgspec

from pipelines.columns import CHILDREN, KEYS, PRECISION, TABLES, Column, table_columns
from pipelines.identifiers import identifier
from pipelines.provenance import NO_HINTS, Hints
from schemas.records import Figure, Problem, Report

Row = dict[str, object]
Rows = dict[str, list[Row]]

#: The largest and smallest whole number of a BIGINT column.
_INTEGER_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a disclosure came: its path, when (Asia/Shanghai), from which address and source, and what that source knows."""

    path: str
    arrived_at: datetime
    source_url: str | None = None
    source: str | None = None
    hints: Hints = NO_HINTS

    @property
    def day(self) -> date:
        return self.arrived_at.date()


class Unstorable(Exception):
    """A value that no column can hold."""


def _text(value: str) -> str:
    """Text without what is no character (lone surrogates, NUL). Printable text has neither."""
    if value.isprintable():
        return value
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


@cache
def _amount_limits(scale: int) -> tuple[Decimal, Decimal]:
    """The smallest amount that has too many digits for a column, and the column's last digit."""
    return Decimal(10) ** (PRECISION - scale), Decimal(1).scaleb(-scale)


def _amount(value: Decimal, column: Column) -> Decimal:
    limit, digit = _amount_limits(column.scale or 0)
    if not value.is_finite() or abs(value) >= limit:
        raise Unstorable(f"{column.name} = {value} has more digits than an amount can have")
    # The context has more digits than a column holds, so that rounding never meets its precision.
    return value.quantize(digit, rounding=ROUND_HALF_EVEN)


def _storable(value: object, column: Column) -> object:
    """The value as its column stores it. Raises `Unstorable` for a number that no column can hold."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal):
        return _amount(value, column)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int) and abs(value) >= _INTEGER_LIMIT:
        raise Unstorable(f"{column.name} = {value} is too large")
    if isinstance(value, tuple):
        return [_storable(item, column) for item in value]
    return value


#: Values of these types are stored as they are.
_PLAIN = (NoneType, bool, float)


def _fields(record: msgspec.Struct, columns: Iterable[Column]) -> Row:
    row: Row = {}
    # Thousands of values a report, most of them empty or plain text: these are settled here, without a call.
    for column in columns:
        value = getattr(record, column.name)
        kind = type(value)
        if kind not in _PLAIN and not (kind is str and value.isprintable()):
            value = _storable(value, column)
        row[column.name] = value
    return row


def figure_key(figure: Figure) -> tuple[object, ...]:
    """What makes a figure the same figure in every reading of its report."""
    return (figure.source, figure.statement, figure.side, figure.line, figure.measure, figure.occurrence)


def _with_distinct_figures(report: Report) -> Report:
    """Numbers a repeated print of one key on, where the extractor left two figures with the same occurrence."""
    seen: set[tuple[object, ...]] = set()
    figures: list[Figure] = []
    problems: list[Problem] = []
    for figure in report.figures:
        if figure_key(figure) in seen:
            occurrence = figure.occurrence
            while figure_key(figure) in seen:
                occurrence += 1
                figure = msgspec.structs.replace(figure, occurrence=occurrence)
            problems.append(
                Problem(
                    code="figure_repeated",
                    severity="warning",
                    message=f"{figure.line_label} ({figure.line}, {figure.measure}) is given again: {figure.raw_text}",
                    page=figure.page,
                    line_number=figure.line_number,
                    statement=figure.statement,
                    raw_text=figure.raw_text,
                )
            )
        seen.add(figure_key(figure))
        figures.append(figure)
    if not problems:
        return report
    return msgspec.structs.replace(report, figures=tuple(figures), problems=(*report.problems, *problems))


def _child_key(table: str, report: Report, record: msgspec.Struct, ordinal: int) -> Row:
    if table not in KEYS:
        return {}
    if isinstance(record, Figure):
        key = identifier(report.document_sha256, report.ordinal, *figure_key(record))
    else:
        key = identifier(report.document_sha256, report.ordinal, table, ordinal)
    return {KEYS[table]: key}


def _children(report: Report, report_id: str) -> Iterator[tuple[str, Row]]:
    """The rows of all records of a report; what cannot be stored comes out as a problem row instead."""
    refused: list[Problem] = []
    for table, field in CHILDREN.items():
        own = {"report_id", "ordinal", KEYS.get(table)}
        columns = [column for column in table_columns(table) if column.name not in own]
        records: list[msgspec.Struct] = list(getattr(report, field))
        if table == "problem":
            records += refused
        for ordinal, record in enumerate(records):
            try:
                fields = _fields(record, columns)
            except Unstorable as error:
                refused.append(_refusal(table, record, error))
                continue
            yield (
                table,
                {**_child_key(table, report, record, ordinal), "report_id": report_id, "ordinal": ordinal} | fields,
            )


def _refusal(table: str, record: msgspec.Struct, error: Unstorable) -> Problem:
    return Problem(
        code="not_storable",
        severity="error",
        message=f"A {table} was left out: {error}.",
        page=getattr(record, "page", None),
        line_number=getattr(record, "line_number", None),
        statement=getattr(record, "statement", None),
        raw_text=str(getattr(record, "raw_text", ""))[:200] or None,
    )


def report_rows(report: Report, arrival: Arrival) -> Rows:
    """All rows of one report, per lake table."""
    report = _with_distinct_figures(report)
    report_id = identifier(report.document_sha256, report.ordinal)
    rows: Rows = {table: [] for table in TABLES}
    arrived: Row = {
        "arrival_date": arrival.day,
        "arrived_at": arrival.arrived_at.replace(tzinfo=None),
        "source_url": arrival.source_url,
        "source_name": arrival.source,
        "document_path": arrival.path,
    }
    scalars = [column for column in table_columns("report") if column.name not in {"report_id", *arrived}]
    rows["report"].append({"report_id": report_id, **_fields(report, scalars)} | _clean(arrived))
    for table, row in _children(report, report_id):
        rows[table].append(row)
    return rows


def _clean(row: Row) -> Row:
    return {name: _text(value) if isinstance(value, str) else value for name, value in row.items()}
