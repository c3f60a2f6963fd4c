"""Excel workbooks (.xlsx, .xls and the XML form of 2003) → Document: a page a sheet, every cell with the text it shows.

In: the bytes of a workbook and its name; the content decides which kind it is. Out: a Document (`reader="excel"`).
Numbers are printed by their number formats, so that their decimals are those a person sees; hidden rows, columns and
sheets are left out and noted. Raises UnreadableDocument: `empty`, `damaged`, `encrypted`, `truncated`, `too_large`,
`zip_bomb`, `xml_entities`, `not_supported`.
"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from extractors.document import Document, UnreadableDocument
from extractors.limits import MAX_CELLS, MAX_PAGES, at_most
from extractors.progress import SHEET_SECONDS, begin
from extractors.readers.containers import XLSX, Container, local_name
from extractors.readers.excel_xml import is_xml_workbook, read_xml_workbook
from extractors.readers.ole import OLE_MARK, XLS
from extractors.readers.spreadsheet import Merge, Sheet, Shown, page_of_sheet, show_number
from extractors.readers.workbook_parts import (
    SheetPart,
    WorkbookParts,
    read_workbook_parts,
    rich_text,
    unescaped,
)

#: Rows that the sheets declare together, filled or not: a little more than one full sheet. Some offices format all rows.
_MAX_ROWS = 1_200_000
_MAX_MERGES = 100_000
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_SHEET_PARTS = ("{*}row", "{*}mergeCell", "{*}col", "{*}sheetView", "{*}sheetFormatPr")


def read_excel(data: bytes, name: str) -> Document:
    """Bytes of a workbook and its name → Document with a page for every visible sheet, numbered as in the workbook."""
    if data.startswith(OLE_MARK):
        from extractors.readers.excel_binary import read_binary_workbook

        media_type, sheets = XLS, read_binary_workbook(data, name)
    elif is_xml_workbook(data):
        media_type, sheets = XLS, read_xml_workbook(data, name)
    else:
        media_type, sheets = XLSX, _read_xlsx(data, name)
    return _document(data, name, media_type, sheets)


def _document(data: bytes, name: str, media_type: str, sheets: list[Sheet | None]) -> Document:
    """Sheets in order (None for a hidden one) → the document."""
    pages, notes = [], []
    for number, sheet in enumerate(sheets, start=1):
        begin(f"the table on sheet {number}", SHEET_SECONDS)
        if sheet is None:
            notes.append(f"hidden_sheet: page {number} is a hidden sheet and was left out")
            continue
        if any(row in sheet.hidden_rows or sheet.hides_column(column) for row, column in sheet.cells):
            notes.append(f"hidden_cells: page {number} has filled rows or columns that are hidden; they were left out")
        if sheet.has_pictures:
            notes.append(f"image_page: page {number} (sheet {sheet.name}) shows pictures; what is written in them is not read")  # fmt: skip
        pages.append(page_of_sheet(sheet, number))
    if not any(page.blocks or page.image_only for page in pages):
        raise UnreadableDocument("empty", f"{name}: no visible sheet of the workbook has a filled cell")
    return Document(name, hashlib.sha256(data).hexdigest(), media_type, "excel", tuple(pages), tuple(notes))


def _read_xlsx(data: bytes, name: str) -> list[Sheet | None]:
    container = Container(data, name)
    parts = read_workbook_parts(container)
    at_most(name, len(parts.sheets), MAX_PAGES, "sheets")
    rows_left, cells_left = _MAX_ROWS, MAX_CELLS
    sheets: list[Sheet | None] = []
    for number, part in enumerate(parts.sheets, start=1):
        begin(f"sheet {number}", SHEET_SECONDS)
        if part.hidden:
            sheets.append(None)
            continue
        reading = _SheetReading(container, parts, part, rows_left, cells_left)
        rows_left, cells_left = reading.rows_left, reading.cells_left
        sheets.append(reading.sheet)
    return sheets


class _SheetReading:
    """Reads the XML of one sheet row by row."""

    def __init__(
        self, container: Container, parts: WorkbookParts, part: SheetPart, rows_left: int, cells_left: int
    ) -> None:
        self.sheet = Sheet(part.name)
        self.rows_left, self.cells_left = rows_left, cells_left
        self._name = container.name
        self._parts = parts
        self._shows_zeros = True
        self._row = -1
        for element in container.xml_events(part.path, _SHEET_PARTS, _down_to_last_filled):
            self._element(element)
        kinds = {kind for kind, _ in container.relationships(part.path).values()}
        self.sheet.has_pictures = "drawing" in kinds and _has_image(container, part.path)

    def _element(self, element: etree._Element) -> None:
        kind = local_name(element.tag)
        if kind == "row":
            self._read_row(element)
        elif kind == "mergeCell":
            self._merge(element.get("ref", ""))
        elif kind == "col" and element.get("hidden") in ("1", "true"):
            self.sheet.hidden_columns.append((_whole(element.get("min"), 1) - 1, _whole(element.get("max"), 1) - 1))
        elif kind == "sheetView" and element.get("showZeros") in ("0", "false"):
            self._shows_zeros = False

    def _read_row(self, element: etree._Element) -> None:
        self.rows_left -= 1
        if self.rows_left < 0:
            raise UnreadableDocument("too_large", f"{self._name}: the workbook declares more than {_MAX_ROWS} rows; no disclosure has")  # fmt: skip
        self._row = _whole(element.get("r"), self._row + 2) - 1
        if element.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self._row)
        column = -1
        self.cells_left -= len(element)
        if self.cells_left < 0:
            raise UnreadableDocument("too_large", f"{self._name}: the workbook declares more than {MAX_CELLS:,} cells; no disclosure has")  # fmt: skip
        for cell in element.iterchildren("{*}c"):
            place = _REFERENCE.match(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            style = _whole(cell.get("s"), 0)
            if self._parts.styles.is_ruled(style):
                self.sheet.ruled_rows.add(self._row)
            shown = self._shown(cell, style)
            if shown is not None:
                self.sheet.show(self._row, column, shown)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.match(first), _REFERENCE.match(last or first)
        if start is None or end is None:
            return
        self.sheet.merges.append(Merge(int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1])))
        if len(self.sheet.merges) > _MAX_MERGES:
            raise UnreadableDocument("too_large", f"{self._name}: a sheet has more than {_MAX_MERGES} merged cells")

    def _shown(self, cell: etree._Element, style: int) -> Shown | None:
        """What a cell shows, None for a blank one."""
        if not len(cell):
            return None
        parts = {local_name(part.tag): part for part in cell.iterchildren("*", reversed=True)}
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return Shown(rich_text(parts["is"])) if "is" in parts else None
        value = parts["v"].text or "" if "v" in parts else None
        if value is None or (value == "" and kind != "str"):
            formula = parts["f"].text or "" if "f" in parts else None
            # A formula that was never calculated shows nothing certain; it must not pass for a blank.
            return Shown(f"={formula}", readable=False) if formula is not None else None
        if kind == "s":
            known = value.strip().isdigit() and int(value) < len(self._parts.texts)
            return Shown(self._parts.texts[int(value)]) if known else Shown(f"text {value}", readable=False)
        if kind == "str":
            return Shown(unescaped(value))
        if kind == "b":
            return Shown("TRUE" if value.strip() == "1" else "FALSE")
        if kind in ("e", "d"):
            return Shown(value, readable=kind == "d")
        return self._number(value, style)

    def _number(self, value: str, style: int) -> Shown:
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return Shown(value, readable=False)
        return show_number(number, self._parts.styles.format_of(style), self._parts.from_1904, self._shows_zeros)


def _down_to_last_filled(sheet: bytes) -> bytes:
    """The XML of a sheet without the rows below the last one that holds anything: some offices format all there are."""
    end = sheet.rfind(b"</sheetData>")
    last = max(sheet.rfind(tag, 0, max(end, 0)) for tag in (b"<v", b"<is", b"<f"))
    begin = sheet.find(b"<sheetData>")
    kept = sheet.find(b"</row>", last, end) + len(b"</row>") if last >= 0 else begin + len(b"<sheetData>")
    return sheet[:kept] + sheet[end:] if 0 <= begin < kept <= end else sheet


def _has_image(container: Container, path: str) -> bool:
    drawings = [target for kind, target in container.relationships(path).values() if kind == "drawing"]
    return any(kind == "image" for drawing in drawings for kind, _ in container.relationships(drawing).values())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 9 else default
