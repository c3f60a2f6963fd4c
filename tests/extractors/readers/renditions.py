"""A laid-out disclosure as Excel, Word, HTML and OFD: the same report in every format that the readers know.

The tests compare what each reader makes of it with the printed figures, which `tests.typesetting` holds.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable

import docx
import openpyxl
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.typesetting.layout import Block, Contents, Cover, Grid, GridCell, Heading, LaidOut, Paragraph, StatementBlock

_AMOUNT = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$")
_RULED = Border(*(Side(style="thin") for _ in range(4)))


def text_lines(block: Block) -> list[str]:
    """What a block prints besides its table, above it."""
    match block:
        case Cover(lines):
            return list(lines)
        case Contents(entries, _):
            return ["目录", *(text for _, text in entries)]
        case Heading(_, text) | Paragraph(text):
            return [text]
        case StatementBlock():
            captions = ["    ".join(part for part in line if part) for line in block.captions]
            return [line for line in (block.heading, block.title, *captions) if line]


def as_excel(document: LaidOut, *, numbers: bool = True) -> bytes:
    """A sheet for the text and one a statement; amounts as numbers with a format, or as texts."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "说明"
    for block in document.blocks:
        if isinstance(block, StatementBlock):
            _excel_statement(workbook.create_sheet(f"表{len(workbook.sheetnames)}"), block, numbers)
        else:
            for line in text_lines(block):
                sheet.append([line])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _excel_statement(sheet: Worksheet, block: StatementBlock, numbers: bool) -> None:
    width = len(block.grid.widths)
    row = 1
    for line in (block.title, *("    ".join(part for part in parts if part) for parts in block.captions)):
        sheet.cell(row, 1, line)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        row += 1
    for cell in block.grid.cells:
        at = sheet.cell(row + cell.row, cell.column + 1)
        amount = _AMOUNT.match(cell.text) if numbers and cell.row >= block.grid.header_rows else None
        if amount and (amount[1] or cell.text == "0"):
            at.value = float(cell.text.replace(",", ""))
            at.number_format = ("#,##0" if "," in cell.text else "0") + (
                f".{'0' * (len(amount[1]) - 1)}" if amount[1] else ""
            )
        else:
            at.value = cell.text or None
        for line_row in sheet.iter_rows(
            row + cell.row, row + cell.row + cell.row_span - 1, cell.column + 1, cell.column + cell.column_span
        ):
            for place in line_row:
                place.border = _RULED
        if cell.row_span * cell.column_span > 1:
            sheet.merge_cells(
                start_row=row + cell.row,
                end_row=row + cell.row + cell.row_span - 1,
                start_column=cell.column + 1,
                end_column=cell.column + cell.column_span,
            )
    for offset, note in enumerate(block.notes):
        sheet.cell(row + block.grid.row_count + offset, 1, note)


def as_word(document: LaidOut) -> bytes:
    """Headings, paragraphs and tables with merged cells."""
    word = docx.Document()
    for block in document.blocks:
        for line in text_lines(block):
            word.add_paragraph(line)
        if isinstance(block, StatementBlock):
            table = word.add_table(block.grid.row_count, len(block.grid.widths))
            places = [list(row.cells) for row in table.rows]
            for cell in block.grid.cells:
                first = places[cell.row][cell.column]
                last = places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
                (first.merge(last) if first is not last else first).text = cell.text
            for note in block.notes:
                word.add_paragraph(note)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def as_html(document: LaidOut, encoding: str = "utf-8", declared: str | None = "utf-8") -> bytes:
    """A page with a menu beside the content in a table for layout, as older portals have it."""
    head = f'<meta charset="{declared}">' if declared else ""
    parts = [f"<!DOCTYPE html><html><head>{head}<title>信息公开</title></head><body>"]
    parts.append("<table><tr><td><ul><li>首页</li><li>政务公开</li></ul></td><td>")
    for block in document.blocks:
        parts += [f"<p><span>{html.escape(line)}</span></p>" for line in text_lines(block)]
        if isinstance(block, StatementBlock):
            parts.append(_html_table(block.grid))
            parts += [f"<p>{html.escape(note)}</p>" for note in block.notes]
    parts.append("</td></tr></table></body></html>")
    return "\n".join(parts).encode(encoding)


