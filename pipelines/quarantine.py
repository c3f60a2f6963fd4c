"""Quarantine: what could not be read, why, and how often that was tried.

It is no place of its own but a question to the lake: a disclosure is in quarantine while the reading that counts failed.
Its bytes stay in the archive. It is read again when the extractor has another version, or when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from pipelines.ingest import Disclosure
from pipelines.lake import Failure, current_readings
from pipelines.store import Store


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One disclosure that could not be read."""

    sha256: str
    name: str
    path: str
    source_url: str | None
    failure: Failure
    extractor_version: str
    last_tried_at: datetime

    def disclosure(self) -> Disclosure:
        """The disclosure, to be read again."""
        return Disclosure(self.sha256, self.name, self.path, source_url=self.source_url)


def quarantined(store: Store) -> list[Quarantined]:
    """Everything in quarantine, by name."""
    found = [
        Quarantined(
            sha256,
            reading.document_name,
            reading.document_path,
            reading.source_url,
            reading.failure,
            reading.extractor_version,
            reading.read_at,
        )
        for sha256, reading in current_readings(store).items()
        if reading.failure is not None
    ]
    return sorted(found, key=lambda item: (item.name, item.sha256))


#: Digits of a sha256 that are enough to name a disclosure.
SHORTEST_SHA256 = 8


def chosen(items: Collection[Quarantined], wanted: Collection[str]) -> tuple[list[Quarantined], list[str]]:
    """In: names or beginnings of a sha256 (none: everything). Out: what they name, and those that name nothing."""
    if not wanted:
        return list(items), []
    found = {text: [item for item in items if _is_named(item, text)] for text in wanted}
    named = {item.sha256 for matches in found.values() for item in matches}
    return [item for item in items if item.sha256 in named], [text for text, matches in found.items() if not matches]


def _is_named(item: Quarantined, text: str) -> bool:
    return item.name == text or (len(text) >= SHORTEST_SHA256 and item.sha256.startswith(text.lower()))
