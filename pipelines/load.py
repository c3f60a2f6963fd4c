"""The whole way, step by step: disclosures → lake → private build → expectations → published file.

The command line runs the steps in one go (`load`); Dagster runs the same functions one an asset. Each step takes the
warehouse's lock for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.arrivals import Arrived, record_collection
from pipelines.executor import chosen_executor
from pipelines.ingest import Again, Arrivals, Disclosure, Progress, archive, read_new
from pipelines.lake import current_readings, now
from pipelines.pool import DEADLINE_SECONDS, Extract, extract_disclosure, extractor_version
from pipelines.private import claim, give_up
from pipelines.publish import is_published, publish, published_file, version_of
from pipelines.reread import witness
from pipelines.review import CORRECTIONS, verdicts_digest
from pipelines.store import Store, open_store
from pipelines.warehouse import Reconcile, built_warehouse, reconcile_reports

if TYPE_CHECKING:
    from pipelines.expectations import Expected

#: Name of the finished star inside a build folder.
STAR = "star.duckdb"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read and judge; the defaults are the project's own extractor and reconciliation."""

    jobs: int | None = None
    extract: Extract = extract_disclosure
    version: str | None = None
    deadline: float = DEADLINE_SECONDS
    reconcile: Reconcile = reconcile_reports
    executor: Executor | None = None
    expectations: bool = True
    corrections: Path = CORRECTIONS
    scan_seconds: float | None = None
    """How long scans may take; what is not reached stays unread. None: no limit."""

    def extractor(self) -> str:
        """The extractor version readings are stored under."""
        return self.version or extractor_version()


DEFAULTS = Settings()


@dataclass(slots=True)
class Loaded:
    """What a load did: the disclosures it saw, the file readers see now, and what the expectations say of it."""

    store: Store
    arrivals: Arrivals
    read: set[str]
    file: Path | None = None
    published: bool = False
    expected: list[Expected] = field(default_factory=list)


class Blocked(Exception):
    """The build broke its own schema or provenance, so it was not published; the old file is untouched."""


def collect(paths: Iterable[Path], store: Store) -> Arrivals:
    """Step one: archives the disclosures among the paths and writes down that they came."""
    started_at = now()
    with store.locked():
        arrivals = archive(paths, store)
        record_collection(store, started_at, as_arrived(arrivals.disclosures, started_at))
    return arrivals


def as_arrived(disclosures: Iterable[Disclosure], moment: datetime) -> list[Arrived]:
    """The disclosures of one collection, all of which came when it began: one collection has one arrival day."""
    return [
        Arrived(
            sha256=item.sha256,
            name=_text(item.name),
            path=_text(item.path),
            arrived_at=moment,
            source=item.source,
            source_url=item.source_url,
            hints=item.hints,
        )
        for item in disclosures
    ]


def _text(name: str) -> str:
    """Names of files may hold bytes that are no character."""
    return name.encode("utf-8", "replace").decode("utf-8")


def read(
    disclosures: Iterable[Disclosure],
    store: Store,
    settings: Settings = DEFAULTS,
    progress: Progress | None = None,
    again: Again = Again.OUTDATED,
) -> set[str]:
    """Step two: reads what is new into the lake. Out: the sha256 of what was read."""
    with store.locked(), _pool(settings) as (executor, jobs):
        return read_new(
            disclosures,
            store,
            settings.extractor(),
            jobs,
            settings.extract,
            settings.deadline,
            executor,
            progress,
            again,
            settings.scan_seconds,
        )


@contextmanager
def _pool(settings: Settings) -> Iterator[tuple[Executor | None, int | None]]:
    """The pool that reads: the one that is lent, else the one the environment chooses, and how many readers it has."""
    if settings.executor is not None:
        yield settings.executor, settings.jobs
        return
    with chosen_executor(settings.extractor() if settings.version is None else None) as (executor, readers):
        yield executor, settings.jobs or readers


def current_version(store: Store, settings: Settings = DEFAULTS) -> str | None:
    """The version the lake gives now, None where the lake is empty."""
    readings = current_readings(store)
    return version_of(readings, settings.extractor(), verdicts_digest(settings.corrections)) if readings else None


def build(store: Store, version: str, settings: Settings = DEFAULTS) -> Path:
    """Step three: builds and reconciles in private. Out: the finished file, which nobody reads yet, in a folder that
    stays until the file is released or this process ends."""
    folder = claim(store.build, version)
    try:
        star = folder / STAR
        with (
            witness(store, settings.extractor(), settings.jobs) as reread,
            built_warehouse(store, folder, star, reread, settings.reconcile, settings.corrections, settings.jobs),
        ):
            pass
        for scratch in folder.glob("private.duckdb*"):
            scratch.unlink()
    except BaseException:
        give_up(folder)
        raise
    return star


def examine(store: Store, star: Path) -> list[Expected]:
    """Step four: holds the finished file against the expectations and writes their Data Docs."""
    from pipelines.expectations import validate

    return validate(star, store.data_docs)


def release(store: Store, star: Path, version: str, expected: Iterable[Expected] = ()) -> Path:
    """Step five: publishes, unless an expectation that blocks has failed (`Blocked`)."""
    broken = [item for item in expected if item.blocks and not item.passed]
    if broken:
        raise Blocked("; ".join(f"{item.suite}.{item.name}: {item.description}" for item in broken))
    target = publish(store, star, version)
    give_up(star.parent)
    return target


def discard(star: Path) -> None:
    """Drops a finished build that will not be published."""
    give_up(star.parent)


def rebuild(store: Store, settings: Settings = DEFAULTS) -> tuple[bool, list[Expected]]:
    """Steps three to five where the content changed. Out: whether something was published, and the expectations."""
    with store.locked():
        version = current_version(store, settings)
        if version is None or is_published(store, version):
            return False, []
        star = build(store, version, settings)
        try:
            expected = examine(store, star) if settings.expectations else []
            release(store, star, version, expected)
        finally:
            give_up(star.parent)
        return True, expected


def load(
    paths: Iterable[Path], warehouse: Path, settings: Settings = DEFAULTS, progress: Progress | None = None
) -> Loaded:
    """Everything: reads, builds, judges and publishes. Loading the same paths again changes nothing."""
    store = open_store(warehouse)
    arrivals = collect(paths, store)
    newly_read = read(arrivals.disclosures, store, settings, progress)
    published, expected = rebuild(store, settings)
    return Loaded(store, arrivals, newly_read, published_file(store), published, expected)