def _html_table(grid: Grid) -> str:
    rows = []
    for row in range(grid.row_count):
        cells = "".join(
            f'<td rowspan="{cell.row_span}" colspan="{cell.column_span}"><p>{html.escape(cell.text) or "&nbsp;"}</p></td>'
            for cell in grid.cells
            if cell.row == row
        )
        rows.append(f"<tr>{cells}</tr>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


def as_ofd(document: LaidOut) -> bytes:
    """A page for the text and one a statement, in millimetres, every cell ruled and its text wrapped to its width."""
    pages: list[OfdPage] = []
    text = OfdPage(210.0, 297.0)
    for block in document.blocks:
        lines = [piece for line in text_lines(block) for piece in _wrapped(line, 170.0, 4.0)]
        if isinstance(block, StatementBlock):
            pages.append(text)
            pages.append(_ofd_statement(lines, block))
            text = OfdPage(210.0, 297.0)
            continue
        for line in lines:
            if text.y > 280.0:
                pages.append(text)
                text = OfdPage(210.0, 297.0)
            text.y += 6.0
            text.write(20.0, text.y, line, 4.0)
    return ofd_file([page for page in [*pages, text] if page.objects])


class OfdPage:
    """Objects of one page, in millimetres."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height, self.y = width, height, 15.0
        self.objects: list[str] = []

    def write(self, x: float, baseline: float, text: str, size: float) -> None:
        """A line of text; equal steps in the short form of the standard."""
        widths = [_width(char, size) for char in text]
        runs: list[str] = []
        at = 0
        while at < len(widths) - 1:
            end = at
            while end < len(widths) - 1 and widths[end] == widths[at]:
                end += 1
            runs.append(f"g {end - at} {widths[at]:g}" if end - at > 1 else f"{widths[at]:g}")
            at = end
        box = f"{x:g} {baseline - size:g} {sum(widths) + 1:g} {size * 1.3:g}"
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 10}" Boundary="{box}" Font="1" Size="{size:g}">'
            f'<ofd:TextCode X="0" Y="{size:g}" DeltaX="{" ".join(runs)}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The outline of a rectangle, stroked."""
        width, height = x1 - x0, y1 - y0
        path = f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C"
        self.objects.append(
            f'<ofd:PathObject ID="{len(self.objects) + 10}" Boundary="{x0:g} {y0:g} {width:g} {height:g}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def xml(self) -> str:
        """The content part of the page."""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Area>'
            f"<ofd:PhysicalBox>0 0 {self.width:g} {self.height:g}</ofd:PhysicalBox></ofd:Area><ofd:Content>"
            f'<ofd:Layer ID="2">{"".join(self.objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )


def ofd_file(pages: Iterable[OfdPage], extra: dict[str, str] | None = None, common: str = "") -> bytes:
    """Pages as a complete OFD file; `extra` parts and `common` elements of the document are added."""
    listed = list(pages)
    places = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(listed)))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {space}><ofd:CommonData>'
        "<ofd:MaxUnitID>1</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"{common}</ofd:CommonData><ofd:Pages>{places}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": page.xml() for n, page in enumerate(listed)},
        **(extra or {}),
    }
    return zipped(parts)


def zipped(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    """Parts by name → a zip container."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _ofd_statement(lines: list[str], block: StatementBlock) -> OfdPage:
    size, line_height, usable = 2.4, 3.2, 390.0
    total = sum(block.grid.widths)
    xs = [15.0 + usable * sum(block.grid.widths[:column]) / total for column in range(len(block.grid.widths) + 1)]

    def pieces(cell: GridCell) -> list[str]:
        return _wrapped(cell.text, xs[cell.column + cell.column_span] - xs[cell.column] - 1.0, size)

    heights = [line_height + 1.4] * block.grid.row_count
    for cell in block.grid.cells:
        needed = len(pieces(cell)) * line_height + 1.4
        last = cell.row + cell.row_span - 1
        heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
    top = 20.0 + 6.0 * len(lines)
    page = OfdPage(420.0, top + sum(heights) + 10.0 * len(block.notes) + 20.0)
    for line in lines:
        page.y += 6.0
        page.write(20.0, page.y, line, 4.0)
    ys = [top + sum(heights[:row]) for row in range(block.grid.row_count + 1)]
    for cell in block.grid.cells:
        x0, x1 = xs[cell.column], xs[cell.column + cell.column_span]
        y0, y1 = ys[cell.row], ys[cell.row + cell.row_span]
        page.rule(x0, y0, x1, y1)
        for number, piece in enumerate(pieces(cell)):
            page.write(x0 + 0.5, y0 + 0.7 + size + number * line_height, piece, size)
    for number, note in enumerate(block.notes):
        page.write(20.0, ys[-1] + 6.0 * (number + 1), note, 4.0)
    return page


def _width(char: str, size: float) -> float:
    return size if ord(char) > 0x2000 else size / 2


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in pieces no wider than the given width; amounts are never broken."""
    if not text or _AMOUNT.match(text):
        return [text] if text else []
    pieces, used = [""], 0.0
    for char in text:
        step = _width(char, size)
        if used + step > width and pieces[-1]:
            pieces.append("")
            used = 0.0
        pieces[-1] += char
        used += step
    return pieces
