"""A workbook as .xlsx. Written part by part: no library keeps the results of formulas, and the same sheets have to give
the same bytes."""

from __future__ import annotations

import io
import zipfile
from html import escape

from benchmarks.corpus.formats.workbook import Entry, Sheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_FIRST_OWN_FORMAT = 176
_MOMENT = (2024, 1, 1, 0, 0, 0)


def as_xlsx(sheets: list[Sheet]) -> bytes:
    """The sheets as a file; texts are shared between the cells."""
    styles = _Styles()
    texts: dict[str, int] = {}
    numbered = list(enumerate(sheets, start=1))
    parts = {f"xl/worksheets/sheet{number}.xml": _sheet(sheet, styles, texts) for number, sheet in numbered}
    parts |= {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relationships(
            {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered}
            | {"rId900": ("styles", "styles.xml"), "rId901": ("sharedStrings", "sharedStrings.xml")}
        ),
        "xl/styles.xml": styles.xml(),
        "xl/sharedStrings.xml": f'{_DECLARATION}<sst xmlns="{_MAIN}">{"".join(_item(text) for text in texts)}</sst>',
    }
    return zipped({name: content.encode() for name, content in parts.items()})


def zipped(parts: dict[str, bytes]) -> bytes:
    """Parts by name → a zip container that is always the same."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def reference(row: int, column: int) -> str:
    """A place from 0 as the program names it (`B3`)."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


class _Styles:
    """Number formats and borders by their numbers, in the order in which cells ask for them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool, str], int] = {("General", False, "left"): 0}

    def number(self, entry: Entry) -> int:
        """The number of the style a cell has."""
        return self._known.setdefault((entry.code, entry.ruled, entry.align), len(self._known))

    def xml(self) -> str:
        """The part that defines them."""
        codes = {
            code: _FIRST_OWN_FORMAT + at for at, code in enumerate(dict.fromkeys(code for code, _, _ in self._known))
        }
        codes["General"] = 0
        own = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{_attribute(code)}"/>' for code, number in codes.items() if number
        )
        count = len(codes) - 1
        formats = f'<numFmts count="{count}">{own}</numFmts>' if own else ""
        sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
        cells = "".join(
            f'<xf numFmtId="{codes[code]}" fontId="0" fillId="0" borderId="{int(ruled)}" xfId="0" applyNumberFormat="1" '
            f'applyBorder="1" applyAlignment="1"><alignment horizontal="{align}" wrapText="1"/></xf>'
            for code, ruled, align in self._known
        )
        return (
            f'{_DECLARATION}<styleSheet xmlns="{_MAIN}">{formats}<fonts count="1"><font><sz val="10"/><name val="宋体"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
            f'<borders count="2"><border/><border>{sides}</border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._known)}">{cells}</cellXfs></styleSheet>'
        )


def _sheet(sheet: Sheet, styles: _Styles, texts: dict[str, int]) -> str:
    by_row: dict[int, dict[int, str]] = {}
    merges = []
    for entry in sheet.entries:
        style = styles.number(entry)
        by_row.setdefault(entry.row, {})[entry.column] = _cell(entry, style, texts)
        if entry.row_span * entry.column_span > 1:
            last = reference(entry.row + entry.row_span - 1, entry.column + entry.column_span - 1)
            merges.append(f'<mergeCell ref="{reference(entry.row, entry.column)}:{last}"/>')
            for row in range(entry.row, entry.row + entry.row_span):
                for column in range(entry.column, entry.column + entry.column_span):
                    if (row, column) != (entry.row, entry.column):
                        by_row.setdefault(row, {})[column] = f'<c r="{reference(row, column)}" s="{style}"/>'
    rows = "".join(
        f'<row r="{row + 1}"{" hidden=" + chr(34) + "1" + chr(34) if row in sheet.hidden_rows else ""}>'
        f"{''.join(by_row[row][column] for column in sorted(by_row[row]))}</row>"
        for row in sorted(by_row)
    )
    columns = "".join(f'<col min="{at + 1}" max="{at + 1}" width="0" hidden="1" customWidth="1"/>' for at in sorted(sheet.hidden_columns))  # fmt: skip
    return (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}">{f"<cols>{columns}</cols>" if columns else ""}<sheetData>{rows}</sheetData>'
        f"{f'<mergeCells count={chr(34)}{len(merges)}{chr(34)}>' + ''.join(merges) + '</mergeCells>' if merges else ''}</worksheet>"
    )


def _cell(entry: Entry, style: int, texts: dict[str, int]) -> str:
    place = f'<c r="{reference(entry.row, entry.column)}" s="{style}"'
    if entry.value is not None:
        formula = f"<f>ROUND({entry.value:f},4)</f>" if entry.formula else ""
        return f"{place}>{formula}<v>{entry.value:f}</v></c>"
    if not entry.text:
        return f"{place}/>"
    return f'{place} t="s"><v>{texts.setdefault(entry.text, len(texts))}</v></c>'


def _item(text: str) -> str:
    return f'<si><t xml:space="preserve">{escape(text)}</t></si>'


def _attribute(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


def _workbook(sheets: list[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}"{" state=" + chr(34) + "hidden" + chr(34) if sheet.hidden else ""} r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items())  # fmt: skip
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _content_types(count: int) -> str:
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles", "/xl/sharedStrings.xml": "sharedStrings"}
    parts |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, count + 1)}
    listed = "".join(f'<Override PartName="{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts.items())
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )
