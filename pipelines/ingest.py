"""From paths to the lake: which files are disclosures, which are new, and what was read from them.

In: files and folders. Out: the disclosures among them, archived, and their readings in the lake. Every regular file in a folder is a candidate
except dot-files; what cannot be read is rejected with its reason by the extractor, never skipped in silence. The bytes
are archived before anything reads them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from extractors.limits import MAX_BYTES
from pipelines.lake import Read, Reading, current_readings, now, write_batch
from pipelines.place_from_source import settled
from pipelines.pool import DEADLINE_SECONDS, Extract, Task, extract_disclosure, read_all
from pipelines.provenance import NO_HINTS, Hints
from pipelines.rows import Arrival
from pipelines.store import Store, keep_original

#: Disclosures committed to the lake together. An interrupted run loses at most one batch of reading.
BATCH_SIZE = 200

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


def _wanted(
    disclosures: Iterable[Disclosure], known: dict[str, Reading], version: str, arrived_at: datetime
) -> Iterator[tuple[Disclosure, Arrival]]:
    """The disclosures this extractor version has not read yet, each with the name and day it first came with."""
    for disclosure in disclosures:
        reading = known.get(disclosure.sha256)
        if reading is None:
            yield (
                disclosure,
                Arrival(disclosure.path, arrived_at, disclosure.source_url, disclosure.source, disclosure.hints),
            )
        elif reading.extractor_version != version:
            yield first_arrival(reading)


def first_arrival(reading: Reading) -> tuple[Disclosure, Arrival]:
    """A disclosure read before, as it came the first time."""
    path, url, source, hints = reading.document_path, reading.source_url, reading.source, reading.hints
    disclosure = Disclosure(reading.document_sha256, reading.document_name, path, source, url, hints)
    return disclosure, Arrival(path, reading.arrived_at, url, source, hints)


def read_new(
    disclosures: Iterable[Disclosure],
    store: Store,
    version: str,
    jobs: int | None = None,
    extract: Extract = extract_disclosure,
    deadline: float = DEADLINE_SECONDS,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> set[str]:
    """Reads what is new among the disclosures into the lake, batch by batch. Out: the sha256 of what was read."""
    wanted = list(_wanted(disclosures, current_readings(store), version, now()))
    arrivals = {disclosure.sha256: arrival for disclosure, arrival in wanted}
    tasks = (Task(store.archived(item.sha256), item.name, item.sha256) for item, _ in wanted)
    if progress:
        progress(0, len(wanted))
    batch: list[Read] = []
    for done, (task, reports) in enumerate(read_all(tasks, version, jobs, extract, deadline, executor), start=1):
        arrival = arrivals[task.sha256]
        batch.append(Read(arrival, tuple(settled(report, arrival) for report in reports)))
        if len(batch) == BATCH_SIZE or done == len(wanted):
            write_batch(store, batch)
            batch = []
        if progress:
            progress(done, len(wanted))
    return set(arrivals)
