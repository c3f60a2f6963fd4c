"""In which order disclosures are read: what is cheap first, scans last, so that no deadline starves those with text.

A scanned page takes seconds where a printed one takes milliseconds. Which files are scans is seen from their bytes,
without parsing: images, and PDFs most of whose bytes are images. A wrong guess costs a place in the queue, no more.

In: tasks in the order of their arrival, and how long scans may take altogether. Out: the same tasks in the order of
reading; scans that the time does not reach are left for another night.
"""

from __future__ import annotations

import mmap
import re
import time
from collections.abc import Callable, Iterable, Iterator

from pipelines.reading_task import Task

_IMAGE_FILES = (b"II*\0", b"MM\0*", b"\x89PNG", b"\xff\xd8\xff", b"BM")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_END = b"endstream"

#: Part of a PDF's bytes in images from which on it counts as a scan.
_SCAN_SHARE = 0.5


def scan_bytes(data: bytes | mmap.mmap) -> int:
    """Bytes of images in a file that is probably a scan; 0 for any other file."""
    if data[:4].startswith(_IMAGE_FILES):
        return len(data)
    if data.find(b"%PDF-", 0, 1024) < 0:
        return 0
    found, end = 0, 0
    for image in _IMAGE.finditer(data):
        if image.start() < end:
            continue  # a mask named inside the stream that was counted
        end = max(data.find(_END, image.end()), image.end())
        found += end - image.start()
    return found if found >= _SCAN_SHARE * len(data) else 0


def _scan_bytes_of(task: Task) -> int:
    if task.data is not None:
        return scan_bytes(task.data)
    try:
        with task.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return scan_bytes(data)
    except (OSError, ValueError):  # missing or empty: the reader will say so
        return 0


def in_reading_order(
    tasks: Iterable[Task], scan_seconds: float | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Task]:
    """Files with text as they came, then scans, the smallest first. No scan is handed out once scans have taken
    `scan_seconds` (None: no limit); what was handed out is read to its end."""
    scans: list[tuple[int, int, Task]] = []
    for place, task in enumerate(tasks):
        size = _scan_bytes_of(task)
        if size:
            scans.append((size, place, task))
        else:
            yield task
    began = clock()
    for _, _, task in sorted(scans, key=lambda scan: scan[:2]):
        if scan_seconds is not None and clock() - began >= scan_seconds:
            return
        yield task
