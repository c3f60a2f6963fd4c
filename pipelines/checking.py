"""Checking what was not checked before: parts side by side, each a session of its own over one private database.

In: a store with a lake, and who reconciles. Out: `Selection`, the parts that make the warehouse (`parts`). Only the
neighbourhoods that no part holds are loaded, and each share of them becomes a part; a part that is finished stays, so an
interrupted build goes on where it stopped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

import sql
from pipelines.columns import TABLES, create_table, table_columns
from pipelines.identifiers import identifier
from pipelines.lake import READING, Manifest, Reading, current_readings, manifests
from pipelines.neighbourhoods import Neighbourhood, bare_aliases, neighbourhoods
from pipelines.parts import Selection, keep_part, kept_digests, select_parts
from pipelines.pool import LOOK_UP_SECONDS, default_jobs
from pipelines.store import Store

if TYPE_CHECKING:
    from pipelines.warehouse import Reconcile, Reread

#: Documents checked together, unless one neighbourhood alone has more.
PART_SIZE = 500

#: Parts checked at a time, at most: each takes memory.
MOST_SIDE_BY_SIDE = 4

#: What the database may hold in memory for each part that is being checked, in MB: never less than the first, and so much
#: for each document of a neighbourhood that alone has more. The rest of what it makes waits on disk.
MEGABYTES, MEGABYTES_A_DOCUMENT = 1_000, 2

_ALIASES = Path(__file__).parent.parent / "schemas" / "divisions" / "department_aliases.csv"


def checked_parts(
    store: Store, scratch: Path, reread: Reread | None, reconcile: Reconcile, basis: str, jobs: int | None = None
) -> Selection:
    """Checks what was not checked before, and drops the parts that are of no use any more. In: a private folder, how to
    check, a digest of all that shapes checks besides the readings, and how many parts are checked at a time (None: one
    a processor). Out: the parts that make the warehouse."""
    from pipelines.warehouse import private_build

    readings = current_readings(store)
    batches = manifests(store)
    with private_build(scratch) as connection:
        _load_readings(connection, readings, batches)
        _load(connection, store, "report", batches)
        _load_items(connection, store, batches)
        wanted = neighbourhoods(
            connection, {sha256: reading.reading_id for sha256, reading in readings.items()}, basis, _aliases()
        )
        wanted = wanted or [Neighbourhood(identifier(basis, "nothing"), ())]
        missing = _missing(store, wanted)
        if missing:
            shares = list(_shares(missing))
            width = min(jobs or default_jobs(), MOST_SIDE_BY_SIDE, len(shares))
            largest = max(len(neighbourhood.documents) for neighbourhood in missing)
            megabytes = width * max(MEGABYTES, MEGABYTES_A_DOCUMENT * largest)
            connection.execute(f"SET memory_limit = '{megabytes}MB'")
            _load_missing(connection, store, batches, shares, readings)
            # Some five hundred statements a part over tables of one part: what threads of a statement cost each other is
            # a quarter of the processor's time, so each part has one thread, and parts stand side by side.
            connection.execute("SET threads = 1")
            _Checking(connection, store, reread, reconcile).of(range(len(shares)), width)
    return select_parts(store, wanted)


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
    kept = kept_digests(store)
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
    shares: Iterable[list[Neighbourhood]],
    readings: dict[str, Reading],
) -> None:
    """Loads what is to be checked, in the order of the parts it goes to. Batches that hold none of it are not read."""
    import polars as pl

    rows = [
        (document, neighbourhood.digest, number)
        for number, share in enumerate(shares)
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


class _Checking:
    """Checks parts side by side. In: the loaded private build, where parts are kept, and how to check."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, store: Store, reread: Reread | None, reconcile: Reconcile
    ) -> None:
        self._connection = connection
        self._store = store
        self._reread = reread
        self._reconcile = reconcile
        #: The sessions of the parts that are being checked.
        self._sessions: set[duckdb.DuckDBPyConnection] = set()

    def of(self, numbers: Iterable[int], width: int) -> None:
        """Checks the parts of these numbers, `width` at a time. The first error ends it when the parts beside it are
        finished; an interrupt ends those too."""
        with ThreadPoolExecutor(width, thread_name_prefix="checking") as pool:
            running = [pool.submit(self._check, number) for number in numbers]
            try:
                waiting = set(running)
                while waiting:
                    # Looks up now and then, so that an interrupt is noticed at once.
                    done, waiting = wait(waiting, LOOK_UP_SECONDS, FIRST_EXCEPTION)
                    for future in done:
                        future.result()
            except BaseException as error:
                for future in running:
                    future.cancel()
                if not isinstance(error, Exception):
                    self._stop(running)
                raise

    def _stop(self, running: Iterable[Future[None]]) -> None:
        """Ends the parts that are being checked: no page is read for them any more, no statement goes on."""
        stop = getattr(self._reread, "stop", None)
        if stop is not None:
            stop()
        while wait(running, LOOK_UP_SECONDS).not_done:
            for session in tuple(self._sessions):
                session.interrupt()

    def _check(self, number: int) -> None:
        """Checks the reports of one part and keeps it."""
        with self._database(number) as session:
            for table in TABLES:
                session.execute(
                    f'CREATE TABLE "{table}" AS SELECT * EXCLUDE (part) FROM private."{table}" WHERE part = {number}'
                )
            session.execute(
                f"CREATE TABLE member AS SELECT document_sha256, neighbourhood FROM private.member WHERE part = {number}"
            )
            for script in sql.scripts("publications"):
                session.execute(script.text)
            self._reconcile(session, self._reread)
            for script in sql.scripts("parts"):
                session.execute(script.text)
            keep_part(session, self._store)

    @contextmanager
    def _database(self, number: int) -> Iterator[duckdb.DuckDBPyConnection]:
        """A session of its own whose default database is a new one in memory: what it made is gone when it is closed."""
        name = f"part_{number}"
        session = self._connection.cursor()
        self._sessions.add(session)
        try:
            session.execute("SET TimeZone = 'Asia/Shanghai'")
            session.execute(f"ATTACH ':memory:' AS {name}")
            session.execute(f"USE {name}")
            yield session
        finally:
            self._sessions.discard(session)
            session.close()
            with self._connection.cursor() as last:
                last.execute(f"DETACH DATABASE IF EXISTS {name}")
