"""Reading a disclosure again with an independent reader, for cells that are in dispute.

In: the store, which has the original bytes. Out: a function for `reconcile`. What a witness read is kept beside the
lake, so that a rebuild does not read it again.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipelines.identifiers import identifier
from pipelines.store import Store, write_atomically
from pipelines.warehouse import Reread
from schemas.records import Report

#: The reader that shares no code with ours.
WITNESS = "pdfplumber"


def witness(store: Store, version: str, reader: str = WITNESS) -> Reread:
    """The re-reading of archived disclosures by `reader`; `version` is the extractor version it belongs to."""

    def reread(sha256: str, pages: tuple[int, ...]) -> Report | None:
        original = store.archived(sha256)
        if not original.is_file():
            return None
        kept = _kept(store, sha256, identifier(reader, version, *map(str, pages)))
        if kept.is_file():
            return msgspec.json.decode(kept.read_bytes(), type=Report)
        report = _read(original, sha256, reader, pages)
        if report is not None:
            write_atomically(kept, msgspec.json.encode(report))
        return report

    return reread


def _read(original: Path, sha256: str, reader: str, pages: tuple[int, ...]) -> Report | None:
    from extractors.extract import extract

    report = extract(original.read_bytes(), sha256, reader=reader, pages=pages or None)
    return report if report.readable else None


def _kept(store: Store, sha256: str, key: str) -> Path:
    return store.rereadings / sha256[:2] / f"{sha256}-{key}.json"
