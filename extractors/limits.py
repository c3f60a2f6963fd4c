"""What no disclosure comes near: counts and sizes above which a file is refused, each named in the message.

The largest ones published are yearbooks of some hundred pages, collected volumes of a few thousand, and workbooks of
thirty sheets with three thousand rows. Every limit is several times that, so whoever passes one wants to wear the
reader out. Readers judge what they can count before they build anything; `refuse_oversized` judges what they built.
"""

from __future__ import annotations

from extractors.document import Document, Page, Table, TextLine, UnreadableDocument

#: Bytes of one file; scanned volumes are the largest.
MAX_BYTES = 512 << 20
#: Bytes of one file of plain text, and of one HTML page.
MAX_TEXT_BYTES, MAX_HTML_BYTES = 32 << 20, 64 << 20
#: Tags of one part of XML or one HTML page; a table of 90,000 rows has three million.
MAX_TAGS = 4_000_000
#: Pages (sheets, form feeds) of one document.
MAX_PAGES = 5_000
#: Characters printed and objects drawn on one page, and how many pages beyond that a document may have.
MAX_CROWDED_PAGES = 20
MAX_PAGE_CHARACTERS, MAX_PAGE_OBJECTS = 100_000, 100_000
#: Lines of running text of a document, characters of all of them, and of one.
MAX_LINES, MAX_CHARACTERS, MAX_LINE_CHARACTERS = 200_000, 20_000_000, 1_000_000
#: Tables of a document and their cells; rows and columns of one table.
MAX_TABLES, MAX_CELLS, MAX_ROWS, MAX_COLUMNS = 10_000, 3_000_000, 60_000, 2_000
#: Paragraphs of a document, those in cells and blank ones included.
MAX_PARAGRAPHS = 500_000


def at_most(name: str, count: int, most: int, what: str) -> None:
    """Raises `too_large` where a file holds more of something (`what`, in the plural) than any disclosure."""
    if count > most:
        raise UnreadableDocument(
            "too_large", f"{name}: {count:,} {what}; more than {most:,} no disclosure has, and it is refused"
        )


def refuse_oversized(document: Document) -> None:
    """Raises `too_large` for a document with more pages, lines, tables, rows, columns or cells than any disclosure."""
    name = document.name
    at_most(name, len(document.pages), MAX_PAGES, "pages")
    lines = [block for page in document.pages for block in page.blocks if isinstance(block, TextLine)]
    at_most(name, len(lines), MAX_LINES, "lines of text")
    at_most(name, sum(len(line.text) for line in lines), MAX_CHARACTERS, "characters of text")
    for line in lines:
        at_most(_place(name, line), len(line.text), MAX_LINE_CHARACTERS, "characters in one line")
    tables = [table for page in document.pages for table in _tables(page)]
    at_most(name, len(tables), MAX_TABLES, "tables")
    at_most(name, sum(len(table.cells) for table in tables), MAX_CELLS, "cells of tables")
    for table in tables:
        at_most(f"{name}, page {table.page}", table.row_count, MAX_ROWS, "rows in one table")
        at_most(f"{name}, page {table.page}", table.column_count, MAX_COLUMNS, "columns in one table")


def _tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def _place(name: str, line: TextLine) -> str:
    if line.line_number is not None:
        return f"{name}, page {line.page}, line {line.line_number}"
    return f"{name}, page {line.page}"
