"""Identifiers that survive reruns and rebuilds: short hashes of what a thing is, never of when it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

#: Hexadecimal digits kept of a hash.
LENGTH = 16


def identifier(*parts: object) -> str:
    """In: the parts that make a thing what it is (None counts as empty). Out: 16 hexadecimal digits."""
    return hashlib.sha256(_joined(parts)).hexdigest()[:LENGTH]


def identifiers(whole: tuple[object, ...], parts: Iterable[tuple[object, ...]]) -> list[str]:
    """The identifiers of many parts of one thing: `identifier(*whole, *part)` of each."""
    begun = _joined((*whole, ""))
    sha256 = hashlib.sha256
    return [sha256(begun + _joined(part)).hexdigest()[:LENGTH] for part in parts]


def _joined(parts: tuple[object, ...]) -> bytes:
    return "\x1f".join(["" if part is None else str(part) for part in parts]).encode("utf-8", "surrogatepass")
