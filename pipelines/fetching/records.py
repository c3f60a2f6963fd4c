"""What was fetched, where and when: one line of JSON for every fetch, in one file a day.

    juesuan.store/fetches/2026-10-20.jsonl

A line is appended by one write and flushed to disk, after the bytes are in the archive. A line torn by a crash is
followed by a fresh one and ignored when reading: its address is then simply asked again.

The files are the truth and are never changed. So that a night need not read those of all nights before it, the last
successful record of every address is kept beside them, with how far it has read:

    juesuan.store/fetches/latest.json

It is made anew when enough was appended, and may be deleted at any time.
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
from pipelines.store import Store, write_atomically

Purpose = Literal["document", "page", "robots"]

#: Where the last records are kept, and after how many bytes of new ones they are kept anew.
KEPT, KEEP_AFTER = "latest.json", 1 << 20


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
            self._latest = _latest(self._folder)
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
    for path in _files(folder):
        for _, record in _records_from(path, 0, decoder):
            yield record


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def _records_from(
    path: Path, start: int, decoder: msgspec.json.Decoder[FetchRecord]
) -> Iterator[tuple[int, FetchRecord]]:
    """The records of a file from a byte on, each with the byte at which it ends."""
    with path.open("rb") as lines:
        end = lines.seek(start)
        for line in lines:
            end += len(line)
            with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
                if line.strip():
                    yield end, decoder.decode(line)


class _Latest(msgspec.Struct, frozen=True):
    """The last successful record of every address, and up to which byte of each file it has been read."""

    read: dict[str, int] = {}
    records: tuple[FetchRecord, ...] = ()


def _latest(folder: Path) -> dict[str, FetchRecord]:
    """The last successful record of every address; what was known before is read first, then what was appended since."""
    known = _kept(folder)
    decoder = msgspec.json.Decoder(FetchRecord)
    latest, read, appended = {record.address: record for record in known.records}, dict(known.read), 0
    for path in _files(folder):
        start = known.read.get(path.name, 0)
        for end, record in _records_from(path, start, decoder):
            # Only to the end of a whole record: what is torn now may be a line that is being written.
            read[path.name] = end
            if record.sha256:
                latest[record.address] = record
        appended += read.get(path.name, 0) - start
    if appended > KEEP_AFTER:
        with contextlib.suppress(OSError):  # it only saves time
            write_atomically(folder / KEPT, msgspec.json.encode(_Latest(read, tuple(latest.values()))))
    return latest


def _kept(folder: Path) -> _Latest:
    """What is kept of earlier nights; nothing where it is not there, is damaged, or speaks of other files."""
    try:
        kept = msgspec.json.decode((folder / KEPT).read_bytes(), type=_Latest)
        sizes = {path.name: path.stat().st_size for path in _files(folder)}
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Latest()
    # A file that is gone or shorter than what was read of it is another one: then all is read again.
    return kept if all(sizes.get(name, -1) >= size for name, size in kept.read.items()) else _Latest()
