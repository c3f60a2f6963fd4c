"""Hostile PDFs, written object by object. Each function gives the bytes of one file."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping

PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s>>"
TEXT = b"BT /F1 12 Tf 72 720 Td (final account 2024) Tj ET"
FONT = b"<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def write(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Objects by number (1 is the catalogue) → a whole file with its cross-reference table."""
    parts = [b"%PDF-1.7\n"]
    offsets: dict[int, int] = {}
    position = len(parts[0])
    for number, body in sorted(objects.items()):
        offsets[number] = position
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        position += len(parts[-1])
    size = max(objects) + 1
    rows = [
        b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        for number in range(size)
    ]
    parts.append(b"xref\n0 %d\n%s" % (size, b"".join(rows)))
    parts.append(b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, position))
    return b"".join(parts)


def document(changes: Mapping[int, bytes]) -> bytes:
    """A file of one page (catalogue 1, pages 2, page 3, content 4) with objects replaced or added."""
    return write({**_whole(), **changes})


def _whole() -> dict[int, bytes]:
    return {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        3: PAGE % FONT,
        4: stream(TEXT),
    }


def declares_many_pages() -> bytes:
    """One page, and a tree that declares 100,000."""
    return document({2: b"<</Type /Pages /Kids [3 0 R] /Count 100000>>"})


def lists_one_page_often() -> bytes:
    """100,000 times the same page."""
    return document({2: b"<</Type /Pages /Kids [%s] /Count 100000>>" % (b"3 0 R " * 100_000)})


def doubles_its_pages() -> bytes:
    """A page tree in which each node has the next one twice: 2^20 pages in a few lines."""
    nodes = {
        10 + level: b"<</Type /Pages /Kids [%d 0 R %d 0 R] /Count %d>>"
        % ((11 + level, 11 + level, 2 ** (20 - level)) if level < 19 else (3, 3, 2))
        for level in range(20)
    }
    return document({1: b"<</Type /Catalog /Pages 10 0 R>>", **nodes})


def page_tree_loop() -> bytes:
    """A page tree that holds itself."""
    return document(
        {2: b"<</Type /Pages /Kids [3 0 R 2 0 R 5 0 R] /Count 3>>", 5: b"<</Type /Pages /Kids [2 0 R] /Count 1>>"}
    )


def object_loop() -> bytes:
    """Objects that are each other, where a content, a font and a length should be."""
    return document(
        {
            3: PAGE % b"5 0 R",
            4: b"<</Length 4 0 R>>\nstream\n" + TEXT + b"\nendstream",
            5: b"6 0 R",
            6: b"5 0 R",
        }
    )


def cross_reference_loop() -> bytes:
    """A cross-reference table that names itself as the one before it."""
    whole = document({})
    position = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Root 1 0 R", b"/Prev %d /Root 1 0 R" % position)


def form_draws_itself() -> bytes:
    """Two forms that draw each other."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</A 5 0 R /B 6 0 R>>>>"
    return document(
        {
            3: PAGE % b"<</XObject <</A 5 0 R>>>>",
            4: stream(b"/A Do"),
            5: stream(b"/B Do /A Do", entries),
            6: stream(b"/A Do /B Do", entries),
        }
    )


def forms_multiply() -> bytes:
    """Each form draws the next one ten times, twelve deep."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</N %d 0 R>>>>"
    forms = {10 + level: stream(b"/N Do " * 10, entries % (11 + level)) for level in range(12)}
    last = stream(b"0 0 m 9 9 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return document({3: PAGE % b"<</XObject <</N 10 0 R>>>>", 4: stream(b"/N Do"), **forms, 22: last})


def deflated(megabytes: int) -> bytes:
    """A page whose content unpacks to so many megabytes of blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    return document({4: stream(packed, b"/Filter /FlateDecode")})


def many_rulings() -> bytes:
    """A page with 200,000 crossing lines."""
    lines = b"".join(
        b"%d 0 m %d 842 l S 0 %d m 595 %d l S\n" % (k % 595, k % 595, k % 842, k % 842) for k in range(100_000)
    )
    return document({4: stream(zlib.compress(lines), b"/Filter /FlateDecode")})


def many_characters() -> bytes:
    """A page with two million characters."""
    text = b"BT /F1 1 Tf 1 TL 72 720 Td " + b"(1,234.56 7,890.12) Tj T* " * 110_000 + b"ET"
    return document({4: stream(zlib.compress(text), b"/Filter /FlateDecode")})


def deep_arrays() -> bytes:
    """Arrays within arrays, a hundred thousand deep."""
    return document({3: PAGE % (b"[" * 100_000 + b"]" * 100_000)})


def boundless_page() -> bytes:
    """A scan on a page of a billion points."""
    image = b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    page = PAGE.replace(b"595 842", b"1000000000 1000000000")
    content = stream(b"1000000000 0 0 1000000000 0 0 cm /I Do")
    return document({3: page % b"<</XObject <</I 5 0 R>>>>", 4: content, 5: stream(bytes(range(64)), image)})


def boundless_image() -> bytes:
    """A page with an image that declares 60,000 × 60,000 pixels and has a few bytes."""
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    packed = zlib.compress(bytes(1 << 20))
    return document(
        {
            3: PAGE % b"<</XObject <</I 5 0 R>>>>",
            4: stream(b"595 0 0 842 0 0 cm /I Do"),
            5: stream(packed, image + b" /Filter /FlateDecode"),
        }
    )


def noise() -> bytes:
    """A header, and random bytes up to the end mark."""
    return b"%PDF-1.7\n" + random.Random(20).randbytes(200_000) + b"\nstartxref\n9\n%%EOF\n"


def encrypted() -> bytes:
    """A file that asks for a password nobody has."""
    lock = b"<</Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%s> /U <%s>>>" % (b"17" * 32, b"28" * 32)
    return write({**_whole(), 9: lock}, b"/Encrypt 9 0 R /ID [<00> <00>]")
