"""Whether bytes are a complete PDF, told before any library opens (and repairs) them."""

from __future__ import annotations

import re

from extractors.document import UnreadableDocument

MEDIA_TYPE = "application/pdf"
#: A file may carry this many bytes after its end mark.
_TRAILING = 1024


def check_pdf_bytes(data: bytes, name: str) -> None:
    """Raises UnreadableDocument if the bytes are no complete PDF: empty, something else, or cut off."""
    if not data.strip(b"\0\t\n\r\f "):
        raise UnreadableDocument("empty", f"{name}: the file is empty.")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument("mislabelled", f"{name}: the file is no PDF (it has no PDF header).")
    if _cut_off(data):
        raise UnreadableDocument(
            "truncated", f"{name}: the PDF is truncated (its end is missing); fetch the file again."
        )


def _cut_off(data: bytes) -> bool:
    """True if the end mark is missing, or is that of an earlier part: pdfium would then repair what is left and give
    pages without their content. A complete file with rubbish after it is told by its last cross-reference offset."""
    declared = re.search(rb"/Linearized\b[^>]*/L\s+(\d+)|/L\s+(\d+)[^>]*/Linearized\b", data[:2048])
    end = data.rfind(b"%%EOF")
    if end < 0 or (declared and len(data) < int(declared[1] or declared[2])):
        return True
    if len(data) - end <= _TRAILING or not data[end + 5 :].strip(b"\0\t\n\r\f "):
        return False
    found = re.search(rb"startxref\s+(\d+)\s*$", data[max(0, end - 64) : end])
    return found is None or int(found[1]) == 0 or b" obj" in data[end:]
