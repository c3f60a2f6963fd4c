"""Workbooks in the XML form of 2003 (SpreadsheetML), which finance programs export under the ending .xls.

In: the bytes of the file and its name. Out: its sheets in order, None for hidden ones. Raises UnreadableDocument:
`damaged`, `xml_entities`, `too_large`, `empty`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from extractors.document import UnreadableDocument
from extractors.limits import MAX_TAGS, at_most
from extractors.readers.containers import MAX_XML, parse_xml
from extractors.readers.spreadsheet import Merge, Sheet, Shown, show_number

_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
#: Formats that this form calls by name.
_NAMED = {"Standard": "#,##0.00", "Fixed": "0.00", "Percent": "0.00%", "General Number": "General", "Short Date": "yyyy/m/d"}  # fmt: skip
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14


def is_xml_workbook(data: bytes) -> bool:
    """Whether the bytes of a file are a workbook in XML, whatever it is called."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<?xml") and _NAMESPACE in head and b"<html" not in head.lower()


def read_xml_workbook(data: bytes, name: str) -> list[Sheet | None]:
    """Bytes of a workbook in XML and its name → its sheets as shown, None for hidden ones."""
    if len(data) > MAX_XML:
        raise UnreadableDocument("too_large", f"{name}: a workbook of {len(data) >> 20} MB of XML is not read")
    at_most(name, data.count(b"<"), MAX_TAGS, "tags")
    root = parse_xml(data, name)
    styles = _styles(root)
    sheets: list[Sheet | None] = []
    for element in root.iterfind(f"{_SS}Worksheet"):
        options = {etree.QName(option.tag).localname: option for option in element.iterfind("{*}WorksheetOptions/*")}
        visible = options.get("Visible")
        if visible is not None and (visible.text or "").startswith("SheetHidden"):
            sheets.append(None)
            continue
        sheet = Sheet(element.get(f"{_SS}Name", ""))
        for table in element.iterfind(f"{_SS}Table"):
            _Reading(sheet, styles, "DoNotDisplayZeros" not in options).table(table)
        sheets.append(sheet)
    if not sheets:
        raise UnreadableDocument("empty", f"{name}: the workbook has no sheets")
    return sheets


@dataclass(frozen=True, slots=True)
class _Style:
    """How cells of a style are shown: number format, and whether a side is ruled."""

    code: str = "General"
    ruled: bool = False


def _styles(root: etree._Element) -> dict[str, _Style]:
    """Styles by name; a style has what it does not say from its parent, which stands before it."""
    styles: dict[str, _Style] = {"": _Style()}
    for element in root.iterfind(f"{_SS}Styles/{_SS}Style"):
        parent = styles.get(element.get(f"{_SS}Parent", ""), styles[""])
        number_format = element.find(f"{_SS}NumberFormat")
        code = number_format.get(f"{_SS}Format", "General") if number_format is not None else parent.code
        sides = {border.get(f"{_SS}Position") for border in element.iterfind(f"{_SS}Borders/{_SS}Border")}
        ruled = bool(sides & {"Left", "Right"}) if element.find(f"{_SS}Borders") is not None else parent.ruled
        styles[element.get(f"{_SS}ID", "")] = _Style(_NAMED.get(code, code), ruled)
    styles[""] = styles.get("Default", styles[""])
    return styles


class _Reading:
    """Reads the rows of a table into a sheet. Places may be left out: an index then says where it goes on."""

    def __init__(self, sheet: Sheet, styles: dict[str, _Style], shows_zeros: bool) -> None:
        self._sheet = sheet
        self._styles = styles
        self._shows_zeros = shows_zeros
        self._column_styles: dict[int, str] = {}

    def table(self, table: etree._Element) -> None:
        """Columns first, then rows."""
        at = 0
        for column in table.iterfind(f"{_SS}Column"):
            first = min(_whole(column, "Index", at + 1), _MOST_COLUMNS) - 1
            last = min(first + _whole(column, "Span", 0), _MOST_COLUMNS)
            if column.get(f"{_SS}Hidden") == "1":
                self._sheet.hidden_columns.append((first, last))
            style = column.get(f"{_SS}StyleID")
            if style is not None:
                self._column_styles.update(dict.fromkeys(range(first, last + 1), style))
            at = last + 1
        at = 0
        for row in table.iterfind(f"{_SS}Row"):
            first = min(_whole(row, "Index", at + 1), _MOST_ROWS) - 1
            if row.get(f"{_SS}Hidden") == "1":
                self._sheet.hidden_rows.add(first)
            self._row(row, first)
            at = first + 1 + min(_whole(row, "Span", 0), _MOST_ROWS)

    def _row(self, row: etree._Element, number: int) -> None:
        at = 0
        for cell in row.iterfind(f"{_SS}Cell"):
            column = min(_whole(cell, "Index", at + 1), _MOST_COLUMNS) - 1
            across, down = _whole(cell, "MergeAcross", 0), _whole(cell, "MergeDown", 0)
            if across or down:
                self._sheet.merges.append(Merge(number, column, number + down, min(column + across, _MOST_COLUMNS)))
            name = cell.get(f"{_SS}StyleID") or row.get(f"{_SS}StyleID") or self._column_styles.get(column, "")
            style = self._styles.get(name, self._styles[""])
            if style.ruled:
                self._sheet.ruled_rows.add(number)
            data = cell.find(f"{_SS}Data")
            if data is not None:
                self._sheet.show(number, column, self._shown(data, style))
            elif cell.get(f"{_SS}Formula"):
                self._sheet.show(number, column, Shown(cell.get(f"{_SS}Formula", ""), readable=False))
            at = column + 1 + across

    def _shown(self, data: etree._Element, style: _Style) -> Shown:
        text = "".join(str(part) for part in data.itertext())
        kind = data.get(f"{_SS}Type", "String")
        if kind == "Number":
            try:
                return show_number(Decimal(text.strip()), style.code, False, self._shows_zeros)
            except InvalidOperation:
                return Shown(text, readable=False)
        if kind == "Boolean":
            return Shown("TRUE" if text.strip() == "1" else "FALSE")
        return Shown(text.partition("T")[0] if kind == "DateTime" else text, readable=kind != "Error")


def _whole(element: etree._Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}", "")
    return int(text) if text.isdigit() and 0 < len(text) < 8 and int(text) > 0 else default
