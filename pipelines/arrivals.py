"""Which disclosures came, when and from where: one file a collection, by arrival day, never changed.

    arrivals/arrival=YYYY-MM-DD/<time>-<hash>.json

A collection is written after the bytes it names are archived and before anything reads them: whatever happens later,
the next run knows what is still to be read. The first arrival of a content counts; it keeps its day for good.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import msgspec

from pipelines.identifiers import identifier
from pipelines.provenance import NO_HINTS, Hints
from pipelines.store import Store, write_atomically


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosure as it first came."""

    sha256: str
    name: str
    path: str
    arrived_at: datetime
    source: str | None = None
    source_url: str | None = None
    hints: Hints = NO_HINTS


class SourceVisit(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gave in one collection; `failed` holds (address or path, reason)."""

    source: str
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


class CollectionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One collection: when it began, what came for the first time, and how each source answered."""

    started_at: datetime
    arrived: tuple[Arrived, ...] = ()
    visits: tuple[SourceVisit, ...] = ()


def collections(store: Store, days: Collection[date] | None = None) -> list[CollectionRecord]:
    """The collections of these days (None: of all), in the order in which they began."""
    decoder = msgspec.json.Decoder(CollectionRecord)
    wanted = None if days is None else {f"arrival={day.isoformat()}" for day in days}
    found = [
        decoder.decode(path.read_bytes())
        for path in sorted(store.arrivals.glob("arrival=*/*.json"))
        if wanted is None or path.parent.name in wanted
    ]
    return sorted(found, key=lambda record: record.started_at)


def arrived(store: Store, days: Collection[date] | None = None) -> dict[str, Arrived]:
    """The disclosures that came on these days (None: ever), by sha256, each as it came first."""
    found: dict[str, Arrived] = {}
    for record in collections(store, days):
        for item in record.arrived:
            found.setdefault(item.sha256, item)
    return found


def days_of_arrival(store: Store) -> list[date]:
    """The days on which anything was collected, in order."""
    return sorted(date.fromisoformat(path.name.partition("=")[2]) for path in store.arrivals.glob("arrival=*"))


def record_collection(
    store: Store, started_at: datetime, disclosures: Iterable[Arrived], visits: Sequence[SourceVisit] = ()
) -> CollectionRecord:
    """Writes down a collection. In: everything it saw; what came before is left out. Out: what was written; a
    collection with nothing new and no visits leaves no file."""
    known = arrived(store)
    new: dict[str, Arrived] = {}
    for item in disclosures:
        if item.sha256 not in known:
            new.setdefault(item.sha256, item)
    record = CollectionRecord(
        started_at=started_at, arrived=tuple(new[sha256] for sha256 in sorted(new)), visits=tuple(visits)
    )
    if new or visits:
        data = msgspec.json.format(msgspec.json.encode(record), indent=1)
        name = f"{started_at:%H%M%S%f}-{identifier(data.decode('utf-8'))}.json"
        write_atomically(store.arrivals / f"arrival={started_at.date().isoformat()}" / name, data)
    return record
