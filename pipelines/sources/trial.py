"""Tries a source without storing anything.

In: a source. Out: `Trial`: the files or addresses it would give, what is wrong with it, and how the first one came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from pipelines.fetching.addresses import checked_address
from pipelines.fetching.errors import FetchError
from pipelines.fetching.fetcher import Fetcher
from pipelines.fetching.shelf import Errand, Shelf
from pipelines.sources.collect import errand_of
from pipelines.sources.definition import Inbox, Listing, Manifest, Mirror, Source, SourceError
from pipelines.sources.folders import files_of
from pipelines.sources.listing import Walk
from pipelines.store import Store
from pipelines.words import said, say


@dataclass(slots=True)
class Trial:
    """What a source would give: (address, name); `more` says whether there is more than was asked for."""

    source: str
    found: list[tuple[str, str]] = field(default_factory=list)
    more: bool = False
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def try_source(source: Source, store: Store, fetcher: Fetcher, limit: int) -> Trial:
    """Tries one source, at most `limit` disclosures far. Never raises for a bad one."""
    trial = Trial(source.name)
    shelf = Shelf(fetcher, None)
    try:
        if isinstance(source, Inbox | Mirror):
            _fill(trial, ((str(path), path.name) for path in files_of(source, store)), limit)
        elif isinstance(source, Manifest):
            _fill(trial, _entries(source, trial, shelf.loopback), limit)
        elif isinstance(source, Listing):
            _try_listing(source, trial, shelf, limit)
    except (SourceError, OSError) as error:
        trial.problems.append(said(error))
    if isinstance(source, Manifest | Listing) and trial.found:
        _try_first(trial, shelf, errand_of(source))
    if not trial.found and not trial.problems:
        empty = say("the folder is empty" if isinstance(source, Inbox | Mirror) else "nothing was found")
        (trial.notes if isinstance(source, Inbox) else trial.problems).append(empty)
    return trial


def _fill(trial: Trial, found: Iterator[tuple[str, str]], limit: int) -> None:
    trial.found += islice(found, limit)
    trial.more = next(found, None) is not None


def _entries(source: Manifest, trial: Trial, loopback: bool) -> Iterator[tuple[str, str]]:
    hosts = errand_of(source).hosts
    for entry in source.entries:
        try:
            checked_address(entry.address, hosts, loopback)
        except FetchError as error:
            trial.problems.append(said(error))
        else:
            yield entry.address, entry.name or ""


def _try_listing(source: Listing, trial: Trial, shelf: Shelf, limit: int) -> None:
    errand = errand_of(source)
    walk = Walk(source, lambda address: shelf.page(errand, address), shelf.loopback)
    _fill(trial, ((found.address, found.link or found.title) for found in walk.documents()), limit)
    trial.problems += [f"{address}: {reason}" for address, reason in walk.told.failed]
    trial.notes += [say("{count} pages were read", count=walk.told.pages), *walk.told.notes]


def _try_first(trial: Trial, shelf: Shelf, errand: Errand) -> None:
    """Fetches one disclosure, so that a portal that lists files and does not hand them out is seen."""
    address, name = trial.found[0]
    try:
        record = shelf.document(errand, address, name).record
    except FetchError as error:
        trial.problems.append(f"{address}: {error}")
        return
    trial.notes.append(
        say("the first one is {name}, {media_type}, {size} bytes",
            name=record.name, media_type=record.media_type, size=f"{record.size:,}")
    )  # fmt: skip
    trial.problems += [f"{address}: {note}" for note in record.notes]
