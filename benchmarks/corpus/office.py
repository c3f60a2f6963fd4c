"""PDF as office programs export it: through LibreOffice Writer (from HTML) or Calc (from a flat spreadsheet, a sheet a
statement). Needs the Debian packages libreoffice-writer-nogui and libreoffice-calc-nogui."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.corpus.disclosure import Disclosure
from benchmarks.corpus.formats.programs import convert
from tests.typesetting.layout import Block, Contents, Cover, Grid, Heading, Paragraph, StatementBlock

NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
CELL_STYLES = (
    ("plain", "", "start"),
    ("title", "", "center"),
    ("right-plain", "", "end"),
    *((f"boxed-{align}", 'fo:border="0.5pt solid #000000"', way) for align, way in (("left", "start"), ("center", "center"), ("right", "end"))),
)  # fmt: skip


def render_office(disclosure: Disclosure) -> bytes:
    """The disclosure as PDF exported by an office program. Raises `RuntimeError` where the export fails."""
    if disclosure.style.file_format == "xlsx_pdf":
        return convert(_spreadsheet(disclosure).encode(), ".fods", "pdf:calc_pdf_Export")
    return convert(_page(disclosure).encode(), ".html", "pdf:writer_web_pdf_Export")


def _page(disclosure: Disclosure) -> str:
    body = "\n".join(line for block in disclosure.document.blocks for line in _html(block, disclosure))
    style = (
        "body { font-family: SimSun; font-size: 11pt } td { border: 0.5pt solid #000000; padding: 1pt 2pt; font-size: 8pt }"
        " table { border-collapse: collapse; width: 100% } .new { page-break-before: always }"
    )
    return f"<html><head><meta charset='utf-8'><style>{style}</style></head><body>{body}</body></html>"


def _html(block: Block, disclosure: Disclosure) -> Iterator[str]:
    match block:
        case Cover(lines):
            yield from (f"<h1 align='center'>{escape(line)}</h1>" for line in lines)
        case Contents(entries, _):
            yield "<p class='new'>目录</p>"
            yield from (f"<p>{escape(text)}</p>" for _, text in entries)
        case Heading(level, text):
            yield f"<h{level + 1}{' class=new' if level == 1 else ''}>{escape(text)}</h{level + 1}>"
        case Paragraph(text):
            yield f"<p>{escape(text)}</p>"
        case StatementBlock():
            yield f"<p align='center' class='new'>{escape(block.title)}</p>" if block.title else "<p class='new'></p>"
            for line in block.captions:
                yield f"<p>{'&nbsp;' * 8}".join(("", *(escape(part) for part in line if part))) + "</p>"
            yield _html_table(block.grid, disclosure.style.page.repeat == "header")
            yield from (f"<p>{escape(note)}</p>" for note in block.notes)


def _html_table(grid: Grid, repeat: bool) -> str:
    rows: list[str] = []
    for row in range(grid.row_count):
        cells = [
            f"<td{_spans(cell.row_span, cell.column_span)} align='{cell.align}'>{escape(cell.text) or '&nbsp;'}</td>"
            for cell in grid.cells
            if cell.row == row
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, body = "".join(rows[: grid.header_rows]), "".join(rows[grid.header_rows :])
    total = sum(grid.widths)
    columns = "".join(f"<col width='{round(100 * width / total)}%'>" for width in grid.widths)
    return f"<table border='1' cellspacing='0'>{columns}{f'<thead>{head}</thead>' if repeat else head}{body}</table>"


def _spans(rows: int, columns: int) -> str:
    return (f" rowspan='{rows}'" if rows > 1 else "") + (f" colspan='{columns}'" if columns > 1 else "")


def _spreadsheet(disclosure: Disclosure) -> str:
    """A flat spreadsheet: the running text on a first sheet, every statement on one of its own, fitted to the width."""
    text = [line for block in disclosure.document.blocks for line in _lines(block)]
    sheets = [
        _sheet("说明", "".join(f"<table:table-row>{_cell(line, 'plain')}</table:table-row>" for line in text), (160.0,))
    ]
    statements = [block for block in disclosure.document.blocks if isinstance(block, StatementBlock)]
    sheets += [_statement_sheet(block, number) for number, block in enumerate(statements, start=1)]
    widths = "".join(
        f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for width in range(5, 171)
    )
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {border} fo:wrap-option="wrap"/>'
        f'<style:paragraph-properties fo:text-align="{align}"/><style:text-properties fo:font-size="9pt" style:font-size-asian="9pt"/></style:style>'
        for name, border, align in CELL_STYLES
    )
    layout = (
        '<style:page-layout style:name="layout"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" '
        'style:scale-to-X="1"/></style:page-layout>'
    )
    tables = '<style:style style:name="sheet" style:family="table" style:master-page-name="page"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:automatic-styles>{widths}{cells}{tables}{layout}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="page" style:page-layout-name="layout"/></office:master-styles>'
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document>"
    )


def _lines(block: Block) -> tuple[str, ...]:
    match block:
        case Cover(lines):
            return lines
        case Heading(_, text) | Paragraph(text):
            return (text,)
    return ()


def _sheet(name: str, rows: str, widths: tuple[float, ...]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{max(5, min(170, round(width)))}"/>' for width in widths)
    return f'<table:table table:name="{escape(name)}" table:style-name="sheet">{columns}{rows}</table:table>'


def _statement_sheet(block: StatementBlock, number: int) -> str:
    grid = block.grid
    columns = len(grid.widths)
    lead = [_merged_row(block.title, columns, "title")] if block.title else []
    for left, middle, right in block.captions:
        half = columns // 2
        texts = "  ".join(part for part in (left, middle) if part)
        lead.append(
            f"<table:table-row>{_cell(texts, 'plain', half)}{_cell(right, 'right-plain', columns - half)}</table:table-row>"
        )
    rows = [_grid_row(grid, row) for row in range(grid.row_count)]
    notes = [_merged_row(note, columns, "plain") for note in block.notes]
    scale = 190.0 / sum(grid.widths)
    return _sheet(f"表{number}", "".join([*lead, *rows, *notes]), tuple(width * scale for width in grid.widths))


def _merged_row(text: str, columns: int, style: str) -> str:
    return f"<table:table-row>{_cell(text, style, columns)}</table:table-row>"


def _grid_row(grid: Grid, row: int) -> str:
    found = {cell.column: cell for cell in grid.cells if cell.row == row}
    covered = {
        column
        for cell in grid.cells
        for column in range(cell.column, cell.column + cell.column_span)
        if cell.row < row < cell.row + cell.row_span
    }
    cells: list[str] = []
    for column in range(len(grid.widths)):
        if column in found:
            cell = found[column]
            cells.append(_cell(cell.text, f"boxed-{cell.align}", cell.column_span, cell.row_span))
        elif column in covered:
            cells.append('<table:covered-table-cell table:style-name="boxed-center"/>')
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(text: str, style: str, columns: int = 1, rows: int = 1) -> str:
    spans = (
        f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"' if columns * rows > 1 else ""
    )
    more = f'<table:covered-table-cell table:style-name="{style}"/>' * (columns - 1)
    content = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f'<table:table-cell table:style-name="{style}" office:value-type="string"{spans}>{content}</table:table-cell>{more}'
