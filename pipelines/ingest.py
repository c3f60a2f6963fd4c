"""From paths to the lake: which files are disclosures, which are new, and what was read from them.

In: files and folders. Out: the disclosures among them, archived, and their readings in the lake. Every regular file in a folder is a candidate
except dot-files; what cannot be read is rejected with its reason by the extractor, never skipped in silence. The bytes
are archived before anything reads them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from pathlib import Path

from extractors.garbage import collecting_seldom
from extractors.limits import MAX_BYTES
from pipelines.arrivals import Arrived, arrived
from pipelines.lake import Batch, Read, Reading, current_readings, now
from pipelines.place_from_source import settled
from pipelines.pool import DEADLINE_SECONDS, Extract, Task, extract_disclosure, read_all
from pipelines.provenance import NO_HINTS, Hints
from pipelines.reading_order import in_reading_order
from pipelines.rows import Arrival
from pipelines.store import Store, keep_original

#: Disclosures committed to the lake together. An interrupted run loses at most one batch of reading.
BATCH_SIZE = 200

#: The same in rows of the lake, which bounds the memory a batch takes; a report has about 1,300.
BATCH_ROWS = 100_000

#: A batch is committed after this time (seconds) even where it is small: scans are slow.
BATCH_SECONDS = 60.0

#: Told after each disclosure: how many are done, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A file as it came: its content, its name, and the path it lay under; from a source also that source's name, the
    address it was fetched from and what the source knows of it."""

    sha256: str
    name: str
    path: str
    source: str | None = None
    source_url: str | None = None
    hints: Hints = NO_HINTS


class Again(Enum):
    """Which disclosures are read although they were read before."""

    OUTDATED = "whatever another extractor version has read"
    FAILED = "what another extractor version could not read"
    QUARANTINED = "what could not be read, by whatever version"


@dataclass(slots=True)
class Arrivals:
    """What the paths held: the disclosures (each content once), and what was missing or could not be opened."""

    disclosures: list[Disclosure] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    unopened: list[tuple[Path, str]] = field(default_factory=list)


def _is_store(folder: Path, store: Store) -> bool:
    """Whether a folder is the store of this or another warehouse: what lies there is never a disclosure."""
    return folder.resolve() == store.root.resolve() or (folder.suffix == ".store" and (folder / "archive").is_dir())


def _is_warehouse(path: Path, store: Store) -> bool:
    """Whether a file is the pointer of this or another warehouse."""
    return path.absolute() == store.warehouse.absolute() or (
        path.is_symlink() and path.resolve().parent.name == "versions"
    )


def _files_below(folder: Path, store: Store) -> Iterator[Path]:
    for directory, folders, files in os.walk(folder):
        here = Path(directory)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_store(here / name, store))
        for name in sorted(files):
            path = here / name
            if not name.startswith(".") and path.is_file() and not _is_warehouse(path, store):
                yield path


def candidates(paths: Iterable[Path], store: Store) -> tuple[list[Path], list[Path]]:
    """In: files and folders as given. Out: the files to read, each once and in a fixed order, and the missing paths."""
    found: dict[Path, Path] = {}
    missing: list[Path] = []
    for path in paths:
        if path.is_dir():
            for file in _files_below(path, store):
                found.setdefault(file.resolve(), file)
        elif path.is_file():
            found.setdefault(path.resolve(), path)
        else:
            missing.append(path)
    return list(found.values()), missing


def archive(paths: Iterable[Path], store: Store) -> Arrivals:
    """Keeps the bytes of every disclosure among the paths. The same bytes under two names count once."""
    files, missing = candidates(paths, store)
    arrivals = Arrivals(missing=missing)
    seen: set[str] = set()
    for path in files:
        try:
            if path.stat().st_size > MAX_BYTES:
                arrivals.unopened.append((path, f"larger than {MAX_BYTES >> 20} MB, which no disclosure is"))
                continue
            found = keep_disclosures(store, path.read_bytes(), path.name, path.as_posix())
        except OSError as error:
            arrivals.unopened.append((path, error.strerror or str(error)))
            continue
        for disclosure in found:
            if disclosure.sha256 not in seen:
                seen.add(disclosure.sha256)
                arrivals.disclosures.append(disclosure)
    return arrivals


