"""Garbage in cycles is looked for seldom where there is none: in records, cells and lines."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: So many objects more than before are made until garbage in cycles is looked for.
_SELDOM = 50_000


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage in cycles less often than usual: what a disclosure is made of makes none, and walking through it
    again and again takes a sixth of the time of a report."""
    usual = gc.get_threshold()
    if not 0 < usual[0] < _SELDOM:  # switched off, or another thread reads as well
        yield
        return
    gc.set_threshold(_SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
