"""Whether the bytes of a PDF are whole: what a reader repairs in silence is said aloud.

In: the bytes of a PDF. Out: notes (`code: what`), none for a sound file. pdfium rebuilds a broken file and shows what is
left of a broken stream without a word; the check sums of the compressed streams and the place of the cross-reference
table tell. Unpacks at most _MOST bytes, and keeps none of them. `refuse_bombs` raises UnreadableDocument: `too_large`.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

from extractors.limits import at_most

#: Bytes that are unpacked to verify streams, over the whole file.
_MOST = 256 << 20
_CHUNK = 1 << 20
#: Bytes that one stream may unpack to, images apart. Fonts and drawings have a few millions.
_MOST_OF_ONE = 96 << 20
#: No stream unpacks to more than so many times its size.
_MOST_DENSE = 1_032
_STREAM = re.compile(rb"(\d+)\s+\d+\s+obj\b(?P<head>(?:(?!endobj).){0,2000}?)stream\r?\n", re.DOTALL)
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")


def integrity_notes(data: bytes) -> list[str]:
    """Bytes of a PDF → one note for its broken streams and one for its broken table, where they are broken."""
    notes = []
    # The streams of an encrypted file (one that opens without a password) cannot be told from damaged ones here.
    broken = [] if b"/Encrypt" in data else sorted(set(_broken_streams(data)))
    if broken:
        some = ", ".join(map(str, broken[:8]))
        notes.append(
            f"stream_damaged: {len(broken)} compressed streams are damaged (objects {some}); figures may be missing"
        )
    starts = re.findall(rb"startxref\s+(\d+)", data[-2048:])
    if starts and int(starts[-1]) and not _TABLE.match(data, int(starts[-1])):
        notes.append("table_damaged: the cross-reference table is not where the file says; bytes are missing or added")
    return notes


def refuse_bombs(data: bytes, name: str) -> None:
    """Raises `too_large` where one stream that is no image unpacks to more than any page, form or font needs: whoever
    reads it would have to hold all of it."""
    for _, head, packed in _streams(data):
        if len(packed) * _MOST_DENSE > _MOST_OF_ONE and b"/Image" not in head and b"/FlateDecode" in head:
            size = _unpacked(packed, b"/ASCII85Decode" in head, _MOST_OF_ONE + 1)
            at_most(name, size or 0, _MOST_OF_ONE, "bytes in one unpacked stream")


def _streams(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The object number of each stream, what its head says, and its bytes as stored."""
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        yield int(found[1]), found["head"], data[found.end() : end if end >= 0 else len(data)]


def _broken_streams(data: bytes) -> Iterator[int]:
    budget = _MOST
    for number, head, packed in _streams(data):
        if b"/FlateDecode" not in head or b"/Crypt" in head:
            continue
        used = _unpacked(packed, b"/ASCII85Decode" in head, budget)
        if used is None:
            yield number
        else:
            budget -= used
        if budget <= 0:
            return


def _unpacked(packed: bytes, in_ascii: bool, budget: int) -> int | None:
    """Size of a stream unpacked (as far as the budget goes); None where it is damaged."""
    try:
        if in_ascii:
            packed = base64.a85decode(packed[: packed.index(b"~>")])
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