def keep_disclosures(store: Store, data: bytes, name: str, path: str) -> list[Disclosure]:
    """Archives the bytes of one file, then those of the disclosures in it. Out: the disclosures."""
    keep_original(store, data)
    return [Disclosure(keep_original(store, content), part, place) for part, place, content in _parts(data, name, path)]


def _parts(data: bytes, name: str, path: str) -> list[tuple[str, str, bytes]]:
    """(name, place, bytes) of the disclosures a file holds: those in an archive, else itself. An archive that cannot be
    opened stays itself, and the extractor says why."""
    from extractors.readers.archive import open_archive
    from extractors.readers.kinds import kind_by_content

    itself = [(name, path, data)]
    if data[:2] != b"PK":
        return itself
    try:
        if kind_by_content(data, name) != "application/zip":
            return itself
        files = open_archive(data, name)
    except Exception:  # damage in a way nobody foresaw must not stop the batch; the guarded reader will say what it is
        return itself
    return [(member.rsplit("/", 1)[-1], f"{path}/{member}", content) for member, content in files]


def _is_wanted(reading: Reading | None, version: str, again: Again) -> bool:
    if reading is None:
        return True
    outdated = reading.extractor_version != version
    if again is Again.OUTDATED:
        return outdated
    return reading.failure is not None and (outdated or again is Again.QUARANTINED)


def _first(disclosure: Disclosure, reading: Reading | None, came: Arrived | None) -> tuple[str, Arrival]:
    """The name and the arrival a disclosure first had: as it was read before, as it was written down, or as it is."""
    if reading is not None:
        first = Arrival(reading.document_path, reading.arrived_at, reading.source_url, reading.source, reading.hints)
        return reading.document_name, first
    if came is not None:
        return came.name, Arrival(came.path, came.arrived_at, came.source_url, came.source, came.hints)
    path, url = disclosure.path, disclosure.source_url
    return disclosure.name, Arrival(path, now(), url, disclosure.source, disclosure.hints)


def recorded(store: Store, days: Collection[date] | None = None) -> list[Disclosure]:
    """The disclosures that came on these days (None: ever), by sha256."""
    came = arrived(store, days)
    return [
        Disclosure(item.sha256, item.name, item.path, item.source, item.source_url, item.hints)
        for _, item in sorted(came.items())
    ]


def read_new(
    disclosures: Iterable[Disclosure],
    store: Store,
    version: str,
    jobs: int | None = None,
    extract: Extract = extract_disclosure,
    deadline: float = DEADLINE_SECONDS,
    executor: Executor | None = None,
    progress: Progress | None = None,
    again: Again = Again.OUTDATED,
    scan_seconds: float | None = None,
) -> set[str]:
    """Reads what is new among the disclosures into the lake, batch by batch, scans last and for `scan_seconds` at most
    (None: to their end). Out: the sha256 of what was read."""
    known, came = current_readings(store), arrived(store)
    tasks: list[Task] = []
    reads: dict[str, Read] = {}
    for disclosure in disclosures:
        sha256 = disclosure.sha256
        reading = known.get(sha256)
        if sha256 not in reads and _is_wanted(reading, version, again):
            name, arrival = _first(disclosure, reading, came.get(sha256))
            tasks.append(Task(store.archived(sha256), name, sha256))
            reads[sha256] = Read(arrival, (), reading.failure if reading else None)
    if progress:
        progress(0, len(tasks))
    batch = Batch(store)
    done: set[str] = set()
    written = time.monotonic()
    queue = in_reading_order(tasks, scan_seconds)
    with collecting_seldom():
        for task, reports in read_all(queue, version, jobs, extract, deadline, executor):
            read = reads[task.sha256]
            done.add(task.sha256)
            batch.add(replace(read, reports=tuple(settled(report, read.arrival) for report in reports)))
            if len(batch) >= BATCH_SIZE or batch.rows >= BATCH_ROWS or time.monotonic() - written > BATCH_SECONDS:
                batch.write()
                written = time.monotonic()
            if progress:
                progress(len(done), len(tasks))
    batch.write()
    return done
