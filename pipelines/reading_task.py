"""One disclosure to read: the file, what reading it may take, and the report where nothing could be read from it."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.records import Problem, Report

#: Seconds one disclosure may take. A yearbook of 170 pages takes a few; what takes minutes hangs.
DEADLINE_SECONDS = 120.0
#: Seconds added for each image a PDF holds, because it may be the scan of a page, and for how many of them.
SECONDS_PER_SCAN, MOST_SCANS = 6.0, 100
#: Resident memory (bytes) a reader and what it started may take.
MEMORY_BYTES = 2 << 30

_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_TIFF = (b"II*\0", b"MM\0*")

#: What reads one disclosure: its bytes and its name → its report, or those of all departments in it. Must be importable
#: by name (it runs in a child).
Extract = Callable[[bytes, str], Report | tuple[Report, ...]]


@dataclass(frozen=True, slots=True)
class Task:
    """One disclosure to read: the archived file, the name it came under and its sha256. A task that goes to another
    machine carries the bytes, because the file does not lie there."""

    path: Path
    name: str
    sha256: str
    data: bytes | None = None

    def carrying_bytes(self) -> Task:
        """The same task for a reader that shares no disk with us."""
        return self if self.data is not None else replace(self, data=self.path.read_bytes())

    def size(self) -> int:
        """Bytes of the disclosure."""
        if self.data is not None:
            return len(self.data)
        return self.path.stat().st_size if self.path.exists() else 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one disclosure may take: seconds (more are added for scans) and bytes of resident memory."""

    seconds: float = DEADLINE_SECONDS
    memory: int = MEMORY_BYTES


def rejected(task: Task, version: str, code: str, message: str) -> Report:
    """The report of a disclosure nothing could be read from."""
    return Report(
        document_name=task.name,
        document_sha256=task.sha256,
        document_bytes=task.size(),
        media_type="application/octet-stream",
        extractor_version=version,
        readable=False,
        problems=(Problem(code=code, severity="error", message=message),),
    )


def seconds_allowed(disclosure: Path | bytes, seconds: float) -> float:
    """The deadline of a file: scans take seconds a page, and how many there may be is seen without parsing."""
    if isinstance(disclosure, bytes):
        return seconds + _seconds_for_scans(disclosure)
    try:
        with disclosure.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return seconds + _seconds_for_scans(data)
    except (OSError, ValueError):  # missing or empty: the reader will say so
        return seconds


def _seconds_for_scans(data: bytes | mmap.mmap) -> float:
    if data[:4] in _TIFF:
        return MOST_SCANS * SECONDS_PER_SCAN
    if data.find(b"%PDF-", 0, 1024) < 0:
        return 0.0
    images = sum(1 for _, _ in zip(range(MOST_SCANS), _IMAGE.finditer(data), strict=False))
    return images * SECONDS_PER_SCAN
