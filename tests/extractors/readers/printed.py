"""What the steps behind a reader make of its document, beside what was printed."""

from __future__ import annotations

from decimal import Decimal

from extractors.codes import resolve_codes
from extractors.document import Block, Document, Table, TextLine
from extractors.figures import read_figures
from extractors.statements import find_statements
from schemas.records import Figure
from tests.typesetting.reports import ReportData

Printed = tuple[str, str | None, str, str, Decimal, int]


def figures_of(document: Document) -> list[Figure]:
    """The figures of all statements of a document."""
    statements, _ = find_statements(document)
    resolve_codes(statements)
    return read_figures(statements, document.readers())[1]


def printed_figures(document: Document) -> list[Printed]:
    """Statement, side, line, measure, amount and decimals of all figures of a document, sorted."""
    figures = figures_of(document)
    return sorted(
        ((f.statement, f.side, f.line, f.measure, f.amount_printed, f.decimals) for f in figures),
        key=lambda key: (key[0], key[1] or "", *key[2:]),
    )


def figures_in_print(report: ReportData) -> list[Printed]:
    """The same for what was typeset."""
    found = [
        (f.statement, f.side, f.line, f.measure, f.amount, len(f.text.partition(".")[2])) for f in report.figures()
    ]
    return sorted(found, key=lambda key: (key[0], key[1] or "", *key[2:]))


def tables_of(document: Document, page: int = 1) -> list[Table]:
    """The tables on a page."""
    return [block for block in blocks_of(document, page) if isinstance(block, Table)]


def lines_of(document: Document, page: int = 1) -> list[str]:
    """The lines on a page."""
    return [block.text for block in blocks_of(document, page) if isinstance(block, TextLine)]


def blocks_of(document: Document, page: int = 1) -> tuple[Block, ...]:
    """Lines and tables on a page, in order."""
    return next(found.blocks for found in document.pages if found.number == page)


def grid_of(table: Table) -> dict[tuple[int, int, int, int], str]:
    """The cells of a table: first row and column, one past the last row and column → text."""
    return {(c.row, c.column, c.row + c.row_span, c.column + c.column_span): c.text for c in table.cells}
