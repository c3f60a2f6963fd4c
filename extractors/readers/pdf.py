"""Born-digital PDF → Document, on pdfium: printed lines and glyphs of each page, tables by `grid`, the rest as lines.

In: the bytes of a PDF and its name. Out: a Document (`reader="pdfium"`) with every page. Raises UnreadableDocument:
`empty`, `mislabelled` (no PDF at all), `truncated`, `encrypted`, `damaged`, `no_pages`. What could not be read of a
document that otherwise could, and what was left out, stands in `Document.notes` (`code: page n …`).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Block, Box, Cell, Document, Page, Table, TextLine, UnreadableDocument
from extractors.grid import Ruling, find_tables
from extractors.readers.glyphs import Glyph, along_and_across, join_lines
from extractors.readers.pdf_bytes import MEDIA_TYPE, check_pdf_bytes
from extractors.readers.pdf_integrity import integrity_notes
from extractors.readers.pdfium_page import PageInk, read_ink
from extractors.whitespace import missing_rulings

#: pdfium is not thread-safe: everybody who calls it in this process holds this.
PDFIUM_LOCK = threading.RLock()
#: Where cells are drawn as filled areas instead of lines, so many of them make a table (fewer is a page's decoration).
_FEWEST_FILLED_CELLS = 6


def read_pdf(data: bytes, name: str) -> Document:
    """Bytes of a PDF and its name → Document with tables and lines of every page, in reading order."""
    notes: list[str] = []
    pages: list[Page] = []
    with PDFIUM_LOCK, open_pdf(data, name) as pdf:
        for index in range(len(pdf)):
            pages.append(_read_page(pdf, index, notes, data, name))
    if all(note.startswith("page_damaged") for note in notes) and len(notes) == len(pages):
        raise UnreadableDocument("damaged", f"{name}: none of its {len(pages)} pages can be read; fetch it again.")
    notes += integrity_notes(data)
    return Document(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, "pdfium", tuple(pages), tuple(notes))


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """Bytes of a PDF → open pdfium document, closed on leaving. Raises UnreadableDocument as `read_pdf` does."""
    check_pdf_bytes(data, name)
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _opening_error(getattr(error, "err_code", None), name) from error
    try:
        if len(pdf) == 0:
            raise UnreadableDocument("no_pages", f"{name}: the PDF has no pages.")
        yield pdf
    finally:
        pdf.close()


def _opening_error(code: int | None, name: str) -> UnreadableDocument:
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return UnreadableDocument("encrypted", f"{name}: the PDF is protected by a password; supply an open copy.")
    return UnreadableDocument("damaged", f"{name}: the PDF is damaged and cannot be opened; fetch the file again.")


def _read_page(pdf: pdfium.PdfDocument, index: int, notes: list[str], data: bytes, name: str) -> Page:
    number = index + 1
    try:
        ink, turn, (width, height) = _read_ink(pdf, index)
    except pdfium.PdfiumError:
        notes.append(f"page_damaged: page {number} cannot be loaded")
        return Page(number, 0.0, 0.0, ())
    if ink.slanted:
        notes.append(f"slanted_text: page {number}: {ink.slanted} slanted characters (a watermark) are left out")
    if ink.drawings.unseen_texts:
        complete = _read_by_another(ink, number, data, name)
        if complete is not None:
            notes.append(
                f"lost_text: page {number}: pdfium misses single characters of a font that is neither embedded nor installed; the page was read by pdfplumber"
            )
            return complete
    if ink.hides_text() and ink.is_scan():
        notes.append(
            f"hidden_text: page {number} is a picture; the text that a program laid under it is not what it shows and was not used"
        )
        return Page(number, width, height, (), image_only=True)
    blocks: Sequence[Block] = page_blocks(number, ink)
    if turn:
        blocks = [turned_back(block, turn, ink) for block in blocks]
        notes.append(f"turned_page: page {number} is printed sideways and was read turned upright")
    return Page(number, width, height, tuple(blocks), image_only=ink.is_scan())


def _read_by_another(ink: PageInk, number: int, data: bytes, name: str) -> Page | None:
    """The page as pdfplumber reads it, where that finds digits that pdfium misses; None where it finds no more."""
    from extractors.readers.witnesses import read_pdf_with_pdfplumber

    try:
        page = replace(read_pdf_with_pdfplumber(data, name, [number]).pages[0], reader="pdfplumber")
    except Exception:  # pdfminer fails in many ways on files that pdfium repairs; then there is no second reading
        return None
    texts = [b.text if isinstance(b, TextLine) else "".join(cell.text for cell in b.cells) for b in page.blocks]
    found = sum(character.isdigit() for text in texts for character in text)
    return page if found > sum(character.isdigit() for glyph in ink.glyphs for character in glyph.text) else None


def _read_ink(pdf: pdfium.PdfDocument, index: int) -> tuple[PageInk, int, tuple[float, float]]:
    """Page of a PDF → its ink as read upright, the quarter turns that took, and its size as displayed."""
    page = pdf[index]
    try:
        ink = read_ink(page)
        turn, size = ink.dominant_direction(), (ink.width, ink.height)
        return read_ink(page, turn) if turn else ink, turn, size
    finally:
        page.close()


def page_blocks(number: int, ink: PageInk) -> list[Block]:
    """Ink of a page → its tables and lines, from top to bottom, then left to right."""
    tables, left_over = find_tables(number, ink.drawings.rulings, ink.glyphs)
    if not tables and len(ink.drawings.areas) >= _FEWEST_FILLED_CELLS:
        tables, left_over = _tables_of_areas(number, ink)
    if not tables and ink.glyphs:
        added = missing_rulings(ink.drawings.rulings, ink.glyphs)
        if added:
            found, left_over = find_tables(number, added, ink.glyphs)
            tables = [replace(table, ruled=False) for table in found]
    blocks: list[Block] = [*tables, *text_lines(number, left_over)]
    return sorted(blocks, key=_place)


def text_lines(number: int, glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Glyphs outside tables → lines of running text."""
    return [TextLine(number, line.text, box=_rounded(line.box), size=line.size) for line in join_lines(glyphs)]


