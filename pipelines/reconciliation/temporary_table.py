"""Rows of Python into a temporary table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import polars as pl


def write_temporary_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    schema: Mapping[str, pl.DataType],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Makes the table, in the place of one of that name. In: its columns, and the rows in their order."""
    connection.register("rows_frame", pl.DataFrame(rows, schema=schema, orient="row").to_arrow())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM rows_frame")
    connection.unregister("rows_frame")
