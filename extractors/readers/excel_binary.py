"""Old Excel workbooks (.xls, BIFF5 and BIFF8): what their cells show.

In: the bytes of the file and its name. Out: its sheets in order, None for hidden ones and charts. The records of the file
are read here because a number alone does not say with how many decimals it is shown: that takes its style and format.
Raises UnreadableDocument: `damaged`, `encrypted`, `truncated`, `too_large`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.document import UnreadableDocument
from extractors.limits import MAX_PAGES, at_most
from extractors.progress import SHEET_SECONDS, begin
from extractors.readers.excel_binary_texts import ERRORS, code_page_name, long_text, shared_texts, short_text
from extractors.readers.number_format import BUILT_IN
from extractors.readers.ole import CompoundFile
from extractors.readers.spreadsheet import Merge, Sheet, Shown, show_number

_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _FORMAT, _XF = 0x809, 0x0A, 0x2F, 0x22, 0x85, 0x41E, 0xE0
_ROW, _COLINFO, _WINDOW2, _MERGED = 0x208, 0x7D, 0x23E, 0xE5
_NUMBER, _RK, _MULRK, _FORMULA, _BLANK, _MULBLANK = 0x203, 0x27E, 0xBD, 0x06, 0x201, 0xBE
_SST, _CONTINUE, _CODEPAGE, _LABELSST, _LABEL, _RSTRING, _BOOLERR, _STRING = (
    0xFC,
    0x3C,
    0x42,
    0xFD,
    0x204,
    0xD6,
    0x205,
    0x207,
)
#: Records of one cell that begin with row, column and style.
_STYLED = frozenset((_NUMBER, _RK, _FORMULA, _BLANK, _LABELSST, _LABEL, _RSTRING, _BOOLERR))
_BIFF8 = 0x600
#: Records of all sheets together. Sheets may claim the same place in the file, so that each is cheap and all are not.
_MAX_RECORDS = 4_000_000


@dataclass(slots=True)
class _Globals:
    """What all sheets share: formats, cell styles (format number, ruled), texts, sheets (name, offset, hidden, kind)."""

    version: int = _BIFF8
    encoding: str | None = None
    from_1904: bool = False
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[tuple[int, bool]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sheets: list[tuple[str, int, bool, int]] = field(default_factory=list)

    def format_of(self, style: int) -> str:
        number = self.styles[style][0] if style < len(self.styles) else 0
        return self.formats.get(number, "General")

    def is_ruled(self, style: int) -> bool:
        return style < len(self.styles) and self.styles[style][1]


def read_binary_workbook(data: bytes, name: str) -> list[Sheet | None]:
    """Bytes of an .xls file and its name → its sheets as shown, None for hidden ones and charts."""
    stream = CompoundFile(data, name).stream("Workbook", "Book")
    try:
        shared = _read_globals(stream, name)
        at_most(name, len(shared.sheets), MAX_PAGES, "sheets")
        sheets: list[Sheet | None] = []
        records = 0
        for title, offset, hidden, kind in shared.sheets:
            if hidden or kind != 0:
                sheets.append(None)
                continue
            begin(f"sheet {title}", SHEET_SECONDS)
            sheet = Sheet(title)
            records += _SheetRecords(stream, offset, shared, sheet).read()
            at_most(name, records, _MAX_RECORDS, "records of sheets")
            sheets.append(sheet)
    except (struct.error, ValueError, IndexError) as error:
        raise UnreadableDocument("damaged", f"{name}: the workbook is damaged ({error}); fetch the file again") from error  # fmt: skip
    return sheets


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a substream from its beginning to its end mark, those of embedded charts included."""
    depth = 0
    for _ in range(_MAX_RECORDS):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
    raise ValueError("too many records")


