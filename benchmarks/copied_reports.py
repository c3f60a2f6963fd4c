"""A warehouse of a hundred thousand reports out of one of ten thousand: lake and checked parts are copied at the level of
Parquet, so that building and publishing can be measured at sizes whose checks nobody would wait for.

A copy of a report stands where `invented_lake` would have put the report that many numbers further on: it has that
one's document, department and division. It keeps year, rows and checks of its original, under other identifiers. All
amounts of statements are other multiples of the template's (`_SCALE`), so that no report has the items of another, and
neighbourhoods are what they were: the reports of one division. The text's own arithmetic is left as it was.

In: a store with the lake and all checked parts of the first reports. Out: another store with these and their copies, in
which nothing has to be checked again.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import duckdb
import msgspec

import sql
from benchmarks.invented_lake import BATCH, BATCHES_A_DAY, FACTORS, OFFICES, number_of, place_reports, record_arrivals
from pipelines.identifiers import identifier
from pipelines.lake import Manifest, Reading, manifests
from pipelines.neighbourhoods import neighbourhoods
from pipelines.parts import KEPT, Contents
from pipelines.pool import default_jobs
from pipelines.store import Store, write_atomically

#: Reports of one division; copies begin with a division of their own.
OF_A_DIVISION = 2 * len(OFFICES)

#: What stands for each report in a copy. The factor of the original is below the number of factors: no two reports of one
#: template come to the same.
_COPIED = f"""
CREATE OR REPLACE TABLE copied AS
SELECT left(sha256(v.document_sha256 || chr(31) || '0'), 16) AS original_id, v.factor, w.document_sha256,
       left(sha256(w.document_sha256 || chr(31) || '0'), 16) AS report_id,
       left(sha256(w.document_sha256 || chr(31) || $version), 16) AS reading_id,
       w.department_name || v.fiscal_year || '年度部门决算.txt' AS document_name,
       'invented/' || w.n || '.txt' AS document_path, w.department_name, w.division_code, w.division_name,
       v.factor + {FACTORS} * $copy AS other_factor, CAST(NULL AS VARCHAR) AS neighbourhood
