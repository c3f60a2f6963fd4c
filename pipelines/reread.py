"""Reading a disclosure again with an independent reader, for cells that are in dispute or that nothing proves.

In: the store, which has the original bytes. Out: a function for `reconcile`. It reads in a guarded child like the first
reading, so that a hostile file cannot stop the reconciliation. What a witness read is kept beside the lake, so that a
rebuild does not read it again.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipelines.guard import GuardedReader, Limits, Task
from pipelines.identifiers import identifier
from pipelines.store import Store, write_atomically
from pipelines.warehouse import Reread
from schemas.records import Report

#: The reader that shares no code with ours.
WITNESS = "pdfplumber"


def witness(store: Store, version: str) -> Reread:
    """The re-reading of archived disclosures by pdfplumber; `version` is the extractor version it belongs to."""
    reader = GuardedReader(read_pages, Limits())

    def reread(sha256: str, pages: tuple[int, ...]) -> Report | None:
        original = store.archived(sha256)
        if not original.is_file():
            return None
        wanted = ",".join(map(str, pages))
        kept = _kept(store, sha256, identifier(WITNESS, version, wanted))
        if kept.is_file():
            return msgspec.json.decode(kept.read_bytes(), type=Report)
        report = reader.read(Task(original, f"{sha256}:{wanted}", sha256), version)
        if not report.readable:
            return None
        write_atomically(kept, msgspec.json.encode(report))
        return report

    return reread


def read_pages(data: bytes, name: str) -> Report:
    """What the witness reads; the name is the disclosure's sha256 and, behind a colon, the pages (none: all)."""
    from extractors.extract import extract

    pages = name.partition(":")[2]
    return extract(data, name, reader=WITNESS, pages=[int(page) for page in pages.split(",")] if pages else None)


def _kept(store: Store, sha256: str, key: str) -> Path:
    return store.rereadings / sha256[:2] / f"{sha256}-{key}.json"
