"""OLE compound files, the container of old Office documents (.xls, .doc, .wps) and of encrypted new ones.

In: the bytes of a file and its name. Out: its streams by name. Raises UnreadableDocument: `damaged`, `truncated`,
`encrypted`, `not_supported`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from extractors.document import UnreadableDocument

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XLS = "application/vnd.ms-excel"
DOC = "application/msword"

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_HEADER = 512
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class _Entry(NamedTuple):
    """A directory entry: name, kind, first sector, size in bytes."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """An OLE compound file opened for reading. Chains of sectors that loop or leave the file are damage."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._data = data
        if len(data) < _HEADER or not data.startswith(OLE_MARK):
            raise UnreadableDocument("damaged", f"{name}: the file is no complete Office file; fetch it again")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise self._damaged("its sector sizes are impossible")
        self._sector = 1 << shift
        fields = struct.unpack_from("<IIIIIIIII", data, 44)
        directory_start, self._cutoff, mini_start = fields[1], fields[3], fields[4]
        self._table = self._allocation_table(fat_count=fields[0], more_start=fields[6])
        self.entries = list(self._entries(self._chain(directory_start)))
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        self._mini = self._chain(root.start)[: root.size] if root is not None and root.size else b""
        mini_table = self._chain(mini_start) if mini_start < _END else b""
        self._mini_table = struct.unpack(f"<{len(mini_table) // 4}I", mini_table[: len(mini_table) // 4 * 4])

    def names(self) -> set[str]:
        """The names of all streams."""
        return {entry.name for entry in self.entries if entry.kind == _STREAM}

    def stream(self, *names: str) -> bytes:
        """The bytes of the first stream of these names that is there. Raises `damaged` where none is."""
        for name in names:
            for entry in self.entries:
                if entry.kind == _STREAM and entry.name.lower() == name.lower():
                    return self._content(entry)
        raise self._damaged(f"its stream {names[0]} is missing")

    def _damaged(self, why: str) -> UnreadableDocument:
        return UnreadableDocument("damaged", f"{self.name}: the Office file is damaged ({why}); fetch it again")

    def _content(self, entry: _Entry) -> bytes:
        if entry.size >= self._cutoff:
            content = self._chain(entry.start)
        else:
            content = b"".join(self._mini[at * 64 : at * 64 + 64] for at in self._links(entry.start, self._mini_table))
        if len(content) < entry.size:
            raise UnreadableDocument("truncated", f"{self.name}: the Office file is truncated (stream {entry.name} is cut off); fetch it again")  # fmt: skip
        return content[: entry.size]

    def _read_sector(self, number: int) -> bytes:
        at = (number + 1) * self._sector
        return self._data[at : at + self._sector]

    def _allocation_table(self, fat_count: int, more_start: int) -> tuple[int, ...]:
        """The table that links every sector to the next: listed in the header, and in sectors of their own beyond."""
        places = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        per_sector = self._sector // 4
        while more_start < _END and more_start not in seen and len(places) < fat_count:
            seen.add(more_start)
            sector = self._read_sector(more_start)
            if len(sector) < self._sector:
                break
            *more, more_start = struct.unpack(f"<{per_sector}I", sector)
            places += more
        table: list[int] = []
        needed = len(self._data) // self._sector // per_sector + 2  # more than that would only blow the table up
        for place in [place for place in places if place < _END][: min(fat_count, needed)]:
            sector = self._read_sector(place)
            table += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
        return tuple(table)

    def _links(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        seen = 0
        while start < _END:
            if start >= len(table) or seen > len(table):
                raise self._damaged("a chain of its sectors leads nowhere")
            yield start
            start, seen = table[start], seen + 1

    def _chain(self, start: int) -> bytes:
        return b"".join(self._read_sector(number) for number in self._links(start, self._table))

    def _entries(self, directory: bytes) -> Iterator[_Entry]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", errors="replace")
                start, size = struct.unpack_from("<II", directory, at + 116)
                yield _Entry(name, kind, start, size)


def ole_kind(data: bytes, name: str) -> str:
    """The media type of an OLE file by its streams: a workbook or a text document.

    Raises `encrypted` for a new Office file behind a password and `not_supported` for everything else in this container.
    """
    names = {stream.lower() for stream in CompoundFile(data, name).names()}
    if "encryptedpackage" in names:
        raise UnreadableDocument(
            "encrypted", f"{name}: the Office file is protected by a password; supply an open copy"
        )
    if names & {"workbook", "book"}:
        return XLS
    if "worddocument" in names or "wpsdocument" in names:
        return DOC
    raise UnreadableDocument("not_supported", f"{name} is an old Office file that is neither a workbook nor a text document ({', '.join(sorted(names)[:5])}); publish it as PDF")  # fmt: skip
