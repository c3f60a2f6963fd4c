"""The Parquet lake: what was read from every disclosure, by arrival day. It is the truth; all else is rebuilt from it.

    lake/<table>/arrival=YYYY-MM-DD/batch-<hash>.parquet    the rows of one batch
    lake/manifest/batch-<hash>.json                         what the batch holds; written last

A batch counts only once its manifest is there, and the manifest comes by one rename: all tables of a batch appear
together or not at all. Nothing is ever changed in place. A disclosure read again by another extractor version is
another batch; the newest reading counts and the old one stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipelines.columns import TABLES, Column, table_columns
from pipelines.identifiers import identifier
from pipelines.provenance import NO_HINTS, Hints
from pipelines.rows import Arrival, Columns, report_columns
from pipelines.store import Store, write_atomically
from schemas.records import Report

if TYPE_CHECKING:
    import polars as pl

#: So many rows are kept as lists until they are put into a frame, which takes a few bytes a value.
_ROWS_AS_LISTS = 10_000

#: The day a disclosure arrives is the day in Beijing, wherever the machine stands. China keeps one time all year, so
#: no time zone database is needed.
TIMEZONE = timezone(timedelta(hours=8), "Asia/Shanghai")

#: Every lake row names the reading it belongs to, so that the newest one can be told from older ones.
READING = Column("reading_id", "VARCHAR")


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why a disclosure could not be read, and how often that was tried."""

    code: str
    reason: str
    tries: int
    first_tried_at: datetime


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosure as one extractor version read it."""

    reading_id: str
    document_sha256: str
    document_name: str
    document_path: str
    source_url: str | None
    extractor_version: str
    arrived_at: datetime
    read_at: datetime
    report_count: int
    content: str
    """Digest of the reports themselves."""
    source: str | None = None
    """Name of the source it came from; older batches do not say."""
    hints: Hints = NO_HINTS
    failure: Failure | None = None
    """Why nothing could be read; None where something was."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one batch holds: its files (relative to the lake) and its readings."""

    batch: str
    arrival: date
    files: dict[str, str]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A disclosure just read: how it arrived, the reports found in it, and why reading failed before, if it did."""

    arrival: Arrival
    reports: tuple[Report, ...]
    failed_before: Failure | None = None


def now() -> datetime:
    """This moment in Asia/Shanghai."""
    return datetime.now(TIMEZONE)


def _manifest_folder(store: Store) -> Path:
    return store.lake / "manifest"


def manifests(store: Store) -> tuple[Manifest, ...]:
    """All batches that are complete, by name."""
    folder = _manifest_folder(store)
    decoder = msgspec.json.Decoder(Manifest)
    return tuple(decoder.decode(path.read_bytes()) for path in sorted(folder.glob("batch-*.json")))


def current_readings(store: Store) -> dict[str, Reading]:
    """The reading that counts for each disclosure, by sha256: the newest one."""
    current: dict[str, Reading] = {}
    for manifest in manifests(store):
        for reading in manifest.readings:
            other = current.get(reading.document_sha256)
            if other is None or _recency(reading) > _recency(other):
                current[reading.document_sha256] = reading
    return dict(sorted(current.items()))


def _recency(reading: Reading) -> tuple[datetime, str, str]:
    return (reading.read_at, reading.extractor_version, reading.reading_id)


def content_digest(reports: Sequence[Report]) -> str:
    """A digest of what was read, equal for equal reports."""
    return identifier(hashlib.sha256(msgspec.json.encode(reports)).hexdigest())


def _reading(read: Read, read_at: datetime) -> Reading:
    first = read.reports[0]
    content = _safe_digest(read.reports)
    return Reading(
        reading_id=identifier(first.document_sha256, first.extractor_version, content),
        document_sha256=first.document_sha256,
        document_name=_text(first.document_name),
        document_path=_text(read.arrival.path),
        source_url=read.arrival.source_url,
        extractor_version=first.extractor_version,
        arrived_at=read.arrival.arrived_at,
        read_at=read_at,
        report_count=len(read.reports),
        content=content,
        source=read.arrival.source,
        hints=read.arrival.hints,
        failure=_failure(read, read_at),
    )


def _failure(read: Read, read_at: datetime) -> Failure | None:
    """Why nothing was read: as the view `reports` has it, no figure, statement, claim or quantity at all."""
    if any(_has_content(report) for report in read.reports):
        return None
    problems = [problem for report in read.reports for problem in report.problems]
    # What made it fail is told as an error; where nothing is said, nothing was found.
    problem = next((item for item in problems if item.severity == "error"), problems[0] if problems else None)
    before = read.failed_before
    return Failure(
        code=problem.code if problem else "nothing_found",
        reason=_text(problem.message) if problem else "Nothing that belongs to a final account was found.",
        tries=before.tries + 1 if before else 1,
        first_tried_at=before.first_tried_at if before else read_at,
    )


def _has_content(report: Report) -> bool:
    found = report.statements or report.figures or report.claims or report.quantities
    return report.readable and bool(found or report.kind == "budget")


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _safe_digest(reports: Sequence[Report]) -> str:
    """Text that is no valid Unicode cannot be encoded as JSON; its escaped form is as good for a digest."""
    try:
        return content_digest(reports)
    except UnicodeEncodeError:
        return identifier(*(repr(report) for report in reports))


class Batch:
    """The readings that are committed together. What is added is laid out in columns at once and its reports are let
    go: they take ten times the memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[date, _Day] = {}
        self.rows = 0
        """Rows of all tables so far."""

    def __len__(self) -> int:
        return sum(len(day.readings) for day in self._days.values())

    def add(self, read: Read) -> None:
        """Adds a disclosure. In: at least one report of it."""
        day = self._days.setdefault(read.arrival.day, _Day())
        self.rows += day.add(_reading(read, now()), read)

    def write(self) -> tuple[Manifest, ...]:
        """Stores what was added, one manifest an arrival day, and is empty again."""
        days, self._days, self.rows = self._days, {}, 0
        return tuple(days[day].write(self._store, day) for day in sorted(days))


