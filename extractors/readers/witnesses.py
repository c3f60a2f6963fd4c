"""Independent readings of a PDF, by pdfplumber and by camelot: witnesses for cells that are disputed.

In: the bytes of a PDF, its name, and the pages wanted (from 1; all by default). Out: a Document like that of
`readers.pdf`, with only those pages. They share no geometry with `grid`: what three readers agree on was printed so.
They are slow (tens of pages a second at best), so they are called for single pages. Both see text boxes as the font
declares them: where a font declares them wrongly, both put text into a neighbouring row, and agree with each other.
Raises UnreadableDocument: `empty`, `mislabelled`, `truncated`, `encrypted`, `damaged`, `no_such_page`.
"""

from __future__ import annotations

import functools
import hashlib
import io
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractors.document import Block, Box, Cell, Document, Page, Table, TextLine, UnreadableDocument
from extractors.progress import WITNESS_PAGE_SECONDS, begin
from extractors.readers.glyphs import readable_text
from extractors.readers.pdf_bytes import MEDIA_TYPE, check_pdf_bytes

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.pdf import PDF as PlumberPdf
    from pdfplumber.table import Table as PlumberTable

#: Cell sides nearer to each other than this (points) are one ruling.
_SAME_EDGE = 1.5
#: Slack in points by which a character may stand outside a table and still belong to it.
_INSIDE = 0.5

TableReader = Callable[[int, "PlumberPage"], list[Table]]


def read_pdf_with_pdfplumber(data: bytes, name: str, pages: Sequence[int] | None = None) -> Document:
    """Bytes of a PDF → Document as pdfplumber reads it (`reader="pdfplumber"`)."""
    return _read(data, name, pages, "pdfplumber", _plumber_tables)


def read_pdf_with_camelot(data: bytes, name: str, pages: Sequence[int] | None = None) -> Document:
    """Bytes of a PDF → Document with camelot's tables and, outside them, pdfplumber's lines (`reader="camelot"`)."""

    @functools.cache
    def found() -> dict[int, list[Any]]:
        by_page: dict[int, list[Any]] = {}
        for table in _camelot_read(data, name, pages):
            by_page.setdefault(int(table.page), []).append(table)
        return by_page

    def tables(number: int, page: PlumberPage) -> list[Table]:
        return [_camelot_table(number, table, float(page.height)) for table in found().get(number, ())]

    return _read(data, name, pages, "camelot", tables)


def _read(data: bytes, name: str, pages: Sequence[int] | None, reader: str, tables: TableReader) -> Document:
    check_pdf_bytes(data, name)
    with _plumber(data, name) as pdf:
        count = len(pdf.pages)
        wanted = range(1, count + 1) if pages is None else sorted(set(pages))
        missing = [number for number in wanted if not 1 <= number <= count]
        if missing:
            raise UnreadableDocument("no_such_page", f"{name}: there is no page {missing[0]}, only 1 to {count}.")
        read: list[Page] = []
        for number in wanted:
            begin(f"page {number}, read by {reader}", WITNESS_PAGE_SECONDS)
            page = pdf.pages[number - 1]
            read.append(_page(number, page, tables(number, page)))
            page.close()  # drops what pdfplumber caches for the page
    return Document(name, hashlib.sha256(data).hexdigest(), MEDIA_TYPE, reader, tuple(read))


@contextmanager
def _plumber(data: bytes, name: str) -> Iterator[PlumberPdf]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            yield pdf
    except (PdfminerException, MalformedPDFException, PDFException, PSException) as error:
        causes = (error, *error.args, error.__cause__, error.__context__)
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableDocument("encrypted", f"{name}: the PDF is protected by a password.") from error
        raise UnreadableDocument("damaged", f"{name}: pdfplumber cannot read the PDF ({error}).") from error


def _page(number: int, page: PlumberPage, tables: list[Table]) -> Page:
    blocks: list[Block] = [*tables, *_lines(number, page, tables)]
    blocks.sort(key=_place)
    image_only = bool(page.images) and not page.chars
    return Page(number, float(page.width), float(page.height), tuple(blocks), image_only)


def _place(block: Block) -> tuple[float, float, float, str]:
    box = block.box or Box(0.0, 0.0, 0.0, 0.0)
    return box.y0, box.x0, box.x1, block.text if isinstance(block, TextLine) else ""


def _lines(number: int, page: PlumberPage, tables: Iterable[Table]) -> list[TextLine]:
    boxes = [table.box for table in tables if table.box is not None]

    def outside(item: dict[str, Any]) -> bool:
        if item["object_type"] != "char":
            return True
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(
            box.x0 - _INSIDE <= x <= box.x1 + _INSIDE and box.y0 - _INSIDE <= y <= box.y1 + _INSIDE for box in boxes
        )

    lines: list[list[dict[str, Any]]] = []
    for word in sorted(page.filter(outside).extract_words(keep_blank_chars=False), key=_word_order):
        if lines and _share_a_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(number, sorted(words, key=lambda word: (word["x0"], word["top"]))) for words in lines]


def _word_order(word: dict[str, Any]) -> tuple[float, float]:
    return (word["top"] + word["bottom"]) / 2, word["x0"]


