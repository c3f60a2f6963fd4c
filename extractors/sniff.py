"""What a file is, told by its bytes and never by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from extractors.document import UnreadableDocument
from extractors.readers.kinds import kind_by_content

PDF = "application/pdf"
TEXT = "text/plain"
ARCHIVE = "application/zip"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "image/png", "a PNG image"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG image"),
    (b"II*\x00", "image/tiff", "a TIFF image"),
    (b"MM\x00*", "image/tiff", "a TIFF image"),
    (b"GIF8", "image/gif", "a GIF image"),
)
_READ_IMAGES = frozenset({"image/png", "image/jpeg", "image/tiff"})
_SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".pdf": PDF,
    ".txt": TEXT,
    ".md": TEXT,
    ".markdown": TEXT,
    ".text": TEXT,
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".html": "text/html",
    ".htm": "text/html",
    ".ofd": "application/ofd",
    ".zip": ARCHIVE,
}


def sniff(data: bytes, name: str) -> str:
    """The media type of a disclosure by its content.

    Out: a key of `readers.READERS`, or `application/zip` for an archive. Raises `UnreadableDocument` for an empty or
    damaged file and for formats that are not read; the message names what was found and what the file's name promised.
    """
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableDocument("empty", f"{name} holds no bytes that could be read; fetch it again")
    kind = kind_by_content(data, name)
    if kind is not None:
        return kind
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    for signature, media_type, description in _SIGNATURES:
        if data.startswith(signature) and media_type in _READ_IMAGES:
            return media_type
        if data.startswith(signature):
            raise UnreadableDocument(
                "not_supported",
                f"{name} is {description} ({media_type}){_mismatch(name, media_type)}; images are not read yet, publish it as PDF",
            )
    if _looks_binary(data):
        raise UnreadableDocument(
            "not_recognised",
            f"{name} is neither PDF nor text{_mismatch(name, '')}; its first bytes are {data[:8].hex(' ')}",
        )
    return TEXT


def mislabelled(name: str, media_type: str) -> str | None:
    """What a file's name promises where its content is something else, else None."""
    promised = _SUFFIXES.get(PurePosixPath(name).suffix.lower())
    return promised if promised is not None and promised != media_type else None


def _mismatch(name: str, media_type: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    promised = _SUFFIXES.get(suffix)
    return f", though its name ends in {suffix}" if promised is not None and promised != media_type else ""


def _looks_binary(data: bytes) -> bool:
    """Text has no control characters besides line breaks and tabs (UTF-16 carries a byte order mark)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    sample = data[:65536]
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in sample)
    return control > len(sample) // 200