def write_batch(store: Store, reads: Iterable[Read]) -> tuple[Manifest, ...]:
    """Stores some readings as one batch."""
    batch = Batch(store)
    for read in reads:
        batch.add(read)
    return batch.write()


class _Day:
    """The readings of one arrival day and their rows: the last ones as lists, those before in frames."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self._frames: dict[str, list[pl.DataFrame]] = {table: [] for table in TABLES}
        self._columns = _empty_columns()
        self._count = 0
        #: Of each table the rows of one reading after the other.
        self._lengths: dict[str, list[int]] = {table: [] for table in TABLES}

    def add(self, reading: Reading, read: Read) -> int:
        """Adds the rows of a reading. Out: how many."""
        lengths = dict.fromkeys(TABLES, 0)
        for report in read.reports:
            for table, found in report_columns(report, read.arrival).items():
                columns, count = self._columns[table], len(found["report_id"])
                columns[READING.name] += [reading.reading_id] * count
                for name, values in found.items():
                    columns[name] += values
                lengths[table] += count
        self.readings.append(reading)
        for table, count in lengths.items():
            self._lengths[table].append(count)
        added = sum(lengths.values())
        self._count += added
        if self._count >= _ROWS_AS_LISTS:
            self._lay_out()
        return added

    def _lay_out(self) -> None:
        for table, columns in self._columns.items():
            if columns[READING.name]:
                self._frames[table].append(_frame(table, columns))
        self._columns, self._count = _empty_columns(), 0

    def write(self, store: Store, day: date) -> Manifest:
        """Stores the rows, reading by reading in the order of their disclosures, then the manifest."""
        self._lay_out()
        order = sorted(range(len(self.readings)), key=lambda place: self.readings[place].document_sha256)
        readings = tuple(self.readings[place] for place in order)
        batch = identifier(day, *(reading.reading_id for reading in readings))
        files = {
            table: _write_table(store, f"{table}/arrival={day.isoformat()}/batch-{batch}.parquet", frame)
            for table in TABLES
            if (frame := self._ordered(table, order)) is not None
        }
        manifest = Manifest(batch=batch, arrival=day, files=files, readings=readings)
        data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        write_atomically(_manifest_folder(store) / f"batch-{batch}.json", data)
        return manifest

    def _ordered(self, table: str, order: Sequence[int]) -> pl.DataFrame | None:
        """The rows of a table, readings in this order; None where there are none. The frames are let go."""
        import polars as pl

        frames = self._frames.pop(table)
        if not frames:
            return None
        together, lengths = pl.concat(frames, rechunk=False), self._lengths[table]
        starts = [0, *accumulate(lengths)]
        return pl.concat([together.slice(starts[place], lengths[place]) for place in order if lengths[place]])


def _empty_columns() -> dict[str, Columns]:
    return {table: {column.name: [] for column in (READING, *table_columns(table))} for table in TABLES}


def _frame(table: str, columns: Columns) -> pl.DataFrame:
    """Rows in columns → a frame. Amounts go in as text and become decimals all at once: one by one takes six times as
    long."""
    import polars as pl

    schema = _schema(table)
    amounts = [name for name, kind in schema.items() if isinstance(kind, pl.Decimal)]
    texts = {name: [None if amount is None else format(amount, "f") for amount in columns[name]] for name in amounts}
    given = {name: pl.String() if name in amounts else kind for name, kind in schema.items()}
    return pl.DataFrame(columns | texts, schema=given).cast(pl.Schema(schema))


@cache
def _schema(table: str) -> dict[str, pl.DataType]:
    return {column.name: column.polars for column in (READING, *table_columns(table))}


def _write_table(store: Store, relative: str, rows: pl.DataFrame) -> str:
    """Writes the rows of one table. Out: the file, relative to the lake."""
    content = BytesIO()
    rows.write_parquet(content)
    write_atomically(store.lake / relative, content.getvalue())
    return relative


def lake_files(store: Store, table: str) -> list[str]:
    """The Parquet files of one table that belong to complete batches."""
    return [str(store.lake / manifest.files[table]) for manifest in manifests(store) if table in manifest.files]
