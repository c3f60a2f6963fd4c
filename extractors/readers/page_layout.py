"""What is printed on the pages of a fixed layout (PDF, OFD) → tables and lines in reading order.

Ruled tables are found page by page; tables without rulings are completed over all pages at once, because their columns
are those of the whole table (`whitespace`). A ruled head over unruled rows, and a frame whose rows are not divided,
count as unruled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractors.document import Block, Box, Cell, Page, Table, TextLine
from extractors.grid import Ruling, find_tables
from extractors.numbers import is_amount
from extractors.page_triage import may_hold_unruled_table
from extractors.printed_rows import printed_rows
from extractors.readers.glyph_columns import GlyphColumns, PrintedLine
from extractors.readers.glyphs import Glyph, along_and_across, rounded
from extractors.readers.pdfium_page import PageInk
from extractors.whitespace import UnruledPage, complete_tables, ends_within_table, look_at_page

#: Where cells are drawn as filled areas instead of lines, so many of them make a table (fewer is a page's decoration).
_FEWEST_FILLED_CELLS = 6
#: Rows of figures nearer than this (points) below a ruled head belong to it.
_BELOW_HEAD = 30.0
#: A code printed with blanks between its parts is no row of amounts.
_CODE = re.compile(r"[23]\d{2}(?:\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page being laid out. Without `unruled` its blocks are final; otherwise they are its ruled tables, still as read
    in the frame of `ink`, and the rest of it is looked at together with the other pages."""

    page: Page
    unruled: UnruledPage | None = None
    turn: int = 0
    frame: tuple[float, float] = (0.0, 0.0)


def draft_page(page: Page, ink: PageInk, turn: int, before: PageDraft | None) -> PageDraft:
    """A page without blocks, its ink as read upright, the quarter turns that took, and the draft of the page before."""
    rulings = ink.drawings.rulings
    tables, left_over = find_tables(page.number, rulings, ink.glyphs)
    if not tables and len(ink.drawings.areas) >= _FEWEST_FILLED_CELLS:
        tables, left_over = _tables_of_areas(page.number, ink)
    whole = _whole_tables(tables, left_over)
    free = left_over if len(whole) == len(tables) else _outside(whole, ink.glyphs)
    draft = PageDraft(page, None, turn, (ink.width, ink.height))
    lines = free.lines()
    preceding = before.unruled if before else None
    goes_on = ends_within_table(preceding)
    if may_hold_unruled_table(lines, goes_on=goes_on, beside_tables=bool(whole)):
        unruled = look_at_page(page.number, rulings, free, preceding, [t.box for t in whole if t.box])
        if unruled.regions:
            return replace(draft, page=replace(page, blocks=tuple(whole)), unruled=unruled)
    return _finished(draft, tables, lines if free is left_over else left_over.lines())


def finished_pages(drafts: Sequence[PageDraft]) -> list[Page]:
    """Drafts of all pages in order → the pages with tables and lines of each, in reading order."""
    completed = complete_tables([draft.unruled for draft in drafts if draft.unruled is not None])
    pages: list[Page] = []
    for draft in drafts:
        if draft.unruled is None:
            pages.append(draft.page)
            continue
        tables, left_over = completed[draft.page.number]
        ruled = [block for block in draft.page.blocks if isinstance(block, Table)]
        pages.append(_finished(draft, [*ruled, *tables], left_over.lines()).page)
    return pages


def _finished(draft: PageDraft, tables: Sequence[Table], lines: Sequence[PrintedLine]) -> PageDraft:
    """Tables and lines from top to bottom, then left to right, with their boxes on the page as displayed."""
    number = draft.page.number
    boxes = rounded(np.array([line.box for line in lines]).reshape(-1, 4)).tolist()
    texts = [TextLine(number, line.text, Box(*box), None, line.size) for line, box in zip(lines, boxes, strict=True)]
    blocks: list[Block] = [*tables, *texts]
    if draft.turn:
        blocks = [_turned_back(block, draft.turn, draft.frame) for block in sorted(blocks, key=_place)]
    else:
        blocks.sort(key=_place)
    return PageDraft(replace(draft.page, blocks=tuple(blocks)))


