"""From sources to disclosures in the archive.

In: sources and a store. Out: `Collected`: every disclosure the sources hold now, each content once, and what happened
at each source. One bad source never keeps the others from being collected; only the store's own trouble (a full disk)
is raised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec

from pipelines.fetching.errors import FetchError
from pipelines.fetching.fetcher import Fetcher
from pipelines.fetching.shelf import Errand, Kept, Shelf, named
from pipelines.ingest import Disclosure, keep_disclosures
from pipelines.provenance import Hints
from pipelines.sources.definition import Inbox, Listing, Manifest, Mirror, Source, SourceError, allowed_hosts
from pipelines.sources.folders import address_of, files_of, settled_files
from pipelines.sources.listing import Found, Walk
from pipelines.store import Store
from pipelines.words import Words

#: Told after each file or address: the source's name, how many are done, of how many known so far.
Progress = Callable[[str, int, int], None]

_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or address that could not be had, and why."""

    address: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What happened at one source. `seen` counts its files and addresses; each is new, changed, unchanged or failed."""

    source: str
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, state: str) -> None:
        """Counts one file or address."""
        self.seen += 1
        setattr(self, state, getattr(self, state) + 1)

    def fail(self, address: str, reason: str) -> None:
        """Counts one that could not be had."""
        self.seen += 1
        self.failed.append(Failure(address, reason))


@dataclass(slots=True)
class Collected:
    """All disclosures, in a fixed order, each content once; and the outcome of each source."""

    disclosures: list[Disclosure] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def collect_sources(
    sources: Sequence[Source], store: Store, fetcher: Fetcher | None = None, progress: Progress | None = None
) -> Collected:
    """Collects the enabled sources one after the other. Raises OSError where the store itself cannot be written."""
    using = fetcher or Fetcher()
    shelf = Shelf(using, store)
    collected = Collected()
    seen: set[str] = set()
    try:
        for source in (source for source in sources if source.enabled):
            outcome = Outcome(source.name)
            collected.outcomes.append(outcome)
            for disclosure in _of_source(source, store, shelf, outcome, progress):
                if disclosure.sha256 not in seen:
                    seen.add(disclosure.sha256)
                    collected.disclosures.append(disclosure)
    finally:
        if fetcher is None:
            using.close()
    return collected


def _of_source(
    source: Source, store: Store, shelf: Shelf, outcome: Outcome, progress: Progress | None
) -> Iterator[Disclosure]:
    """The disclosures of one source, archived one by one."""
    if isinstance(source, Inbox | Mirror):
        yield from _of_folder(source, store, outcome, progress)
    elif isinstance(source, Manifest):
        yield from _of_manifest(source, store, shelf, outcome, progress)
    elif isinstance(source, Listing):
        yield from _of_listing(source, store, shelf, outcome, progress)


def _of_folder(
    source: Inbox | Mirror, store: Store, outcome: Outcome, progress: Progress | None
) -> Iterator[Disclosure]:
    try:
        files, writing = settled_files(source, files_of(source, store))
    except (SourceError, OSError) as error:
        outcome.fail(source.folder, str(error))
        return
    outcome.notes += [
        str(Words("{path} is still being written; it waits for the next time", path=path)) for path in writing
    ]
    for done, path in enumerate(files, start=1):
        try:
            data = path.read_bytes()
        except OSError as error:
            outcome.fail(str(path), str(Words("it cannot be read: {reason}", reason=error.strerror or error)))
            continue
        known = store.archived(hashlib.sha256(data).hexdigest()).is_file()
        found = keep_disclosures(store, data, path.name, path.as_posix())
        outcome.count("unchanged" if known else "new")
        yield from _from(found, source.name, address_of(source, path), source.hints)
        if progress:
            progress(source.name, done, len(files))


def _of_manifest(
    source: Manifest, store: Store, shelf: Shelf, outcome: Outcome, progress: Progress | None
) -> Iterator[Disclosure]:
    errand = errand_of(source)
    for done, entry in enumerate(source.entries, start=1):
        try:
            kept = shelf.document(errand, entry.address, entry.name or "")
        except FetchError as error:
            outcome.fail(entry.address, str(error))
        else:
            yield from _from_web(kept, kept.record.name, source.name, source.hints_of(entry), store, shelf, outcome)
        if progress:
            progress(source.name, done, len(source.entries))


def _of_listing(
    source: Listing, store: Store, shelf: Shelf, outcome: Outcome, progress: Progress | None
) -> Iterator[Disclosure]:
    errand = errand_of(source)
    walk = Walk(source, lambda address: shelf.page(errand, address), shelf.loopback)
    for done, found in enumerate(walk.documents(), start=1):
        try:
            kept = found.kept or shelf.document(errand, found.address, found.link, found.title)
            name = named(kept, found.link, found.title) if found.kept else kept.record.name
        except FetchError as error:
            outcome.fail(found.address, str(error))
        else:
            hints = msgspec.structs.replace(source.hints, context=_around(source, found))
            yield from _from_web(kept, name, source.name, hints, store, shelf, outcome)
        if progress:
            progress(source.name, done, done)
    for address, reason in walk.told.failed:
        outcome.fail(address, reason)
    outcome.notes += walk.told.notes
    if not outcome.seen:
        outcome.fail(
            source.start[0],
            str(
                Words(
                    "{count} pages were read and none leads to a disclosure; see `details` and `documents`",
                    count=walk.told.pages,
                )
            ),
        )


def _around(source: Listing, found: Found) -> str:
    """Words that stand around a link, for what is ambiguous in the document itself."""
    return " ".join(dict.fromkeys(part for part in (source.hints.context, found.title, found.link) if part))


def errand_of(source: Manifest | Listing) -> Errand:
    """How a source's addresses are fetched."""
    return Errand(
        source.name,
        allowed_hosts(source),
        source.seconds_between_requests,
        source.max_megabytes << 20,
        timedelta(days=source.recheck_days),
    )


def _from_web(
    kept: Kept, name: str | None, source: str, hints: Hints, store: Store, shelf: Shelf, outcome: Outcome
) -> Iterator[Disclosure]:
    """The disclosures of a fetched file: those in it where it is an archive, else itself."""
    outcome.count(kept.state)
    outcome.notes += [f"{kept.record.address}: {note}" for note in kept.record.notes]
    name, address = name or "document", kept.record.address
    found = [Disclosure(kept.sha256, name, address)]
    if shelf.starts_with(kept, _ZIP):
        found = keep_disclosures(store, shelf.body(kept), name, address)
    yield from _from(found, source, address, hints)


def _from(found: Iterable[Disclosure], source: str, address: str | None, hints: Hints) -> Iterator[Disclosure]:
    for disclosure in found:
        yield replace(disclosure, source=source, source_url=address, hints=hints)
