"""Questions of the pages to the published file. In: SQL and parameters. Out: Polars frames; nothing is ever written.

The pointer is followed on every question: when a new version is published, the next click opens it. Connections of old
versions are closed when they fall out of the cache.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

from pipelines.query import read_only
from pipelines.review import CORRECTIONS
from pipelines.store import DEFAULT_WAREHOUSE, Store

#: Names the published file; set by `juesuan dashboard`.
WAREHOUSE_VARIABLE = "JUESUAN_WAREHOUSE"
#: Names the folder verdicts are written to, where it is not the project's own.
CORRECTIONS_VARIABLE = "JUESUAN_CORRECTIONS"

Parameter = str | int | None


def warehouse() -> Path:
    """The file readers open (the pointer, not a version)."""
    return Path(os.environ.get(WAREHOUSE_VARIABLE, str(DEFAULT_WAREHOUSE)))


def store() -> Store:
    """The store beside the file, which has the original bytes."""
    return Store(warehouse())


def corrections() -> Path:
    """The folder verdicts are written to."""
    return Path(os.environ.get(CORRECTIONS_VARIABLE, str(CORRECTIONS)))


def is_there() -> bool:
    """Whether anything has been published."""
    return warehouse().exists()


def version() -> str:
    """The version behind the pointer."""
    return warehouse().resolve().stem.rpartition("-")[2]


@st.cache_resource(max_entries=2, show_spinner=False, on_release=lambda connection: connection.close())
def _connection(file: str) -> duckdb.DuckDBPyConnection:
    return read_only(Path(file))


@st.cache_data(max_entries=256, show_spinner=False)
def _answer(file: str, text: str, parameters: tuple[Parameter, ...]) -> pl.DataFrame:
    # A cursor of its own: pages of several readers run side by side.
    frame: pl.DataFrame = _connection(file).cursor().sql(text, params=list(parameters)).pl()
    return frame


def ask(text: str, *parameters: Parameter) -> pl.DataFrame:
    """The answer of the newest published version."""
    return _answer(str(warehouse().resolve()), text, parameters)
