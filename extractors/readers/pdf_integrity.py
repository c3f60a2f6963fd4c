"""Whether the bytes of a PDF are whole: what a reader repairs in silence is said aloud.

In: the bytes of a PDF. Out: notes (`code: what`), none for a sound file. pdfium rebuilds a broken file and shows what is
left of a broken stream without a word; the check sums of the compressed streams and the place of the cross-reference
table tell. Every stream is unpacked once, at most _MOST bytes of them all, and nothing of it is kept.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

import numpy as np

from extractors.limits import at_most

#: Bytes that are unpacked to verify streams, over the whole file.
_MOST = 256 << 20
_CHUNK = 1 << 20
#: Bytes that one stream may unpack to, images apart. Fonts and drawings have a few millions.
_MOST_OF_ONE = 96 << 20
#: No stream unpacks to more than so many times its size.
_MOST_DENSE = 1_032
#: Bytes between the beginning of an object and its stream.
_LONGEST_HEAD = 2_000
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_BEGINS = re.compile(rb"stream\r?\n")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_WHITE = b" \t\n\r\x0b"


def integrity_notes(data: bytes, name: str) -> list[str]:
    """Bytes of a PDF → one note for its broken streams and one for its broken table, where they are broken.

    To be asked before a library opens the file: raises `too_large` where one stream that is no image unpacks to more
    than any page, form or font needs, because whoever reads it would have to hold all of it.
    """
    notes = []
    broken = sorted(set(_broken_streams(data, name)))
    if broken:
        some = ", ".join(map(str, broken[:8]))
        notes.append(
            f"stream_damaged: {len(broken)} compressed streams are damaged (objects {some}); figures may be missing"
        )
    starts = re.findall(rb"startxref\s+(\d+)", data[-2048:])
    if starts and int(starts[-1]) and not _TABLE.match(data, int(starts[-1])):
        notes.append("table_damaged: the cross-reference table is not where the file says; bytes are missing or added")
    return notes


def _streams(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The object number of each stream, what its head says, and its bytes as stored."""
    at = 0
    while (found := _OBJECT.search(data, at)) is not None:
        at = found.end()
        begins = _BEGINS.search(data, at, at + _LONGEST_HEAD + 8)
        if begins is None or data.find(b"endobj", at, begins.start()) >= 0:
            continue
        end = data.find(b"endstream", begins.end())
        packed = data[begins.end() : end if end >= 0 else len(data)]
        yield int(found[1]), data[at : begins.start()], packed
        # Where the end of this one is lost, the next objects lie within what seems to be its bytes.
        at = begins.end() if b"obj" in packed else begins.end() + len(packed)


def _broken_streams(data: bytes, name: str) -> Iterator[int]:
    # The streams of an encrypted file (one that opens without a password) cannot be told from damaged ones here.
    budget = 0 if b"/Encrypt" in data else _MOST
    for number, head, packed in _streams(data):
        if b"/FlateDecode" not in head:
            continue
        verified = budget > 0 and b"/Crypt" not in head
        suspected = len(packed) * _MOST_DENSE > _MOST_OF_ONE and b"/Image" not in head
        if not (verified or suspected):
            continue
        size = _unpacked(packed, b"/ASCII85Decode" in head, _MOST_OF_ONE + 1 if suspected else budget)
        if suspected:
            at_most(name, size or 0, _MOST_OF_ONE, "bytes in one unpacked stream")
        if verified:
            budget -= size or 0
            if size is None:
                yield number


def _unpacked(packed: bytes, in_ascii: bool, budget: int) -> int | None:
    """Size of a stream unpacked (as far as the budget goes); None where it is damaged."""
    try:
        if in_ascii:
            packed = _from_ascii85(packed[: packed.index(b"~>")])
        unpacker, size = zlib.decompressobj(), 0
        while not unpacker.eof and size < budget:
            part = unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
            size += len(part)
            if not part and not packed:
                break
        return size if unpacker.eof or size >= budget else None
    except (zlib.error, ValueError):
        return None


def _from_ascii85(text: bytes) -> bytes:
    """Five printed characters → four bytes each. Raises ValueError for anything else."""
    if b"z" in text:  # stands for four zeros, where it does not stand amid the five of others; seldom
        return base64.a85decode(text)
    digits = text.translate(None, _WHITE)
    missing = -len(digits) % 5
    values = np.frombuffer(digits + b"u" * missing, np.uint8).astype(np.int64).reshape(-1, 5) - 33
    if values.size and not 0 <= int(values.min()) <= int(values.max()) <= 84:
        raise ValueError("a character that is none of ASCII85")
    words = values @ np.array([85**4, 85**3, 85**2, 85, 1])
    if words.size and int(words.max()) >= 1 << 32:
        raise ValueError("five characters that stand for more than four bytes")
    unpacked: bytes = words.astype(">u4").tobytes()
    return unpacked[: len(unpacked) - missing]