def _read_globals(stream: bytes, name: str) -> _Globals:
    shared = _Globals()
    text_bodies: list[bytes] = []
    before = 0
    for kind, body in _records(stream, 0):
        if kind == _BOF:
            shared.version = struct.unpack_from("<H", body)[0]
            shared.encoding = None if shared.version >= _BIFF8 else code_page_name(936)
        elif kind == _CODEPAGE and shared.version < _BIFF8:
            shared.encoding = code_page_name(struct.unpack_from("<H", body)[0])
        elif kind == _FILEPASS:
            raise UnreadableDocument(
                "encrypted", f"{name}: the workbook is protected by a password; supply an open copy"
            )
        elif kind == _DATEMODE:
            shared.from_1904 = body[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            offset, hidden, sheet_kind = struct.unpack_from("<IBB", body)
            shared.sheets.append((short_text(body, 6, shared.encoding), offset, hidden & 3 != 0, sheet_kind))
        elif kind == _FORMAT:
            read = long_text if shared.encoding is None else short_text
            shared.formats[struct.unpack_from("<H", body)[0]] = read(body, 2, shared.encoding)
        elif kind == _XF:
            shared.styles.append(_style(body, shared.version))
        elif kind == _SST or (kind == _CONTINUE and before == _SST):
            text_bodies.append(body)
        before = before if kind == _CONTINUE else kind
    shared.texts = shared_texts(text_bodies) if text_bodies else []
    return shared


def _style(body: bytes, version: int) -> tuple[int, bool]:
    """A cell style → its number format, and whether its left or right side is ruled."""
    number = struct.unpack_from("<H", body, 2)[0]
    if version < _BIFF8:
        sides = struct.unpack_from("<I", body, 12)[0] >> 3  # left and right take three bits each there
        return number, bool(sides & 0b111111)
    return number, bool(body[10])  # four bits for the left side, four for the right


class _SheetRecords:
    """Reads the records of one worksheet into a `Sheet`."""

    def __init__(self, stream: bytes, offset: int, shared: _Globals, sheet: Sheet) -> None:
        self._records = _records(stream, offset)
        self._shared = shared
        self._sheet = sheet
        self._numbers: list[tuple[int, int, int, Decimal]] = []
        self._shows_zeros = True
        self._depth = 0
        self._awaits_text: tuple[int, int] | None = None

    def read(self) -> int:
        """Fill the sheet with what its cells show, merged cells, rules and what is hidden. Out: how many records."""
        count = 0
        for count, (kind, body) in enumerate(self._records, start=1):  # noqa: B007
            self._depth += (kind == _BOF) - (kind == _EOF)
            if self._depth == 1:  # deeper ones belong to charts
                self._record(kind, body)
        for row, column, style, number in self._numbers:
            code = self._shared.format_of(style)
            shown = show_number(number, code, self._shared.from_1904, self._shows_zeros)
            self._sheet.show(row, column, shown)
        return count

    def _record(self, kind: int, body: bytes) -> None:
        if kind in _STYLED:
            row, column, style = struct.unpack_from("<HHH", body)
            self._styled(row, style)
            number = _single_number(kind, body)
            if number is not None:
                self._numbers.append((row, column, style, number))
            else:
                self._text(kind, body, row, column)
        elif kind == _STRING and self._awaits_text is not None:
            self._sheet.show(*self._awaits_text, Shown(_lines(long_text(body, 0, self._shared.encoding))))
            self._awaits_text = None
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            for offset, at in enumerate(range(4, len(body) - 7, 6)):
                style, packed = struct.unpack_from("<HI", body, at)
                self._styled(row, style)
                self._numbers.append((row, first + offset, style, _packed_number(packed)))
        elif kind == _MULBLANK:
            for at in range(4, len(body) - 3, 2):
                self._styled(struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, at)[0])
        else:
            self._shape(kind, body)

    def _text(self, kind: int, body: bytes, row: int, column: int) -> None:
        """What a cell without a number shows. The text of a formula comes in a record of its own."""
        if kind == _LABELSST:
            index = struct.unpack_from("<I", body, 6)[0]
            known = index < len(self._shared.texts)
            shown = Shown(_lines(self._shared.texts[index])) if known else Shown(f"text {index}", readable=False)
            self._sheet.show(row, column, shown)
        elif kind in (_LABEL, _RSTRING):
            self._sheet.show(row, column, Shown(_lines(long_text(body, 6, self._shared.encoding))))
        elif kind == _BOOLERR:
            self._sheet.show(row, column, _truth(body[6]) if not body[7] else _error(body[6]))
        elif kind == _FORMULA:
            self._awaits_text = (row, column) if body[6] == 0 else None
            if body[6] in (1, 2):
                self._sheet.show(row, column, _truth(body[8]) if body[6] == 1 else _error(body[8]))

    def _styled(self, row: int, style: int) -> None:
        if self._shared.is_ruled(style):
            self._sheet.ruled_rows.add(row)

    def _shape(self, kind: int, body: bytes) -> None:
        if kind == _MERGED:
            for at in range(2, len(body) - 7, 8):
                row, last_row, column, last_column = struct.unpack_from("<HHHH", body, at)
                self._sheet.merges.append(Merge(row, column, last_row, last_column))
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            self._sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            self._sheet.hidden_columns.append((first, last))
        elif kind == _WINDOW2:
            self._shows_zeros = bool(struct.unpack_from("<H", body)[0] & 0x10)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _truth(value: int) -> Shown:
    return Shown("TRUE" if value else "FALSE")


def _error(code: int) -> Shown:
    return Shown(ERRORS.get(code, "#?"), readable=False)


def _single_number(kind: int, body: bytes) -> Decimal | None:
    """The number in a record of one cell, None for texts, blanks and formulas that give no number."""
    if kind == _RK:
        return _packed_number(struct.unpack_from("<I", body, 6)[0])
    if kind == _NUMBER or (kind == _FORMULA and body[12:14] != b"\xff\xff"):
        return _exact(struct.unpack_from("<d", body, 6)[0])
    return None


def _packed_number(packed: int) -> Decimal:
    """A number packed into thirty bits: whole or binary, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        number = Decimal(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        number = _exact(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return number / 100 if packed & 1 else number


def _exact(number: float) -> Decimal:
    """A binary number as the shortest decimal one that stands for it."""
    return Decimal(repr(number))
