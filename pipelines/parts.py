"""The checked parts of a warehouse: what was read and what reconciliation made of it, computed once and kept.

    checked/part-<hash>/<table>.parquet    the rows of some neighbourhoods, each naming its own
    checked/part-<hash>/part.json          which neighbourhoods; the folder appears whole, by one rename

Nothing outside a neighbourhood takes part in its checks (`neighbourhoods`), so a night makes the checks of those in
which something is new and takes the others from here. A part holds a few hundred reports, which bounds the memory that
checking takes, and an interrupted build goes on where it stopped. Parts are derived: they may be deleted at any time.

In: a store with a lake. Out: `Selection`: which rows of which parts make the warehouse.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import sql
from pipelines.columns import TABLES, create_table, table_columns
from pipelines.identifiers import identifier
from pipelines.lake import READING, Manifest, Reading, current_readings, manifests
from pipelines.neighbourhoods import Neighbourhood, bare_aliases, neighbourhoods
from pipelines.private import flush_folder, make_folder, private_folder
from pipelines.store import Store, build_folder

if TYPE_CHECKING:
    import duckdb

    from pipelines.warehouse import Reconcile, Reread

#: Documents checked together, unless one neighbourhood alone has more.
PART_SIZE = 250

#: What the database may hold in memory while a part is checked, in MB: never less than the first, and so much for each
#: document of a neighbourhood that alone has more. The rest of what it makes waits on disk.
MEGABYTES, MEGABYTES_A_DOCUMENT = 500, 2

#: What a part keeps. `checked_*` tables are made by sql/parts from what reconciliation left.
KEPT: dict[str, str] = {
    "report": "report",
    "joined_report": "joined_report",
    "joined_figure": "joined_figure",
    "statement_reading": "statement_reading",
    "figure": "checked_figure",
    "claim": "claim",
    "quantity": "quantity",
    "problem": "problem",
    "dim_rule": "dim_rule",
    "fact_check": "checked_check",
    "check_operand": "checked_operand",
    "check_blank": "checked_blank",
    "fact_finding": "fact_finding",
    "lake_count": "checked_count",
}

#: Order of the rows in a part: what belongs to one report lies together.
_ORDER: dict[str, str] = {
    "report": "document_sha256, ordinal",
    "joined_report": "document_sha256, ordinal",
    "joined_figure": "figure_id",
    "dim_rule": "rule_id",
    "fact_check": "report_id, check_number",
    "check_operand": "report_id, check_number, place, figure_ordinal, claim_ordinal, coefficient, state",
    "check_blank": "ALL",
    "fact_finding": "report_id, finding_id",
    "lake_count": "neighbourhood, relation",
}

_ALIASES = Path(__file__).parent.parent / "schemas" / "divisions" / "department_aliases.csv"


class Contents(msgspec.Struct, frozen=True):
    """The digests of the neighbourhoods a part holds."""

    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part, the neighbourhoods of it that are wanted, and whether these are all it holds."""

    folder: Path
    neighbourhoods: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The parts that make a warehouse; every neighbourhood is in one of them."""

    parts: tuple[Chosen, ...]

    def source(self, table: str) -> str:
        """The rows of one table, as a SELECT; the rules are the same in every part."""
        parts = self.parts[:1] if table == "dim_rule" else self.parts
        whole = [part.folder / f"{table}.parquet" for part in parts if part.is_whole or table == "dim_rule"]
        selects = [f"SELECT * FROM read_parquet([{', '.join(map(sql.literal, whole))}])"] if whole else []
        selects += [
            f"SELECT * FROM read_parquet({sql.literal(part.folder / f'{table}.parquet')}) "
            f"WHERE neighbourhood IN ({', '.join(map(sql.literal, part.neighbourhoods))})"
            for part in parts
            if not part.is_whole and table != "dim_rule"
        ]
        return f"SELECT * EXCLUDE (neighbourhood) FROM ({' UNION ALL '.join(selects)})"


def checked_parts(store: Store, scratch: Path, reread: Reread | None, reconcile: Reconcile, basis: str) -> Selection:
    """Checks what was not checked before, and drops the parts that are of no use any more. In: a private folder, how to
    check, and a digest of all that shapes checks besides the readings. Out: the parts that make the warehouse."""
    from pipelines.warehouse import private_build

    readings = current_readings(store)
    batches = manifests(store)
    with private_build(scratch) as connection:
        # Some five hundred statements a part over tables of one part: what threads of a statement cost each other is a
        # quarter of the processor's time, and none of them gets it done sooner.
        connection.execute("SET threads = 1")
        _load_readings(connection, readings, batches)
        _load(connection, store, "report", batches)
        _load_items(connection, store, batches)
        wanted = neighbourhoods(
            connection, {sha256: reading.reading_id for sha256, reading in readings.items()}, basis, _aliases()
        )
        wanted = wanted or [Neighbourhood(identifier(basis, "nothing"), ())]
        missing = _missing(store, wanted)
        if missing:
            largest = max(len(neighbourhood.documents) for neighbourhood in missing)
            connection.execute(f"SET memory_limit = '{max(MEGABYTES, MEGABYTES_A_DOCUMENT * largest)}MB'")
            _load_missing(connection, store, batches, missing, readings)
            for number, _ in enumerate(_shares(missing)):
                _check_part(connection, store, number, reread, reconcile)
    return _select(store, wanted)


def _aliases() -> dict[str, str]:
    with _ALIASES.open(encoding="utf-8", newline="") as handle:
        return bare_aliases((row["alias"], row["name"]) for row in csv.DictReader(handle) if not row["division_code"])


def _load_readings(
    connection: duckdb.DuckDBPyConnection, readings: dict[str, Reading], batches: Iterable[Manifest]
) -> None:
    """The readings that count, each with the one batch its rows are taken from (one may lie in two)."""
    import polars as pl

    current = {reading.reading_id: reading.document_sha256 for reading in readings.values()}
    batch_of: dict[str, str] = {}
    for manifest in batches:
        for reading in manifest.readings:
            if reading.reading_id in current:
                batch_of.setdefault(reading.reading_id, manifest.batch)
    frame = pl.DataFrame(
        {
            READING.name: list(batch_of),
            "document_sha256": [current[reading] for reading in batch_of],
            "batch": list(batch_of.values()),
        },
        {READING.name: pl.String, "document_sha256": pl.String, "batch": pl.String},
    )
    connection.register("reading_frame", frame.to_arrow())
    connection.execute("CREATE TABLE current_reading AS SELECT *, NULL::INTEGER AS part FROM reading_frame")
    connection.execute("CREATE TABLE member (document_sha256 VARCHAR, neighbourhood VARCHAR, part INTEGER)")
    connection.unregister("reading_frame")


def _lake(store: Store, table: str, batches: Iterable[Manifest]) -> str | None:
    """The rows of a lake table with their batch, None where there is no file of it."""
    files = [store.lake / manifest.files[table] for manifest in batches if table in manifest.files]
    if not files:
        return None
    return (
        "(SELECT * EXCLUDE (filename), regexp_extract(filename, 'batch-([0-9a-f]+)\\.parquet$', 1) AS batch FROM "
        f"read_parquet([{', '.join(map(sql.literal, files))}], union_by_name = true, hive_partitioning = false, filename = true))"
    )


def _load(connection: duckdb.DuckDBPyConnection, store: Store, table: str, batches: Iterable[Manifest]) -> None:
    """Fills one base table with the readings that count. Inserts by name: a column that older batches do not have yet
    stays empty, one that is gone is left behind."""
    connection.execute(create_table(table))
    connection.execute(f'ALTER TABLE "{table}" ADD COLUMN part INTEGER')
    source = _lake(store, table, batches)
    if source is None:
        return
    stored = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    names = [f's."{column.name}"' for column in table_columns(table) if column.name in stored]
    connection.execute(
        f'INSERT INTO "{table}" BY NAME SELECT {", ".join(names)}, c.part FROM {source} AS s '
        f"INNER JOIN current_reading AS c ON s.{READING.name} = c.{READING.name} AND s.batch = c.batch "
        "ORDER BY c.part, s.report_id, s.ordinal"
    )


def _load_items(connection: duckdb.DuckDBPyConnection, store: Store, batches: Iterable[Manifest]) -> None:
    """The items of statement 03, for the search for copies."""
    source = _lake(store, "figure", batches)
    if source is None:
        connection.execute(
            "CREATE TABLE item_amount (report_id VARCHAR, ordinal BIGINT, line VARCHAR, amount_yuan DECIMAL(20, 2))"
        )
        return
    connection.execute(
        "CREATE TABLE item_amount AS "
        f"SELECT s.report_id, s.ordinal, s.line, s.amount_yuan FROM {source} AS s "
        f"INNER JOIN current_reading AS c ON s.{READING.name} = c.{READING.name} AND s.batch = c.batch "
        "WHERE s.statement = 'expenditure' AND s.measure = 'expenditure_total' AND s.source = 'table' "
        "AND s.occurrence = 0 AND s.amount_yuan <> 0 AND length(s.line) = 7"
    )


def _missing(store: Store, wanted: Iterable[Neighbourhood]) -> list[Neighbourhood]:
    """The neighbourhoods that no part holds."""
    kept = {digest for contents in _kept(store).values() for digest in contents.neighbourhoods}
    return [neighbourhood for neighbourhood in wanted if neighbourhood.digest not in kept]


def _shares(missing: Iterable[Neighbourhood]) -> Iterator[list[Neighbourhood]]:
    """Neighbourhoods that are checked together."""
    share: list[Neighbourhood] = []
    count = 0
    for neighbourhood in missing:
        if share and count + len(neighbourhood.documents) > PART_SIZE:
            yield share
            share, count = [], 0
        share.append(neighbourhood)
        count += len(neighbourhood.documents)
    if share:
        yield share


def _load_missing(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    batches: Iterable[Manifest],
    missing: Iterable[Neighbourhood],
    readings: dict[str, Reading],
) -> None:
    """Loads what is to be checked, in the order of the parts it goes to. Batches that hold none of it are not read."""
    import polars as pl

    rows = [
        (document, neighbourhood.digest, number)
        for number, share in enumerate(_shares(missing))
        for neighbourhood in share
        for document in neighbourhood.documents or ("",)
    ]
    frame = pl.DataFrame(
        rows, {"document_sha256": pl.String, "neighbourhood": pl.String, "part": pl.Int32}, orient="row"
    )
    connection.register("member_frame", frame.to_arrow())
    connection.execute("INSERT INTO member SELECT * FROM member_frame")
    connection.unregister("member_frame")
    connection.execute("DROP TABLE report; DROP TABLE item_amount")
    connection.execute(
        "CREATE OR REPLACE TABLE current_reading AS SELECT c.* REPLACE (m.part AS part) "
        "FROM current_reading AS c INNER JOIN member AS m USING (document_sha256)"
    )
    wanted = {readings[document].reading_id for document, _, _ in rows if document}
    needed = [batch for batch in batches if any(reading.reading_id in wanted for reading in batch.readings)]
    for table in TABLES:
        _load(connection, store, table, needed)


@contextmanager
def _part_database(connection: duckdb.DuckDBPyConnection, number: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session of its own whose default database is a new one in memory: what it made is gone when it is closed."""
    name = f"part_{number}"
    session = connection.cursor()
    try:
        session.execute("SET TimeZone = 'Asia/Shanghai'")
        session.execute(f"ATTACH ':memory:' AS {name}")
        session.execute(f"USE {name}")
        yield session
    finally:
        session.close()
        connection.execute(f"DETACH DATABASE IF EXISTS {name}")


