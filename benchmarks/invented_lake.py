"""A Parquet lake of many invented reports, written at the level of Parquet: what a warehouse of thousands of reports
costs can be measured without reading a single disclosure.

A few dozen clean reports are invented, rendered and read by the extractor (some 480 figures, 150 claims each). Every
report of the lake is one of them under another department, division and year, with all figures multiplied by a whole
number of its own: identities hold as they did, the text's own arithmetic is left as it was, and no two reports are
alike. One in seventeen has an amount ten times too large. The same count always gives the same lake.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import msgspec
import polars as pl

from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import file_name, render
from benchmarks.corpus.styles import style_named
from extractors.extract import extract
from pipelines.arrivals import Arrived, record_collection
from pipelines.columns import TABLES, table_columns
from pipelines.identifiers import identifier
from pipelines.lake import TIMEZONE, Manifest, Reading
from pipelines.pool import extractor_version
from pipelines.rows import Arrival, Row, report_rows
from pipelines.store import Store, write_atomically
from schemas.records import Report

TEMPLATES = 36
#: Styles of the templates: text with tables, cheap to read. None in which the text rounds what the tables print in full:
#: multiplied, the two would part.
STYLES = ("text-tabs", "text-split-codes", "text-pipes", "text-phase-rows", "text-broken-names", "text-title-spaced")
BATCH = 200
BATCHES_A_DAY = 10
FIRST_DAY = date(2025, 9, 1)

#: Of which template the report number `n` of department `n // 2` is, and by what its amounts are multiplied.
FACTORS = 9973
TEMPLATE_OF = f"((n // 2) * 31 + n // {FACTORS}) % {TEMPLATES}"
FACTOR_OF = f"(1 + n % {FACTORS})"
#: Reports in which one amount is ten times too large.
PLANTED = "n % 17 = 0"

DIVISIONS = Path(__file__).parent.parent / "schemas" / "divisions" / "divisions.csv"

#: Departments of every division.
OFFICES = (
    "财政局", "教育局", "公安局", "民政局", "司法局", "自然资源局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局",
    "商务局", "文化和旅游局", "卫生健康局", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "信访局",
)  # fmt: skip

#: The reports of the lake: which template, whose, of which year, by what its amounts are multiplied.
_VARIANTS = f"""
CREATE OR REPLACE TABLE variant AS
WITH numbered AS (
    SELECT n, n // 2 AS department, n % 2 AS turn FROM range($first, $last) AS r (n)
), placed AS (
    SELECT n, department, turn, {FACTOR_OF} AS factor, {TEMPLATE_OF} AS template,
           -- Every fifth department published in two years that follow each other, the others with a year between.
           2021 + department % 3 + CASE WHEN turn = 0 THEN 0 WHEN department % 5 = 0 THEN 1 ELSE 2 END AS fiscal_year,
           $offices[1 + department % len($offices)] AS office, department // len($offices) AS place
    FROM numbered
)
SELECT p.*, sha256('invented report ' || n) AS document_sha256, d.code AS division_code, d.name AS division_name,
       d.name || p.office AS department_name, {PLANTED} AS is_planted
FROM placed AS p
INNER JOIN division AS d ON d.number = p.place % (SELECT count(*) FROM division)
"""

_DIVISIONS = """
CREATE TABLE IF NOT EXISTS division AS
SELECT code, name, row_number() OVER (ORDER BY code) - 1 AS number
FROM (SELECT code, any_value(name) AS name FROM read_csv($file, all_varchar = true)
      WHERE is_current_2026 = '1' AND level = 'county' GROUP BY code)
