"""Identifiers that survive reruns and rebuilds: short hashes of what a thing is, never of when it was read."""

from __future__ import annotations

import hashlib

#: Hexadecimal digits kept of a hash.
LENGTH = 16


def identifier(*parts: object) -> str:
    """In: the parts that make a thing what it is (None counts as empty). Out: 16 hexadecimal digits."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