def _check_part(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    number: int,
    reread: Reread | None,
    reconcile: Reconcile,
) -> None:
    """Checks the reports of one part and keeps it."""
    with _part_database(connection, number) as session:
        for table in TABLES:
            session.execute(
                f'CREATE TABLE "{table}" AS SELECT * EXCLUDE (part) FROM private."{table}" WHERE part = {number}'
            )
        session.execute(
            f"CREATE TABLE member AS SELECT document_sha256, neighbourhood FROM private.member WHERE part = {number}"
        )
        for script in sql.scripts("publications"):
            session.execute(script.text)
        reconcile(session, reread)
        for script in sql.scripts("parts"):
            session.execute(script.text)
        _keep(session, store)


def _keep(session: duckdb.DuckDBPyConnection, store: Store) -> None:
    digests = tuple(
        digest
        for (digest,) in session.execute("SELECT DISTINCT neighbourhood FROM member ORDER BY neighbourhood").fetchall()
    )
    target = _folder(store) / f"part-{identifier(*digests)}"
    make_folder(target.parent)
    with private_folder(build_folder(target), "part") as private:
        fresh = private / "part"
        fresh.mkdir()
        for table, made in KEPT.items():
            session.execute(
                f"COPY ({_with_neighbourhood(table, made)} ORDER BY {_ORDER.get(table, 'report_id, ordinal')}) "
                f"TO {sql.literal(fresh / f'{table}.parquet')} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
            )
        (fresh / "part.json").write_bytes(msgspec.json.encode(Contents(digests)))
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    flush_folder(target.parent)