"""

_REPORT_ID = "left(sha256(v.document_sha256 || chr(31) || '0'), 16)"

#: Columns of a lake table that are not the template's own.
_CHANGED: dict[str, dict[str, str]] = {
    "report": {
        "document_sha256": "v.document_sha256",
        "document_name": "v.department_name || v.fiscal_year || '年度部门决算.txt'",
        "document_path": "'invented/' || v.n || '.txt'",
        "department_name": "v.department_name",
        "division_code": "v.division_code",
        "division_name": "v.division_name",
        "fiscal_year": "v.fiscal_year",
        "arrival_date": "$day",
        "arrived_at": "$arrived_at",
    },
    "statement_reading": {
        "title": "replace(t.title, CAST(t.template_year AS VARCHAR), CAST(v.fiscal_year AS VARCHAR))"
    },
    "figure": {
        "figure_id": "left(sha256(concat_ws(chr(31), v.document_sha256, '0', t.source, t.statement, "
        "coalesce(t.side, ''), t.line, t.measure, CAST(t.occurrence AS VARCHAR))), 16)",
        "amount_yuan": "t.amount_yuan * v.factor * {slip}",
        "amount_printed": "t.amount_printed * v.factor * {slip}",
        "raw_text": "CAST(CAST(t.amount_printed * v.factor * {slip} AS DECIMAL(20, 2)) AS VARCHAR)",
    },
    "claim": {
        "claim_id": "left(sha256(concat_ws(chr(31), v.document_sha256, '0', 'claim', CAST(t.ordinal AS VARCHAR))), 16)",
    },
}
_SLIP = "(CASE WHEN v.is_planted AND t.source = 'table' AND t.ordinal = v.n // 17 % 300 AND t.line <> 'total' THEN 10 ELSE 1 END)"


def write_lake(store: Store, count: int, first: int = 0) -> None:
    """Writes the reports numbered `first` to `first + count` into the lake of a store, with their arrivals."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        _templates(connection)
        version = extractor_version()
        for number, start in enumerate(range(first, first + count, BATCH)):
            day = FIRST_DAY + timedelta(days=(first // BATCH + number) // BATCHES_A_DAY)
            _write_batch(connection, store, day, (start, min(start + BATCH, first + count)), version)
        record_arrivals(store, first, count)


def place_reports(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Fills the table `variant`: which template, whose and of which year the reports numbered `first` to `last` are."""
    connection.execute(_DIVISIONS, {"file": str(DIVISIONS)})
    connection.execute(_VARIANTS, {"first": first, "last": last, "offices": list(OFFICES)})


def number_of(document_path: str) -> int:
    """The number of the report that a document of the lake holds."""
    return int(Path(document_path).stem)


def record_arrivals(store: Store, first: int, count: int) -> None:
    """Writes down when the reports numbered `first` to `first + count` came, from the batches that hold them."""
    for collection, arrived in _by_arrival(store, first, count):
        record_collection(store, collection, arrived)


@cache
def templates() -> tuple[Report, ...]:
    """The reports that all others are made from, as the extractor reads them."""
    return tuple(read_templates(TEMPLATES))


def read_templates(count: int) -> Iterator[Report]:
    """The first templates, read one by one."""
    for seed in range(count):
        style = style_named(STYLES[seed % len(STYLES)])
        # Sums printed as they were computed hold exactly, and still do when they are multiplied.
        style = msgspec.structs.replace(style, numbers=msgspec.structs.replace(style.numbers, sums="recomputed"))
        disclosure = invent(style, seed)
        yield extract(render(disclosure), file_name(disclosure))


def _templates(connection: duckdb.DuckDBPyConnection) -> None:
    """One table a lake table, with the rows of all templates and, beside them, the template's number and year."""
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for number, report in enumerate(templates()):
        found = report_rows(report, Arrival("", datetime(2025, 9, 1)))
        for table, more in found.items():
            rows[table] += [{"template": number, "template_year": report.fiscal_year, **row} for row in more]
    for table in TABLES:
        schema: dict[str, pl.DataType] = {"template": pl.Int64(), "template_year": pl.Int64()}
        schema |= {column.name: column.polars for column in table_columns(table)}
        connection.register("template_frame", pl.DataFrame(rows[table], schema=schema).to_arrow())
        connection.execute(f"CREATE TABLE template_{table} AS SELECT * FROM template_frame")
        connection.unregister("template_frame")


def _write_batch(
    connection: duckdb.DuckDBPyConnection, store: Store, day: date, numbers: tuple[int, int], version: str
) -> None:
    place_reports(connection, *numbers)
    arrived_at = _arrival(day)
    readings = tuple(
        Reading(
            reading_id=identifier(sha256, version),
            document_sha256=sha256,
            document_name=f"{name}{year}年度部门决算.txt",
            document_path=f"invented/{number}.txt",
            source_url=None,
            extractor_version=version,
            arrived_at=arrived_at,
            read_at=arrived_at,
            report_count=1,
            content=identifier(sha256),
            source="invented",
        )
        for number, sha256, name, year in connection.execute(
            "SELECT n, document_sha256, department_name, fiscal_year FROM variant ORDER BY document_sha256"
        ).fetchall()
    )
    connection.execute("CREATE OR REPLACE TABLE reading (document_sha256 VARCHAR, reading_id VARCHAR)")
    connection.executemany("INSERT INTO reading VALUES (?, ?)", [(r.document_sha256, r.reading_id) for r in readings])
    batch = identifier(day, *(reading.reading_id for reading in readings))
    files = {}
    for table in TABLES:
        relative = f"{table}/arrival={day.isoformat()}/batch-{batch}.parquet"
        path = store.lake / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        if _copy(connection, table, path, day, version):
            files[table] = relative
    manifest = Manifest(batch=batch, arrival=day, files=files, readings=readings)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    write_atomically(store.lake / "manifest" / f"batch-{batch}.json", data)


def _copy(connection: duckdb.DuckDBPyConnection, table: str, path: Path, day: date, version: str) -> int:
    changed = {"report_id": _REPORT_ID, "extractor_version": f"'{version}'", **_CHANGED.get(table, {})}
    columns = ", ".join(
        f'CAST({changed[column.name].format(slip=_SLIP)} AS {column.duckdb}) AS "{column.name}"'
        if column.name in changed
        else f't."{column.name}"'
        for column in table_columns(table)
    )
    select = (
        f"SELECT r.reading_id, {columns} FROM variant AS v INNER JOIN template_{table} AS t ON v.template = t.template "
        "INNER JOIN reading AS r ON v.document_sha256 = r.document_sha256 ORDER BY v.document_sha256, t.ordinal"
    )
    select = select.replace("$day", f"DATE '{day}'").replace(
        "$arrived_at", f"TIMESTAMP '{_arrival(day):%Y-%m-%d %H:%M}'"
    )
    return int(connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)").fetchall()[0][0])


def _arrival(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=TIMEZONE)


def _by_arrival(store: Store, first: int, count: int) -> Iterator[tuple[datetime, list[Arrived]]]:
    """The reports of the lake as they came, by day."""
    from pipelines.lake import manifests

    came: dict[datetime, list[Arrived]] = {}
    for manifest in manifests(store):
        for reading in manifest.readings:
            if first <= number_of(reading.document_path) < first + count:
                came.setdefault(reading.arrived_at, []).append(
                    Arrived(
                        sha256=reading.document_sha256,
                        name=reading.document_name,
                        path=reading.document_path,
                        arrived_at=reading.arrived_at,
                        source=reading.source,
                    )
                )
    yield from sorted(came.items())
