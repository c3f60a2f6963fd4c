"""What the extractor is doing, told to whoever watches over it: each step with the computing time and memory it may take.

Some files make a library compute without end inside one call (a drawing that draws itself, say), where no count can
stop it. So steps say beforehand how many seconds of processor time and bytes of memory are far more than they need; the
process that watches ends the reading where a step takes more. Nobody watching: nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Seconds of processor time for one born-digital page; they take hundredths of one.
PAGE_SECONDS = 3.0
#: The same for one sheet: one of 3,000 rows takes a tenth of one.
SHEET_SECONDS = 20.0
#: The same for one page read by a witness, which is tens of times slower.
WITNESS_PAGE_SECONDS = 30.0
#: The same for one scanned page, which is recognised by several threads.
SCAN_SECONDS = 120.0
#: The same for understanding a whole document once it is laid out.
UNDERSTANDING_SECONDS = 60.0

#: Bytes of memory one born-digital page may take; the largest take a few millions.
PAGE_BYTES = 384 << 20
#: The same for every other step, which may hold a whole document or a model.
STEP_BYTES = 1 << 30

#: Told at the beginning of a step: what it is, the seconds of processor time and the bytes of memory it may take.
Watcher = Callable[[str, float, int], None]

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def begin(step: str, seconds: float = PAGE_SECONDS, memory: int = STEP_BYTES) -> None:
    """Says what is done next (`page 3`), how many seconds of processor time and how many bytes of memory it may take."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher(step, seconds, memory)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """While open, `watcher` hears of every step begun in this thread."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)