FROM original AS v INNER JOIN variant AS w ON w.n = v.n + $shift
"""

_OF_THE_COPY = ("report_id", "reading_id", "document_sha256", "document_name", "document_path", "department_name",
                "division_code", "division_name", "neighbourhood")  # fmt: skip
_IDENTIFIERS = ("figure_id", "claim_id", "finding_id", "suspect_figure_id", "suspect_claim_id")
_LISTS = ("figure_ids", "alternatives")
#: By table, the amounts that are a multiple of the template's. All have two decimals at most.
_SCALE = {
    "figure": ("amount_yuan", "amount_printed"),
    "fact_check": ("expected_yuan", "actual_yuan", "difference_yuan"),
    "fact_finding": ("expected_yuan", "actual_yuan", "difference_yuan"),
}

#: Parts are packed as the product packs them, since building unpacks them; the lake as `invented_lake` does.
_COMPRESSION = ", COMPRESSION zstd, COMPRESSION_LEVEL 1"


def copy_reports(source: Store, target: Store, count: int, total: int, version: str, basis: str) -> None:
    """Fills `target`. In: how many reports of `source` are copied (whole divisions) until there are how many, the
    extractor version, and what shapes their checks (`pipelines.warehouse.checks_basis`). What lies in `source` stays."""
    if count % OF_A_DIVISION or total % count:
        raise ValueError(f"{count} reports are no whole divisions of {OF_A_DIVISION}, or {total} no multiple of them")
    batches = manifests(source)
    parts = sorted(path.parent for path in (source.root / "checked").glob("part-*/part.json"))
    with duckdb.connect() as connection, ThreadPoolExecutor(default_jobs()) as pool:
        # Each statement keeps the order of its rows with one thread; files are copied side by side.
        connection.execute("SET threads = 1")
        for copy in range(total // count):
            _name(connection, copy, count, version, basis)
            days = timedelta(days=copy * -(-count // (BATCH * BATCHES_A_DAY)))
            copied = [
                *(
                    pool.submit(_copy_batch, connection.cursor(), source, target, manifest, copy * count, days, version)
                    for manifest in batches
                ),
                *(pool.submit(_copy_part, connection.cursor(), part, target) for part in parts),
            ]
            for done in copied:
                done.result()
    record_arrivals(target, 0, total)


def _name(connection: duckdb.DuckDBPyConnection, copy: int, count: int, version: str, basis: str) -> None:
    """Fills `copied`: what stands for each report in this copy, with its neighbourhood."""
    place_reports(connection, 0, count)
    connection.execute("CREATE OR REPLACE TABLE original AS FROM variant")
    shift = copy * count
    place_reports(connection, shift, shift + count)
    connection.execute(_COPIED, {"version": version, "copy": copy, "shift": shift})
    connection.execute(
        "CREATE OR REPLACE TABLE report AS "
        "SELECT report_id, document_sha256, 0 AS ordinal, division_code, department_name FROM copied; "
        # No two reports have the same items.
        "CREATE OR REPLACE TABLE item_amount (report_id VARCHAR, ordinal BIGINT, line VARCHAR, amount_yuan DECIMAL(20, 2)); "
        "CREATE OR REPLACE TABLE member (document_sha256 VARCHAR, neighbourhood VARCHAR)"
    )
    readings = dict(connection.execute("SELECT document_sha256, reading_id FROM copied ORDER BY ALL").fetchall())
    for found in neighbourhoods(connection, readings, basis, {}):
        connection.execute("INSERT INTO member SELECT unnest($1), $2", [list(found.documents), found.digest])
    connection.execute(
        "UPDATE copied SET neighbourhood = m.neighbourhood FROM member AS m WHERE copied.document_sha256 = m.document_sha256"
    )


def _copy_batch(
    connection: duckdb.DuckDBPyConnection,
    source: Store,
    target: Store,
    manifest: Manifest,
    shift: int,
    days: timedelta,
    version: str,
) -> None:
    """Copies what a batch of the lake has of the originals, to an arrival day of its own."""
    others = {
        number_of(path) - shift: (sha256, reading_id, name, path)
        for sha256, reading_id, name, path in connection.execute(
            "SELECT document_sha256, reading_id, document_name, document_path FROM copied"
        ).fetchall()
    }
    copied = [
        _reading(reading, *others[number], days, version)
        for reading in manifest.readings
        if (number := number_of(reading.document_path)) in others
    ]
    if not copied:
        return
    readings = tuple(sorted(copied, key=lambda reading: reading.document_sha256))
    day = manifest.arrival + days
    batch = identifier(day, *(reading.reading_id for reading in readings))
    changed = {
        "extractor_version": sql.literal(version),
        "arrival_date": f"t.arrival_date + {days.days}",
        "arrived_at": f"t.arrived_at + INTERVAL {days.days} DAY",
    }
    files = {}
    for table, file in manifest.files.items():
        files[table] = f"{table}/arrival={day.isoformat()}/batch-{batch}.parquet"
        _copy(connection, table, source.lake / file, target.lake / files[table], changed)
    data = msgspec.json.encode(Manifest(batch=batch, arrival=day, files=files, readings=readings))
    write_atomically(target.lake / "manifest" / f"batch-{batch}.json", msgspec.json.format(data, indent=1))


def _reading(
    reading: Reading, sha256: str, reading_id: str, name: str, path: str, days: timedelta, version: str
) -> Reading:
    return msgspec.structs.replace(
        reading,
        reading_id=reading_id,
        document_sha256=sha256,
        document_name=name,
        document_path=path,
        extractor_version=version,
        arrived_at=reading.arrived_at + days,
        read_at=reading.read_at + days,
        content=identifier(sha256),
    )


def _copy_part(connection: duckdb.DuckDBPyConnection, part: Path, target: Store) -> None:
    """Copies the neighbourhoods of a part that are among the originals; a part without any leaves nothing."""
    reports = sql.literal(part / "report.parquet")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE neighbour AS SELECT DISTINCT t.neighbourhood AS original, c.neighbourhood "
        f"FROM read_parquet({reports}) AS t INNER JOIN copied AS c ON t.report_id = c.original_id"
    )
    digests = tuple(
        digest for (digest,) in connection.execute("SELECT neighbourhood FROM neighbour ORDER BY ALL").fetchall()
    )
    if not digests:
        return
    folder = target.root / "checked" / f"part-{identifier(*digests)}"
    for table in KEPT:
        _copy(connection, table, part / f"{table}.parquet", folder / f"{table}.parquet", {}, _COMPRESSION)
    (folder / "part.json").write_bytes(msgspec.json.encode(Contents(digests)))


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    source: Path,
    target: Path,
    changed: dict[str, str],
    compression: str = "",
) -> None:
    """Copies the rows of one file under the identifiers and amounts of this copy, in their order: rows of a report lie
    together."""
    read = f"read_parquet({sql.literal(source)}, hive_partitioning = false)"
    columns = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
    selected = ", ".join(f'{_value(table, name, kind, changed)} AS "{name}"' for name, kind in columns.items())
    joined = ""
    if "report_id" in columns:
        joined = "INNER JOIN copied AS c ON t.report_id = c.original_id"
    elif table == "lake_count":
        joined = "INNER JOIN neighbour AS c ON t.neighbourhood = c.original"
    else:
        selected = "*"
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(
        f"COPY (SELECT {selected} FROM {read} AS t {joined}) TO {sql.literal(target)} (FORMAT parquet{compression})"
    )


def _value(table: str, name: str, kind: str, changed: dict[str, str]) -> str:
    """What stands in a column of the copy."""
    if name in _OF_THE_COPY:
        return f"c.{name}"
    if name in changed:
        return f"CAST({changed[name]} AS {kind})"
    if name in _IDENTIFIERS:
        return _identifier(f"t.{name}")
    if name in _LISTS:
        return f"list_transform(t.{name}, lambda one: {_identifier('one')})"
    if name in _SCALE.get(table, ()):
        return f"CAST({_scaled(name)} AS {kind})"
    if table == "figure" and name == "raw_text":
        return f"CAST(CAST({_scaled('amount_printed')} AS DECIMAL(20, 2)) AS VARCHAR)"
    return f't."{name}"'


def _identifier(original: str) -> str:
    return f"CASE WHEN c.report_id = c.original_id THEN {original} ELSE left(md5({original} || c.report_id), 16) END"


def _scaled(name: str) -> str:
    """An amount as a multiple of the template's by the copy's factor, exactly: the original is one by its own. Decimals
    of 18 digits are counted in machine words, thirty times as fast as longer ones."""
    cents = f"CAST(CAST(t.{name} AS DECIMAL(18, 2)) * CAST(100 AS DECIMAL(3, 0)) AS BIGINT)"
    return f"CAST({cents} // c.factor * c.other_factor AS DECIMAL(18, 0)) * 0.01"
