"""Old Office files written byte by byte: OLE containers, and workbooks (BIFF8) with numbers, texts, formats and merges."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_file(streams: dict[str, bytes]) -> bytes:
    """Streams by name → an OLE compound file; those below 4096 bytes share the stream of small ones."""
    sectors: list[bytes] = []
    table: list[int] = []

    def place(content: bytes) -> int:
        start = len(sectors)
        pieces = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
        sectors.extend(pieces)
        table.extend([*range(start + 1, start + len(pieces)), _END] if pieces else [])
        return start if pieces else _END

    mini, mini_table, starts = b"", [], {}
    for name, content in streams.items():
        if len(content) >= _CUTOFF:
            starts[name] = place(content)
            continue
        starts[name] = first = len(mini) // _MINI
        count = -(-len(content) // _MINI)
        mini += content.ljust(count * _MINI, b"\0")
        mini_table += [*range(first + 1, first + count), _END]
    mini_start = place(mini)
    mini_table_start = place(struct.pack(f"<{len(mini_table)}I", *mini_table))
    directory = _entry("Root Entry", 5, mini_start, len(mini))
    directory += b"".join(_entry(name, 2, starts[name], len(content)) for name, content in streams.items())
    directory_start = place(directory)
    fat_count = 1
    while (len(table) + fat_count) * 4 > fat_count * _SECTOR:
        fat_count += 1
    fat_places = range(len(sectors), len(sectors) + fat_count)
    table += [_FAT] * fat_count
    table += [_FREE] * (fat_count * _SECTOR // 4 - len(table))
    sectors.append(struct.pack(f"<{len(table)}I", *table))
    mini_sectors = -(-len(mini_table) * 4 // _SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, directory_start, 0, _CUTOFF, mini_table_start, mini_sectors, _END, 0)  # fmt: skip
    header += struct.pack("<109I", *fat_places, *[_FREE] * (109 - fat_count))
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    title = name.encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, 1 if kind == 5 else _FREE)
    return title.ljust(64, b"\0") + struct.pack("<H", len(title) + 2) + links + bytes(36) + struct.pack("<II", start, size) + bytes(4)  # fmt: skip


Value = str | float | int | None


def xls_file(
    rows: Sequence[Sequence[Value]],
    *,
    sheet: str = "Sheet1",
    number_format: str = "#,##0.00",
    merges: Sequence[tuple[int, int, int, int]] = (),
    hidden_rows: Sequence[int] = (),
    shows_zeros: bool = True,
    ruled: bool = True,
    encrypted: bool = False,
) -> bytes:
    """One sheet as .xls: numbers in one format, texts shared; merges are first row, last row, first and last column."""
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    opening = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 1997, 0, 6))
    if encrypted:
        opening += _record(0x2F, struct.pack("<H", 1) + bytes(52))
    opening += _record(0x42, struct.pack("<H", 1200)) + _record(0x22, b"\0\0")
    code = number_format.encode("utf-16-le")
    opening += _record(0x41E, struct.pack("<HHB", 164, len(number_format), 1) + code)
    for style in (0, 164):  # style 0: General, style 1: the number format; both ruled at the left and right
        opening += _record(0xE0, struct.pack("<HHHBBBBIIH", 0, style, 0, 0, 0, 0, 0, 0x11 if ruled else 0, 0, 0))
    shared = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    closing = _record(0xFC, struct.pack("<II", len(texts), len(texts)) + shared) + _record(0x0A, b"")
    title = sheet.encode("utf-16-le")
    size = 4 + 8 + len(title)
    offset = len(opening) + size + len(closing)
    bound = _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(sheet), 1) + title)
    return ole_file({"Workbook": opening + bound + closing + _sheet(rows, texts, merges, hidden_rows, shows_zeros)})


def _sheet(
    rows: Sequence[Sequence[Value]],
    texts: list[str],
    merges: Sequence[tuple[int, int, int, int]],
    hidden_rows: Sequence[int],
    shows_zeros: bool,
) -> bytes:
    width = max(len(row) for row in rows)
    parts = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))]
    parts.append(_record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    for row in hidden_rows:
        parts.append(_record(0x208, struct.pack("<HHHHHHI", row, 0, width, 255, 0, 0, 0x120)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            parts.append(_cell(row, column, value, texts))
    if merges:
        areas = b"".join(struct.pack("<HHHH", *merge) for merge in merges)
        parts.append(_record(0xE5, struct.pack("<H", len(merges)) + areas))
    parts.append(_record(0x23E, struct.pack("<HHHIHHI", 0xA6 | (0x10 if shows_zeros else 0), 0, 0, 64, 0, 0, 0)))
    return b"".join(parts) + _record(0x0A, b"")


def _cell(row: int, column: int, value: Value, texts: list[str]) -> bytes:
    if value is None:
        return _record(0x201, struct.pack("<HHH", row, column, 0))
    if isinstance(value, str):
        return _record(0xFD, struct.pack("<HHHI", row, column, 0, texts.index(value)))
    if isinstance(value, int):  # packed in thirty bits, in hundredths
        return _record(0xBD, struct.pack("<HHHIH", row, column, 1, (value * 100 << 2 | 3) & 0xFFFFFFFF, column))
    return _record(0x203, struct.pack("<HHHd", row, column, 1, value))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
