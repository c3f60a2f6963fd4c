"""Builds the star: Parquet lake → checked parts (`parts`) → the file that will be published.

In: a store with a lake. Out: one new DuckDB file holding tables, views and their comments, closed and complete, which
nobody reads until `publish` points to it. Everything is written in a fixed order, so that the same lake gives the same
content.

Two databases take part: `private` (base tables named after the record classes, scratch) and `published` (the star).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

import sql
from pipelines.checking import checked_parts
from pipelines.identifiers import identifier
from pipelines.parts import select_views
from pipelines.publish import checks_digest
from pipelines.review import CORRECTIONS, load_verdicts
from pipelines.star import build_star
from pipelines.store import Store
from schemas.records import Report

SCHEMAS = Path(__file__).parent.parent / "schemas"

#: Reference table of the private build → its CSV file below schemas/.
REFERENCE: dict[str, str] = {
    "reference_division": "divisions/divisions.csv",
    "reference_department_alias": "divisions/department_aliases.csv",
    "reference_statement": "vocabulary/statements.csv",
    "reference_measure": "vocabulary/measures.csv",
    "reference_line": "vocabulary/lines.csv",
    "reference_function": "classifications/function_codes.csv",
    "reference_economic": "classifications/economic_codes.csv",
    "reference_cofog": "classifications/cofog.csv",
    "reference_department_kind": "departments/kinds.csv",
    "reference_population": "divisions/population.csv",
}

#: Reads a disclosure again with an independent reader: (sha256, pages) → report, None where that is impossible.
Reread = Callable[[str, tuple[int, ...]], Report | None]

#: Checks the reports of a private build; see pipelines/reconciliation/run.py.
Reconcile = Callable[[duckdb.DuckDBPyConnection, Reread | None], None]


def reconcile_reports(connection: duckdb.DuckDBPyConnection, reread: Reread | None) -> None:
    """The project's own reconciliation."""
    from pipelines.reconciliation.run import reconcile

    reconcile(connection, reread)


@contextmanager
def private_build(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a new scratch database called `private` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(folder / "private.duckdb"))
    try:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        connection.execute(f"SET temp_directory = {sql.literal(folder / 'spill')}")
        yield connection
    finally:
        connection.close()


def load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Loads the CSV files of schemas/ as text, one table each."""
    for table, file in REFERENCE.items():
        connection.execute(
            f"CREATE TABLE {table} AS SELECT * FROM "
            f"read_csv({sql.literal(SCHEMAS / file)}, header = true, all_varchar = true, nullstr = '\x1f')"
        )
    _load_kinds(connection)


def _load_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    """The kind of a department by its name, as a macro: the first pattern of schemas/departments/kinds.csv that fits.
    Patterns that are constants are compiled once; those of a table would be, for every name."""
    kinds = connection.execute(
        "SELECT pattern, kind FROM reference_department_kind ORDER BY CAST(priority AS INTEGER), kind"
    ).fetchall()
    cases = " ".join(
        f"WHEN regexp_matches(name, {sql.literal(pattern)}) THEN {sql.literal(kind)}" for pattern, kind in kinds
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP MACRO department_kind_of(name) AS CASE WHEN name IS NULL THEN NULL {cases} END"
    )


@contextmanager
def built_warehouse(
    store: Store,
    folder: Path,
    target: Path,
    reread: Reread | None = None,
    reconcile: Reconcile = reconcile_reports,
    corrections: Path = CORRECTIONS,
    jobs: int | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Builds everything into `target`. Yields the connection, with the star as the default database and the private
    build as `private`, for whoever wants to examine it; on leaving, `target` is complete and closed. `jobs`: how
    many parts are checked at a time (None: one a processor)."""
    selection = checked_parts(store, folder / "checking", reread, reconcile, checks_basis(reread, reconcile), jobs)
    with private_build(folder) as connection:
        select_views(connection, selection)
        load_reference(connection)
        load_verdicts(connection, corrections)
        build_star(connection, target)
        yield connection
        connection.execute("USE private")
        connection.execute("CHECKPOINT published")
        connection.execute("DETACH published")


def checks_basis(reread: Reread | None, reconcile: Reconcile) -> str:
    """A digest of what shapes checks besides the readings: the rules, who judges by them, and who reads again."""
    witness = getattr(reread, "version", "") if reread is not None else "none"
    judge = getattr(reconcile, "__qualname__", type(reconcile).__qualname__)
    return identifier(checks_digest(), reconcile.__module__, judge, witness)
