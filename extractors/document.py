"""What every reader produces: a `Document` of pages with words, rulings, tables and text lines.

A reader of a format without cells (PDF) gives words and rulings, and `grid.py` turns them into tables and lines.
A reader of a format with explicit cells (text with tabs, HTML, Excel, Word) gives tables and lines directly.
Either way each page ends up with `blocks`: its lines and tables in reading order, which is all that later steps see.

Boxes, cells and lines are named tuples: a report has thousands of them, and these take a fifth of the time to make.
Coordinates are points from the top left of the page as displayed. A document without geometry has no boxes; its
lines and cells carry the line number of the source instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page: points from the top left, x to the right, y down."""

    x0: float
    y0: float
    x1: float
    y1: float


class Cell(NamedTuple):
    """One cell of a table grid. `row` and `column` are its first grid row and column (from 0), the spans how many it
    covers. `text` keeps the printed characters; lines inside the cell are joined by a newline. `readable` is False
    where glyphs could not be told (replacement or private-use characters); `guesses` are then the amounts that a
    recogniser took it for, and `settled` says that one of them was accepted for its sums; `doubtful` is True where the table has no
    rulings and the print does not tell for certain which heading the column of the cell has."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    line_number: int | None = None
    readable: bool = True
    doubtful: bool = False
    guesses: tuple[str, ...] = ()
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells as printed on one page. `column_edges` are the x positions of the vertical rulings (one more than
    there are columns) where the format has geometry; they tell whether a table goes on over the page."""

    page: int
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    box: Box | None = None
    column_edges: tuple[float, ...] = ()
    explicit_spans: bool = True
    """False where merged cells cannot be told from blank ones (tab-separated text)."""
    ruled: bool = True
    """False where the lines between its columns are not printed but were put where nothing is printed."""
    column_ink: tuple[tuple[float, float], ...] = ()
    """Then: from where to where each column has ink (the boundaries lie anywhere between)."""


class TextLine(NamedTuple):
    """One printed line of running text (or heading, or note) outside tables."""

    page: int
    text: str
    box: Box | None = None
    line_number: int | None = None
    size: float | None = None


Block = TextLine | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size as displayed and its lines and tables in reading order (top to bottom, then left to right).
    `reader` names who read it where that was not the reader of the document."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]
    image_only: bool = False
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A disclosure laid out. `reader` names who read it (`text`, `pdfium`, `pdfplumber`, `camelot`, …)."""

    name: str
    sha256: str
    media_type: str
    reader: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = field(default=())

    def readers(self) -> dict[int, str]:
        """Page number → who read it."""
        return {page.number: page.reader or self.reader for page in self.pages}


class UnreadableDocument(Exception):
    """The bytes cannot be read as the format they are. `code` is stable (empty, truncated, encrypted, not_supported,
    mislabelled, …); the message says what was wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
