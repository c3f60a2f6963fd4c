"""Turns reports into the columns of the lake tables.

In: a `Report` and how it arrived. Out: columns per table, as `columns.table_columns` names them. Nothing is lost silently:
what cannot be stored (an amount with more digits than any budget, a figure given twice under one key) becomes a
problem on the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, cast

import msgspec

from pipelines.columns import CHILDREN, KEYS, PRECISION, Column, table_columns
from pipelines.identifiers import identifier, identifiers
from pipelines.provenance import NO_HINTS, Hints
from schemas.records import Figure, Problem, Report

Row = dict[str, object]
#: Column → its values, one for each record.
Columns = dict[str, list[object]]

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


def _amounts(values: Sequence[Decimal | None], column: Column) -> list[object]:
    """Amounts as a column stores them; each is looked at by itself only where one of them may be too large."""
    limit, digit = _amount_limits(column.scale or 0)
    try:
        numbers = [value for value in values if value is not None]
        plain = not numbers or (-limit < min(numbers) and max(numbers) < limit)
    except InvalidOperation:  # what is no number cannot be compared
        plain = False
    if plain:
        return [None if value is None else value.quantize(digit, ROUND_HALF_EVEN) for value in values]
    return [None if value is None else _amount(value, column) for value in values]


def _storable(values: Sequence[Any], column: Column) -> list[object]:
    """The values of a column as it stores them, nearly all of which are as they shall be: that is settled for all of them
    at once. Raises `Unstorable` for a number that no column can hold."""
    if column.scale is not None:
        return _amounts(values, column)
    if column.duckdb == "VARCHAR":
        if "".join(filter(None, values)).isprintable():
            return list(values)
        return [None if value is None else _text(value) for value in values]
    if column.duckdb == "VARCHAR[]":
        return [None if value is None else [_text(item) for item in value] for value in values]
    if column.duckdb == "BIGINT":
        largest = max(filter(None, values), key=abs, default=0)
        if abs(largest) >= _INTEGER_LIMIT:
            raise Unstorable(f"{column.name} = {largest} is too large")
    return list(values)


def _columns_of(records: Sequence[msgspec.Struct], columns: Sequence[Column]) -> Columns:
    """The columns of some records."""
    if not records:
        return {column.name: [] for column in columns}
    fields = attrgetter(*(column.name for column in columns))
    values = zip(*map(fields, records), strict=True)
    return {column.name: _storable(own, column) for column, own in zip(columns, values, strict=True)}


#: What makes a figure the same figure in every reading of its report.
figure_key: Callable[[Figure], tuple[object, ...]] = attrgetter(
    "source", "statement", "side", "line", "measure", "occurrence"
)


def _with_distinct_figures(report: Report) -> Report:
    """Numbers a repeated print of one key on, where the extractor left two figures with the same occurrence."""
    if len(set(map(figure_key, report.figures))) == len(report.figures):
        return report
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
    return msgspec.structs.replace(report, figures=tuple(figures), problems=(*report.problems, *problems))


def _keys(table: str, report: Report, records: Sequence[msgspec.Struct], ordinals: Sequence[int]) -> Columns:
    """The column of identifiers, where the records of a table have some."""
    if table not in KEYS:
        return {}
    own: Iterable[tuple[object, ...]] = (
        map(figure_key, cast("Sequence[Figure]", records)) if table == "figure" else zip(repeat(table), ordinals)
    )
    return {KEYS[table]: list(identifiers((report.document_sha256, report.ordinal), own))}


def _children(report: Report, report_id: str) -> Iterator[tuple[str, Columns]]:
    """The columns of all records of a report; what cannot be stored comes out as a problem instead."""
    refused: list[Problem] = []
    for table, field in CHILDREN.items():
        records: list[msgspec.Struct] = list(getattr(report, field))
        if table == "problem":
            records += refused
        ordinals, fields = _stored(table, records, refused)
        kept = [records[ordinal] for ordinal in ordinals]
        ids: Columns = {"report_id": [report_id] * len(kept), "ordinal": list(ordinals)}
        yield table, _keys(table, report, kept, ordinals) | ids | fields


def _stored(table: str, records: Sequence[msgspec.Struct], refused: list[Problem]) -> tuple[Sequence[int], Columns]:
    """Which records can be stored, and their columns; of the others it is told why not."""
    columns = _own_columns(table)
    try:
        return range(len(records)), _columns_of(records, columns)
    except Unstorable:
        kept: list[int] = []
        for ordinal, record in enumerate(records):
            try:
                _columns_of([record], columns)
            except Unstorable as error:
                refused.append(_refusal(table, record, error))
            else:
                kept.append(ordinal)
        return kept, _columns_of([records[ordinal] for ordinal in kept], columns)


@cache
def _own_columns(table: str) -> tuple[Column, ...]:
    """The columns that are fields of the records of a table."""
    added = {"report_id", "ordinal", KEYS.get(table)}
    return tuple(column for column in table_columns(table) if column.name not in added)


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


def report_columns(report: Report, arrival: Arrival) -> dict[str, Columns]:
    """All records of one report in columns, per lake table."""
    report = _with_distinct_figures(report)
    report_id = identifier(report.document_sha256, report.ordinal)
    arrived: Row = {
        "arrival_date": arrival.day,
        "arrived_at": arrival.arrived_at.replace(tzinfo=None),
        "source_url": arrival.source_url,
        "source_name": arrival.source,
        "document_path": arrival.path,
    }
    scalars = [column for column in table_columns("report") if column.name not in {"report_id", *arrived}]
    own = _columns_of([report], scalars)
    came = {name: [_text(value) if isinstance(value, str) else value] for name, value in arrived.items()}
    itself: Columns = {"report_id": [report_id], **own, **came}
    return {"report": itself, **dict(_children(report, report_id))}


def report_rows(report: Report, arrival: Arrival) -> dict[str, list[Row]]:
    """The same row by row, for whoever looks at a few."""
    return {
        table: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        for table, columns in report_columns(report, arrival).items()
    }