def _whole_tables(tables: Sequence[Table], left_over: GlyphColumns) -> list[Table]:
    """The tables whose rows of figures are divided by rulings: no frames, no heads alone."""
    return [table for table in tables if not _is_undivided(table) and not _is_head_alone(table, left_over)]


def _is_undivided(table: Table) -> bool:
    """Whether most rows with amounts hold several of them in one line of one cell."""
    of_words = (cell for cell in table.cells if len(cell.text.split()) > 1)
    several = {cell.row for cell in of_words if any(_amounts(words) > 1 for words in _words(cell))}
    if not several:
        return False
    with_amounts = {cell.row for cell in table.cells if any(map(_amounts, _words(cell)))}
    return 2 * len(several) > len(with_amounts)


def _words(cell: Cell) -> list[list[str]]:
    """The words of each line of a cell."""
    return [line.split() for line in cell.text.splitlines()]


def _amounts(words: list[str]) -> int:
    """How many amounts stand in a line of a cell; a code with blanks between its parts is none."""
    amounts = sum(map(is_amount, words))
    return 0 if amounts and _CODE.fullmatch("".join(words)) else amounts


def _is_head_alone(table: Table, left_over: GlyphColumns) -> bool:
    """Whether a table has no amounts, and rows of figures follow below it."""
    if table.box is None or any("." in cell.text and is_amount(cell.text) for cell in table.cells):
        return False
    bottom = table.box.y1
    near = left_over.taken((bottom <= left_over.y) & (left_over.y <= bottom + _BELOW_HEAD))
    return any(row.is_data for row in printed_rows(near))


def _outside(tables: Sequence[Table], glyphs: Sequence[Glyph]) -> GlyphColumns:
    columns = GlyphColumns.of(glyphs)
    x, y = columns.x, columns.y
    outside = np.ones(len(columns), np.bool_)
    for table in tables:
        if (box := table.box) is not None:
            outside &= ~((box.x0 <= x) & (x <= box.x1) & (box.y0 <= y) & (y <= box.y1))
    return columns.taken(outside)


def _rounded(box: Box) -> Box:
    return Box(round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2))


def _place(block: Block) -> tuple[float, float, float, str]:
    box = block.box or Box(0.0, 0.0, 0.0, 0.0)
    return box.y0, box.x0, box.x1, block.text if isinstance(block, TextLine) else ""


def _tables_of_areas(number: int, ink: PageInk) -> tuple[list[Table], GlyphColumns]:
    """Tables whose cells are filled rectangles side by side: their outlines taken for rulings."""
    outlines = [*ink.drawings.rulings]
    for x0, y0, x1, y1 in ink.drawings.areas:
        outlines += [Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)]
    tables, left_over = find_tables(number, outlines, ink.glyphs)
    if all(len(table.cells) >= _FEWEST_FILLED_CELLS and table.row_count > 1 for table in tables):
        return tables, left_over
    return [], GlyphColumns.of(ink.glyphs)


def _turned_back(block: Block, turn: int, frame: tuple[float, float]) -> Block:
    """Block read on a page turned upright → the same with its boxes on the page as displayed. The column edges stay
    as read: they are compared with those of the next page, which is turned as well."""
    place = _to_displayed(turn, frame)
    if isinstance(block, TextLine):
        return block._replace(box=place(block.box))
    cells = tuple(cell._replace(box=place(cell.box)) for cell in block.cells)
    return replace(block, cells=cells, box=place(block.box))


def _to_displayed(turn: int, frame: tuple[float, float]) -> Callable[[Box | None], Box | None]:
    """Boxes in the frame turned clockwise by `turn` quarters → boxes on the displayed page."""
    width, height = frame
    # Turning about the origin moves the page off it; adding its size brings it back.
    x_shift = {1: 0.0, 2: width, 3: height}[turn]
    y_shift = {1: width, 2: height, 3: 0.0}[turn]
    back = {1: 3, 2: 2, 3: 1}[turn]

    def place(box: Box | None) -> Box | None:
        if box is None:
            return None
        ax, ay = along_and_across(box.x0, box.y0, back)
        bx, by = along_and_across(box.x1, box.y1, back)
        return _rounded(Box(min(ax, bx) + x_shift, min(ay, by) + y_shift, max(ax, bx) + x_shift, max(ay, by) + y_shift))

    return place