def _with_neighbourhood(table: str, made: str) -> str:
    """The rows of a table, each with its neighbourhood."""
    if table == "dim_rule":
        return f"SELECT *, '' AS neighbourhood FROM {made}"
    if table == "lake_count":
        return f"SELECT * FROM {made}"
    if table in ("report", "joined_report", "joined_figure"):
        return f"SELECT t.*, m.neighbourhood FROM {made} AS t INNER JOIN member AS m USING (document_sha256)"
    return f'SELECT t.*, m.neighbourhood FROM "{made}" AS t INNER JOIN report_member AS m USING (report_id)'


def _folder(store: Store) -> Path:
    return store.root / "checked"


def _kept(store: Store) -> dict[Path, Contents]:
    """The parts there are, by folder."""
    decoder = msgspec.json.Decoder(Contents)
    return {path.parent: decoder.decode(path.read_bytes()) for path in sorted(_folder(store).glob("part-*/part.json"))}


def _select(store: Store, wanted: Iterable[Neighbourhood]) -> Selection:
    """The parts that hold what is wanted; parts that hold nothing of it are removed."""
    open_digests = {neighbourhood.digest for neighbourhood in wanted}
    chosen: list[Chosen] = []
    for folder, contents in _kept(store).items():
        used = tuple(digest for digest in contents.neighbourhoods if digest in open_digests)
        open_digests -= set(used)
        if used:
            chosen.append(Chosen(folder, used, len(used) == len(contents.neighbourhoods)))
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return Selection(tuple(chosen))


def select_views(connection: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Views over the parts, under the names by which the star asks for them."""
    for table in KEPT:
        connection.execute(f'CREATE VIEW "{table}" AS {selection.source(table)}')