def _share_a_line(words: list[dict[str, Any]], word: dict[str, Any]) -> bool:
    """Words of one line overlap in height by half of the smaller one: fonts set side by side differ in height."""
    first = words[0]
    common = min(first["bottom"], word["bottom"]) - max(first["top"], word["top"])
    return bool(common > 0.5 * min(first["bottom"] - first["top"], word["bottom"] - word["top"]))


def _line(number: int, words: list[dict[str, Any]]) -> TextLine:
    x0, x1 = min(float(word["x0"]) for word in words), max(float(word["x1"]) for word in words)
    top, bottom = min(float(word["top"]) for word in words), max(float(word["bottom"]) for word in words)
    text = " ".join(str(word["text"]) for word in words)
    return TextLine(number, text, box=Box(x0, top, x1, bottom), size=round(bottom - top, 2))


def _plumber_tables(number: int, page: PlumberPage) -> list[Table]:
    found = [_plumber_table(number, table) for table in page.find_tables()]
    return [table for table in found if len(table.cells) > 1 and table.column_count > 1]


def _plumber_table(number: int, table: PlumberTable) -> Table:
    texts: list[tuple[Box, str]] = []
    for row, row_texts in zip(table.rows, table.extract(), strict=True):
        for bounds, text in zip(row.cells, row_texts, strict=True):
            if bounds is not None:
                texts.append((Box(*(float(side) for side in bounds)), text or ""))
    return _table_of_boxes(number, texts)


def _table_of_boxes(number: int, texts: Sequence[tuple[Box, str]]) -> Table:
    """Cell rectangles with their texts → Table: rows, columns and spans follow from where the rectangles end."""
    xs = _edges(side for box, _ in texts for side in (box.x0, box.x1))
    ys = _edges(side for box, _ in texts for side in (box.y0, box.y1))
    cells = []
    for box, text in texts:
        column, column_end = _index(xs, box.x0), _index(xs, box.x1)
        row, row_end = _index(ys, box.y0), _index(ys, box.y1)
        cells.append(
            Cell(text, row, column, max(1, row_end - row), max(1, column_end - column), box, None, readable_text(text))
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(
        page=number,
        row_count=len(ys) - 1,
        column_count=len(xs) - 1,
        cells=tuple(cells),
        box=Box(xs[0], ys[0], xs[-1], ys[-1]),
        column_edges=tuple(xs),
    )


def _edges(sides: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for side in sorted(sides):
        if not edges or side - edges[-1] > _SAME_EDGE:
            edges.append(side)
    return edges


def _index(edges: Sequence[float], side: float) -> int:
    return min(max(0, bisect_left(edges, side - _SAME_EDGE)), len(edges) - 1)


def _camelot_read(data: bytes, name: str, pages: Sequence[int] | None) -> Iterable[Any]:
    from camelot.io import read_pdf

    wanted = "all" if pages is None else ",".join(str(number) for number in sorted(set(pages)))
    if not wanted:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # camelot warns of every page without a table
        try:
            # camelot writes the bytes to a temporary file and removes it.
            found: Iterable[Any] = read_pdf(
                data,
                pages=wanted,
                flavor="lattice",
                engine="vector",
                layout_kwargs={"char_margin": 0.3},
                suppress_stdout=True,
            )
        except Exception as error:  # its backend raises whatever its parser meets, without a common base
            with _plumber(data, name):  # tells a password and damage apart
                pass
            raise UnreadableDocument("damaged", f"{name}: camelot cannot read the PDF ({error}).") from error
    return found


def _camelot_table(number: int, table: Any, height: float) -> Table:
    """camelot's table → Table: cells that it drew without a ruling between them are one."""
    rows: list[list[Any]] = table.cells
    texts: list[tuple[Box, str]] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for c in range(len(row)):
            if (r, c) in taken:
                continue
            block = _camelot_block(rows, r, c, taken)
            taken.update(block)
            last = rows[block[-1][0]][block[-1][1]]
            first = rows[r][c]
            box = Box(float(first.x1), height - float(first.y2), float(last.x2), height - float(last.y1))
            # camelot leaves the text of a merged cell in the first part, in pieces where it was printed over several.
            text = "\n".join(part for part in (rows[i][j].text.strip() for i, j in block) if part)
            texts.append((box, text))
    return _table_of_boxes(number, texts)


def _camelot_block(rows: list[list[Any]], r: int, c: int, taken: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """First part of a merged cell → all its parts, row by row: to the right, then down, while no ruling divides."""
    c_end, r_end = c + 1, r + 1
    while c_end < len(rows[r]) and not rows[r][c_end].left and not rows[r][c_end - 1].right and (r, c_end) not in taken:
        c_end += 1
    while r_end < len(rows) and not any(rows[r_end][k].top or rows[r_end - 1][k].bottom for k in range(c, c_end)):
        if any(rows[r_end][k].left for k in range(c + 1, c_end)) or any((r_end, k) in taken for k in range(c, c_end)):
            break
        r_end += 1
    return [(i, j) for i in range(r, r_end) for j in range(c, c_end)]