def _rounded(box: Box) -> Box:
    return Box(round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2))


def _place(block: Block) -> tuple[float, float, float, str]:
    box = block.box or Box(0.0, 0.0, 0.0, 0.0)
    return box.y0, box.x0, box.x1, block.text if isinstance(block, TextLine) else ""


def _tables_of_areas(number: int, ink: PageInk) -> tuple[list[Table], list[Glyph]]:
    """Tables whose cells are filled rectangles side by side: their outlines taken for rulings."""
    outlines = [*ink.drawings.rulings]
    for x0, y0, x1, y1 in ink.drawings.areas:
        outlines += [Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1)]
    tables, left_over = find_tables(number, outlines, ink.glyphs)
    if all(len(table.cells) >= _FEWEST_FILLED_CELLS and table.row_count > 1 for table in tables):
        return tables, left_over
    return [], list(ink.glyphs)


def turned_back(block: Block, turn: int, ink: PageInk) -> Block:
    """Block read on a page turned upright → the same with its boxes on the page as displayed. The column edges stay
    as read: they are compared with those of the next page, which is turned as well."""
    place = _to_displayed(turn, ink)
    if isinstance(block, TextLine):
        return TextLine(block.page, block.text, place(block.box), block.line_number, block.size)
    cells = tuple(
        Cell(c.text, c.row, c.column, c.row_span, c.column_span, place(c.box), c.line_number, c.readable)
        for c in block.cells
    )
    return Table(block.page, block.row_count, block.column_count, cells, place(block.box), block.column_edges)


def _to_displayed(turn: int, ink: PageInk) -> Callable[[Box | None], Box | None]:
    """Boxes in the frame turned clockwise by `turn` quarters → boxes on the displayed page."""
    # Turning about the origin moves the page off it; adding its size brings it back.
    x_shift = {1: 0.0, 2: ink.width, 3: ink.height}[turn]
    y_shift = {1: ink.width, 2: ink.height, 3: 0.0}[turn]
    back = {1: 3, 2: 2, 3: 1}[turn]

    def place(box: Box | None) -> Box | None:
        if box is None:
            return None
        ax, ay = along_and_across(box.x0, box.y0, back)
        bx, by = along_and_across(box.x1, box.y1, back)
        return _rounded(Box(min(ax, bx) + x_shift, min(ay, by) + y_shift, max(ax, bx) + x_shift, max(ay, by) + y_shift))

    return place
