"""Disclosures as extracted text: tables with tabs, pipes or in HTML, or one cell a line, as archives republish them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from random import Random

from benchmarks.corpus.style import Style
from tests.typesetting.layout import Block, Contents, Cover, Grid, GridCell, Heading, LaidOut, Paragraph, StatementBlock

ROWS_A_PAGE = 22
BREAK_AT = 6


def render_text(document: LaidOut, style: Style, seed: int) -> bytes:
    """The disclosure as UTF-8 text in the variant of its style."""
    random = Random(f"text/{style.name}/{seed}")
    lines = [line for block in document.blocks for line in _block_lines(block, style, random)]
    return ("\n\n".join(lines) + "\n").encode("utf-8")


def _block_lines(block: Block, style: Style, random: Random) -> Iterator[str]:
    mark = "# " if style.text_markup else ""
    match block:
        case Cover(lines):
            yield from (f"{mark}{line}" for line in lines)
        case Contents(entries, _):
            yield "目录"
            yield from (text if level == 1 else f"- {text}" for level, text in entries)
        case Heading(level, text):
            yield f"{'#' * level} {text}" if style.text_markup else text
        case Paragraph(text):
            yield text
        case StatementBlock():
            yield from _statement_lines(block, style, random, mark)


def _statement_lines(block: StatementBlock, style: Style, random: Random, mark: str) -> Iterator[str]:
    if block.heading:
        yield f"{mark}{block.heading}"
    for title in block.title.splitlines():
        yield f"{mark}{title}"
    for line in block.captions:
        yield from (
            ["  ".join(part for part in line if part)] if random.random() < 0.5 else [part for part in line if part]
        )
    yield _table(block.grid, style)
    yield from block.notes


def _table(grid: Grid, style: Style) -> str:
    if style.file_format == "md_html":
        return _html_table(grid)
    rows = _texts(grid, style)
    match style.file_format:
        case "pipes":
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            rule = "|" + "|".join(" --- " for _ in grid.widths) + "|"
            return "\n".join([lines[0], rule, *lines[1:]])
        case "stacked":
            return "\n\n".join("\n".join(f"\t{text}" for text in row) for row in rows)
    return "\n".join(_with_page_breaks(rows, grid.header_rows) if style.text_page_breaks else map("\t".join, rows))


def _html_table(grid: Grid) -> str:
    """The table as HTML on one line, as programs that turn pages into Markdown write it."""
    rows = []
    for row in range(grid.row_count):
        cells = (cell for cell in grid.cells if cell.row == row)
        rows.append("".join(f"<td{_spans(cell)}>{escape(cell.text)}</td>" for cell in cells))
    return f"<table>{''.join(f'<tr>{cells}</tr>' for cells in rows)}</table>"


def _spans(cell: GridCell) -> str:
    rows = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return rows + (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "")


def _with_page_breaks(rows: list[list[str]], header_rows: int) -> Iterator[str]:
    """Blank lines where a page ended, inside the table."""
    for number, row in enumerate(rows):
        if number > header_rows and (number - header_rows) % ROWS_A_PAGE == 0:
            yield ""
        yield "\t".join(row)


def _texts(grid: Grid, style: Style) -> list[list[str]]:
    """The texts by row. A merged cell stands in its first place, the others it covers are blank. With broken names a
    long name goes on in the next line, alone."""
    texts = [["" for _ in grid.widths] for _ in range(grid.row_count)]
    for cell in grid.cells:
        bold = style.text_markup and cell.text.endswith(("合计", "总计"))
        texts[cell.row][cell.column] = f"<b>{cell.text}</b>" if bold else cell.text
    if not style.forms.broken_names:
        return texts
    broken: list[list[str]] = []
    for number, row in enumerate(texts):
        place = _long_name(row) if number >= grid.header_rows else None
        if place is None:
            broken.append(row)
            continue
        broken.append([text[:BREAK_AT] if column == place else text for column, text in enumerate(row)])
        broken.append([row[place][BREAK_AT:] if column == place else "" for column in range(len(row))])
    return broken


def _long_name(row: list[str]) -> int | None:
    """The column of the only name of a row, where it is long enough to be broken."""
    names = [column for column, text in enumerate(row) if len(text) > BREAK_AT + 3 and "\u4e00" <= text[:1] <= "\u9fff"]
    return names[0] if len(names) == 1 and row[0][:1].isdigit() and names[0] <= 3 else None
