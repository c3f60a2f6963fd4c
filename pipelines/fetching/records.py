"""What was fetched, where and when: one line of JSON for every fetch, in one file a day.

    juesuan.store/fetches/2026-10-20.jsonl

A line is appended by one write and flushed to disk, after the bytes are in the archive. A line torn by a crash is
followed by a fresh one and ignored when reading: its address is then simply asked again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from pipelines.fetching.fetcher import Remembered
from pipelines.lake import now
from pipelines.store import Store

Purpose = Literal["document", "page", "robots"]


class FetchRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fetch. Moments are Asia/Shanghai. `status` 304 repeats what its address had; failures have a `reason`."""

    fetched_at: datetime
    source: str
    purpose: Purpose
    address: str
    status: int | None = None
    final_address: str | None = None
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None
    name: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    notes: tuple[str, ...] = ()
    reason: str | None = None

    def remembered(self) -> Remembered | None:
        """What a conditional request needs, None where the answer gave nothing to compare with."""
        if self.final_address is None or not (self.etag or self.last_modified):
            return None
        return Remembered(self.final_address, self.etag, self.last_modified)


class FetchLog:
    """The records of one store: the last successful one of every address, and where the next is written."""

    def __init__(self, store: Store) -> None:
        self._folder = fetch_folder(store)
        self._latest: dict[str, FetchRecord] | None = None

    def latest(self, address: str) -> FetchRecord | None:
        """The last record of an address that has bytes."""
        if self._latest is None:
            self._latest = {record.address: record for record in read_records(self._folder) if record.sha256}
        return self._latest.get(address)

    def append(self, record: FetchRecord) -> None:
        """Writes one record durably. Raises OSError where the disk cannot take it."""
        line = msgspec.json.encode(record)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{now().date().isoformat()}.jsonl"
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            # The line break comes first: it also ends a line that a crash tore.
            data = b"\n" + line
            if os.write(handle, data) != len(data):
                raise OSError(28, "the disk is full", str(path))
            os.fsync(handle)
        finally:
            os.close(handle)
        if record.sha256 and self._latest is not None:
            self._latest[record.address] = record


def fetch_folder(store: Store) -> Path:
    """Where the records of a store lie."""
    return store.root / "fetches"


def read_records(folder: Path) -> Iterator[FetchRecord]:
    """All records, the oldest first."""
    decoder = msgspec.json.Decoder(FetchRecord)
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as lines:
            for line in lines:
                with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
                    if line.strip():
                        yield decoder.decode(line)
