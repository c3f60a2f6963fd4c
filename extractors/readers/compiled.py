"""The compiled modules of the readers: each is used where the installation could build it, and gives what the code
without it gives, to the last bit, faster. The environment variable `JUESUAN_PLAIN`, or `plain` for a while, switches
all of them off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

#: Set to anything, no compiled module is used.
PLAIN = "JUESUAN_PLAIN"
_wanted = not os.environ.get(PLAIN)


def built_module(name: str, layout: int) -> ModuleType | None:
    """The compiled module of that name; None where it was not built, or from source of another layout."""
    try:
        found = import_module(f"extractors.readers.{name}")
    except ImportError:
        return None
    return found if layout == found.LAYOUT else None


def is_wanted() -> bool:
    """Whether compiled modules may be used now."""
    return _wanted


@contextmanager
def plain() -> Iterator[None]:
    """While this is open, none is used: to compare both."""
    global _wanted
    kept, _wanted = _wanted, False
    try:
        yield
    finally:
        _wanted = kept
