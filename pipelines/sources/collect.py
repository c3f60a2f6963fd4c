"""From sources to disclosures in the archive.

In: sources and a store. Out: `Collected`: every disclosure the sources hold now, each content once, and what happened
at each source. One bad source never keeps the others from being collected; only the store's own trouble (a full disk)
is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.ingest import Disclosure
from pipelines.sources.definition import Source
from pipelines.store import Store

if TYPE_CHECKING:
    from pipelines.fetching.fetcher import Fetcher

#: Told after each file or address: the source's name, how many are done, of how many known so far.
Progress = Callable[[str, int, int], None]


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


@dataclass(slots=True)
class Collected:
    """All disclosures, in a fixed order, each content once; and the outcome of each source."""

    disclosures: list[Disclosure] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def collect_sources(
    sources: Sequence[Source], store: Store, fetcher: Fetcher | None = None, progress: Progress | None = None
) -> Collected:
    """Collects the sources one after the other."""
    raise NotImplementedError
