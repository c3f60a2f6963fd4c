"""Columns of the lake and of the private build, derived from the record classes: a field is defined there alone.

In: the classes of `schemas.records`. Out: for every lake table its columns with their Polars and DuckDB types.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from schemas import records

if TYPE_CHECKING:
    import polars as pl

#: Digits before and after the point of every stored amount.
PRECISION = 20


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and the type it has in Parquet and in DuckDB."""

    name: str
    duckdb: str
    scale: int | None = None

    @property
    def polars(self) -> pl.DataType:
        """The type in a Polars frame."""
        # Whoever only reads the published file never writes the lake: no heavy import before it is needed.
        import polars as pl

        if self.scale is not None:
            return pl.Decimal(PRECISION, self.scale)
        types: dict[str, pl.DataType] = {
            "VARCHAR": pl.String(),
            "VARCHAR[]": pl.List(pl.String()),
            "BOOLEAN": pl.Boolean(),
            "BIGINT": pl.Int64(),
            "DOUBLE": pl.Float64(),
            "DATE": pl.Date(),
            "TIMESTAMP": pl.Datetime("us"),
        }
        return types[self.duckdb]


#: Lake table → record class, in the order in which they are written.
TABLES: dict[str, type[msgspec.Struct]] = {
    "report": records.Report,
    "statement_reading": records.StatementReading,
    "figure": records.Figure,
    "empty_cell": records.EmptyCell,
    "claim": records.Claim,
    "quantity": records.Quantity,
    "problem": records.Problem,
}

#: Lake table → the field of `Report` that holds its records.
CHILDREN: dict[str, str] = {
    "statement_reading": "statements",
    "figure": "figures",
    "empty_cell": "empty_cells",
    "claim": "claims",
    "quantity": "quantities",
    "problem": "problems",
}

#: Tables whose rows have an identifier of their own.
KEYS: dict[str, str] = {"figure": "figure_id", "claim": "claim_id"}

#: What the lake adds to a report about its arrival.
ARRIVAL_COLUMNS: tuple[Column, ...] = (
    Column("arrival_date", "DATE"),
    Column("arrived_at", "TIMESTAMP"),
    Column("source_url", "VARCHAR"),
    Column("source_name", "VARCHAR"),
    Column("document_path", "VARCHAR"),
)


def _text(name: str) -> Column:
    return Column(name, "VARCHAR")


def _optional_argument(annotation: object) -> object:
    """`X | None` → X; anything else unchanged."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        arguments = [argument for argument in typing.get_args(annotation) if argument is not type(None)]
        if len(arguments) == 1:
            return arguments[0]
    return annotation


def _column(name: str, annotation: object) -> Column | None:
    """The column of one field, None where the field holds records of another table."""
    annotation = _optional_argument(annotation)
    if typing.get_origin(annotation) is tuple:
        item = typing.get_args(annotation)[0]
        if isinstance(item, type) and issubclass(item, msgspec.Struct):
            return None
        return Column(name, "VARCHAR[]")
    if annotation is str or typing.get_origin(annotation) is typing.Literal:
        return _text(name)
    if annotation is Decimal:
        # Yuan are exact to the cent; what was printed (万元, %, counts) keeps up to six decimals.
        scale = 2 if name == "amount_yuan" else 6
        return Column(name, f"DECIMAL({PRECISION},{scale})", scale)
    plain: dict[object, Column] = {
        bool: Column(name, "BOOLEAN"),
        int: Column(name, "BIGINT"),
        float: Column(name, "DOUBLE"),
        date: Column(name, "DATE"),
        datetime: Column(name, "TIMESTAMP"),
    }
    if annotation not in plain:
        raise TypeError(f"field {name} has a type the lake cannot store: {annotation}")
    return plain[annotation]


def record_columns(record: type[msgspec.Struct]) -> tuple[Column, ...]:
    """The columns of one record class, in the order of its fields."""
    hints = typing.get_type_hints(record)
    columns = (_column(field.name, hints[field.name]) for field in msgspec.structs.fields(record))
    return tuple(column for column in columns if column is not None)


@cache
def table_columns(table: str) -> tuple[Column, ...]:
    """All columns of a lake table: its own key, the report it belongs to, its order there, then the record's fields."""
    if table == "report":
        return (_text("report_id"), *record_columns(records.Report), *ARRIVAL_COLUMNS)
    key = (_text(KEYS[table]),) if table in KEYS else ()
    return (*key, _text("report_id"), Column("ordinal", "BIGINT"), *record_columns(TABLES[table]))


def create_table(table: str) -> str:
    """The DuckDB statement that creates a base table of the private build."""
    columns = ", ".join(f'"{column.name}" {column.duckdb}' for column in table_columns(table))
    return f'CREATE TABLE "{table}" ({columns})'
