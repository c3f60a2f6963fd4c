"""Texts in the records of old Excel workbooks.

In: bodies of records. Out: strings. Texts are in UTF-16 or in its lower half (BIFF8), or in the code page that the
workbook names (older ones). Raises struct.error and ValueError for records that are cut off.
"""

from __future__ import annotations

import struct

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08


def code_page_name(number: int) -> str:
    """The encoding of a code page; Chinese where the workbook names none that is known."""
    return {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 1252: "cp1252", 932: "cp932", 949: "cp949"}.get(number, "gb18030")  # fmt: skip


def short_text(body: bytes, at: int, encoding: str | None) -> str:
    """A text whose length takes one byte, as the names of sheets have it. `encoding` is None in BIFF8."""
    return _text(body, at + 1, body[at], encoding)


def long_text(body: bytes, at: int, encoding: str | None) -> str:
    """A text whose length takes two bytes, as formats and cells have it. `encoding` is None in BIFF8."""
    return _text(body, at + 2, struct.unpack_from("<H", body, at)[0], encoding)


def _text(body: bytes, at: int, length: int, encoding: str | None) -> str:
    if encoding is not None:
        return body[at : at + length].decode(encoding, errors="replace")
    flags = body[at]
    at += 1 + (2 if flags & _RICH else 0) + (4 if flags & _PHONETIC else 0)
    if flags & _WIDE:
        return body[at : at + 2 * length].decode("utf-16-le", errors="replace")
    return body[at : at + length].decode("latin-1")


def shared_texts(bodies: list[bytes]) -> list[str]:
    """The table of shared texts from its record and those that continue it."""
    chunks = _Chunks(bodies)
    count = struct.unpack("<II", chunks.take(8))[1]
    texts: list[str] = []
    while len(texts) < count and not chunks.at_end():
        length, flags = struct.unpack("<HB", chunks.take(3))
        runs = struct.unpack("<H", chunks.take(2))[0] if flags & _RICH else 0
        phonetic = struct.unpack("<I", chunks.take(4))[0] if flags & _PHONETIC else 0
        texts.append(chunks.characters(length, bool(flags & _WIDE)))
        chunks.take(4 * runs)
        chunks.take(phonetic)
    return texts


class _Chunks:
    """Bytes over several records. A text that goes on in the next one begins there with its width anew."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies = bodies
        self._index = self._at = 0

    def at_end(self) -> bool:
        """Whether no byte is left."""
        while self._index < len(self._bodies) and self._at >= len(self._bodies[self._index]):
            self._index, self._at = self._index + 1, 0
        return self._index >= len(self._bodies)

    def take(self, count: int) -> bytes:
        """The next bytes. Raises ValueError where there are fewer."""
        parts: list[bytes] = []
        while count > 0:
            if self.at_end():
                raise ValueError("the shared texts are cut off")
            part = self._bodies[self._index][self._at : self._at + count]
            self._at += len(part)
            count -= len(part)
            parts.append(part)
        return b"".join(parts)

    def characters(self, count: int, wide: bool) -> str:
        """The next characters."""
        parts: list[str] = []
        while count:
            if self._at >= len(self._bodies[self._index]):
                if self.at_end():
                    raise ValueError("the shared texts are cut off")
                wide = bool(self.take(1)[0] & _WIDE)
            left = len(self._bodies[self._index]) - self._at
            here = min(count, left // 2 if wide else left)
            if here == 0:
                raise ValueError("a shared text is torn within a character")
            raw = self.take(2 * here if wide else here)
            parts.append(raw.decode("utf-16-le" if wide else "latin-1", errors="replace"))
            count -= here
        return "".join(parts)
