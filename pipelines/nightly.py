"""The night: collect → read what is new → reconcile → publish → tell what happened. Idempotent, and resumed by running
it again after whatever ended it.

`juesuan nightly` runs the steps in one go for cron and systemd; Dagster runs the same functions one an asset. Each step
looks in the store for what is still to be done, so none depends on the one before it having ended well.
"""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from pathlib import Path

from pipelines import load
from pipelines.arrivals import CollectionRecord, SourceVisit, record_collection
from pipelines.ingest import Again, Progress, recorded
from pipelines.lake import now
from pipelines.load import Settings
from pipelines.night_report.overdue import Expectation
from pipelines.night_report.report import Told, report_on
from pipelines.night_report.webhook import WebhookError, post
from pipelines.private import make_folder
from pipelines.sources.collect import Progress as CollectProgress
from pipelines.sources.collect import collect_sources
from pipelines.sources.definition import AnySource, Inbox, SourceError, load_sources
from pipelines.store import Store
from pipelines.words import SaidError, said, say

#: Where disclosures come from; one file there names an inbox.
SOURCES = Path("data/sources")

#: A file of an inbox changed less than this long ago (seconds) may still be being copied.
SETTLE_SECONDS = 2.0

#: What an inbox given by hand is called in the report.
INBOX_NAME = "folder"


class Outcome(IntEnum):
    """How a night ended; also the exit code of `juesuan nightly`."""

    OK = 0
    INCOMPLETE = 1
    USAGE = 2
    BUSY = 3
    FAILED = 4


class Busy(SaidError):
    """Another night is running on this warehouse."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a night works on."""

    sources: Path | None = SOURCES
    inbox: tuple[Path, ...] = ()
    settle: float = SETTLE_SECONDS
    reextract: bool = False
    register: Path = Path("data/register.csv")
    webhook: str | None = None


@dataclass(slots=True)
class Night:
    """What a night did. `error` says why it failed; the published file is then as it was before."""

    outcome: Outcome = Outcome.OK
    collected: CollectionRecord | None = None
    read: set[str] = field(default_factory=set)
    published: bool = False
    error: str | None = None
    report: Told | None = None
    webhook_error: str | None = None


@contextmanager
def night_lock(store: Store) -> Iterator[None]:
    """Lets one night at a time run on a warehouse. Raises `Busy` at once where another one does."""
    make_folder(store.root)
    with (store.root / "night.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("Another night is running on {file}.", file=store.warehouse) from None
        yield


def run_night(store: Store, plan: Plan, settings: Settings = load.DEFAULTS, progress: Progress | None = None) -> Night:
    """Everything. Never raises for what a disclosure, a source or a disk does: the night says how it ended. Raises
    `SourceError` and `RegisterError` for what the operator wrote wrong, before anything is done."""
    sources_of(plan)
    Expectation.read(plan.register)
    night = Night()
    with night_lock(store):
        try:
            night.collected = collect(store, plan)
            night.read = read_pending(store, settings, reextract=plan.reextract, progress=progress)
            night.published, _ = load.rebuild(store, settings)
        except Exception as error:  # whatever it is, the report has to say it
            night.outcome, night.error = Outcome.FAILED, _in_words(error)
        try:
            tell(store, plan, night)
        except Exception as error:
            night.outcome = Outcome.FAILED
            night.error = night.error or say("The report could not be written: {error}", error=_in_words(error))
    return night


def _in_words(error: Exception) -> str:
    return said(error) if isinstance(error, (load.Blocked, SaidError)) else f"{type(error).__name__}: {error}"


def sources_of(plan: Plan) -> list[AnySource]:
    """The sources of a night. Raises `SourceError` where one is not written as it must be."""
    configured = load_sources(plan.sources) if plan.sources is not None else []
    taken = {source.name for source in configured}
    names = [INBOX_NAME if number == 1 else f"{INBOX_NAME}-{number}" for number in range(1, len(plan.inbox) + 1)]
    for name in sorted(taken & set(names)):
        raise SourceError(
            "{folder} already has a source called {name}; put the folder into that file.",
            folder=plan.sources,
            name=name,
        )
    given = [
        Inbox(name=name, folder=str(folder), settle_seconds=plan.settle)
        for name, folder in zip(names, plan.inbox, strict=True)
    ]
    return [*configured, *given]


def collect(store: Store, plan: Plan, progress: CollectProgress | None = None) -> CollectionRecord:
    """Step one: archives what came, and writes it down with how each source answered."""
    started_at = now()
    # Fetching takes hours and needs no lock: the archive is written by content, and never changed.
    collected = collect_sources(sources_of(plan), store, progress=progress)
    visits = [
        SourceVisit(
            source=outcome.source,
            seen=outcome.seen,
            new=outcome.new,
            changed=outcome.changed,
            unchanged=outcome.unchanged,
            failed=tuple((failure.address, failure.reason) for failure in outcome.failed),
            notes=tuple(outcome.notes),
        )
        for outcome in collected.outcomes
    ]
    with store.locked():
        return record_collection(store, started_at, load.as_arrived(collected.disclosures, started_at), visits)


def read_pending(
    store: Store,
    settings: Settings = load.DEFAULTS,
    days: Collection[date] | None = None,
    reextract: bool = False,
    progress: Progress | None = None,
) -> set[str]:
    """Step two: reads what came on these days (None: ever) and was not read yet, and what another extractor version
    could not read; with `reextract` all that another version has read. Out: the sha256 of what was read."""
    again = Again.OUTDATED if reextract else Again.FAILED
    return load.read(recorded(store, days), store, settings, progress, again)


def tell(store: Store, plan: Plan, night: Night) -> None:
    """Last step: writes the report of the night and sends it where it is wanted."""
    night.report = report_on(store, plan.register, night.error)
    if night.outcome is Outcome.OK and not night.report.is_complete:
        night.outcome = Outcome.INCOMPLETE
    if plan.webhook:
        try:
            post(plan.webhook, night.report, night.outcome.name.lower())
        except WebhookError as error:
            night.webhook_error = said(error)
