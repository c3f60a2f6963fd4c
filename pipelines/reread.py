"""Reading a disclosure again with an independent reader, for cells that are in dispute or that nothing proves.

In: the store, which has the original bytes. Out: a function for `reconcile`. It reads in a guarded child like the first
reading, so that a hostile file cannot stop the reconciliation. What a witness read is kept beside the lake, so that a
rebuild does not read it again.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipelines.guard import GuardedReader
from pipelines.identifiers import identifier
from pipelines.reading_task import Limits, Task
from pipelines.store import Store, write_atomically
from pipelines.warehouse import Reread
from schemas.records import Report

#: The readers that share no code with ours: the second, and the third for what the second reads otherwise.
WITNESSES = ("pdfplumber", "camelot")


class Witnesses:
    """The re-reading of archived disclosures: called, by the second reader; `third` by the third. `version` is the
    extractor version that the readings belong to."""

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self._version = version
        self._reader = GuardedReader(read_pages, Limits())

    def __call__(self, sha256: str, pages: tuple[int, ...]) -> Report | None:
        return self._read(WITNESSES[0], sha256, pages)

    @property
    def version(self) -> str:
        """The extractor version that the readings belong to."""
        return self._version

    def third(self, sha256: str, pages: tuple[int, ...]) -> Report | None:
        """Some pages (none: all) as the third reader reads them; None where it cannot."""
        return self._read(WITNESSES[1], sha256, pages)

    def _read(self, witness: str, sha256: str, pages: tuple[int, ...]) -> Report | None:
        original = self._store.archived(sha256)
        if not original.is_file():
            return None
        wanted = ",".join(map(str, pages))
        kept = _kept(self._store, sha256, identifier(witness, self._version, wanted))
        if kept.is_file():
            return msgspec.json.decode(kept.read_bytes(), type=Report)
        report = self._reader.read(Task(original, f"{sha256}:{witness}:{wanted}", sha256), self._version)
        if not report.readable:
            return None
        write_atomically(kept, msgspec.json.encode(report))
        return report


def witness(store: Store, version: str) -> Reread:
    """The re-reading of archived disclosures by independent readers."""
    return Witnesses(store, version)


def read_pages(data: bytes, name: str) -> Report:
    """What a witness reads; the name is the disclosure's sha256, the witness and the pages (none: all)."""
    from extractors.extract import extract

    _, reader, pages = name.split(":")
    return extract(data, name, reader=reader, pages=[int(page) for page in pages.split(",")] if pages else None)


def _kept(store: Store, sha256: str, key: str) -> Path:
    return store.rereadings / sha256[:2] / f"{sha256}-{key}.json"
