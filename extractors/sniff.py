"""What a file is, told by its bytes and never by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from extractors.document import UnreadableDocument

PDF = "application/pdf"
TEXT = "text/plain"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "application/zip", "a zip container (Excel, Word, OFD or an archive)"),
    (b"PK\x05\x06", "application/zip", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "an old Office file (.doc, .xls, .wps)"),
    (b"Rar!", "application/vnd.rar", "a RAR archive"),
    (b"7z\xbc\xaf", "application/x-7z-compressed", "a 7z archive"),
    (b"\x1f\x8b", "application/gzip", "a gzip file"),
    (b"\x89PNG", "image/png", "a PNG image"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG image"),
    (b"II*\x00", "image/tiff", "a TIFF image"),
    (b"MM\x00*", "image/tiff", "a TIFF image"),
    (b"GIF8", "image/gif", "a GIF image"),
)
_SUFFIXES = {".pdf": PDF, ".txt": TEXT, ".md": TEXT, ".markdown": TEXT, ".text": TEXT}


def sniff(data: bytes, name: str) -> str:
    """The media type of a disclosure by its content.

    Out: `application/pdf` or `text/plain`. Raises `UnreadableDocument` for an empty file and for formats that are not
    read yet; the message names what was found and what the file's name promised.
    """
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableDocument("empty", f"{name} holds no bytes that could be read; fetch it again")
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    for signature, media_type, description in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableDocument(
                "not_supported",
                f"{name} is {description} ({media_type}){_mismatch(name, media_type)}; this format is not read yet, publish it as PDF or text",
            )
    beginning = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise UnreadableDocument(
            "not_supported",
            f"{name} is an HTML or XML page{_mismatch(name, 'text/html')}; this format is not read yet, publish it as PDF or text",
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
