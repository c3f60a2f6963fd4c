"""The bytes of an answer, unpacked, and never more of them than is allowed.

In: the raw chunks as they come, the Content-Encoding, the largest size. Out: the bytes. A compressed answer is unpacked
piece by piece, so that a bomb costs no more memory than the limit. Raises `TooLarge` and `FetchError`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from pipelines.fetching.errors import FetchError, TooLarge

#: What is asked for. Documents hardly get smaller; listing pages do.
ACCEPT_ENCODING = "gzip"

_GZIP = ("gzip", "x-gzip")
_NONE = ("", "identity", "none", "utf-8")


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """All bytes of an answer, at most `limit` of them, raw and unpacked."""
    encoding = encoding.strip().lower()
    if encoding in _NONE:
        return b"".join(_limited(chunks, limit))
    if encoding in _GZIP:
        return _unpacked(_limited(chunks, limit), limit)
    raise FetchError("it was sent packed as {encoding!r}, which was not asked for and is not read", encoding=encoding)


def _limited(chunks: Iterable[bytes], limit: int) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge("it is larger than the {limit} allowed", limit=_megabytes(limit))
        yield chunk


def _unpacked(chunks: Iterable[bytes], limit: int) -> bytes:
    found = bytearray()
    unpacker = zlib.decompressobj(wbits=31)
    started = False
    for chunk in chunks:
        while chunk:
            started = True
            try:
                found += unpacker.decompress(chunk, limit + 1 - len(found))
            except zlib.error as error:
                raise FetchError("it was sent packed and is damaged: {error}", error=error, passing=True) from error
            if len(found) > limit:
                raise TooLarge(
                    "it unpacks to more than the {limit} allowed and is refused as a bomb", limit=_megabytes(limit)
                )
            # Several packed streams may follow each other.
            chunk = unpacker.unused_data or unpacker.unconsumed_tail
            if unpacker.eof and chunk:
                unpacker = zlib.decompressobj(wbits=31)
    if started and not unpacker.eof:
        raise FetchError("it was sent packed and ended too early", passing=True)
    return bytes(found)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):g} MB"
