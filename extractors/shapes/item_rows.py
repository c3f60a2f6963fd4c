"""Statements with named rows and one amount column (11)."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.columns import map_columns
from extractors.numbers import is_amount, is_blank
from extractors.statement import Statement, StatementRow
from extractors.table_view import TableView
from schemas.official_forms import Form
from schemas.text import compact, label


@dataclass(slots=True)
class Layout:
    """The amount column of each measure."""

    measures: dict[int, str]


def read_layout(view: TableView, form: Form) -> tuple[Layout, int] | None:
    """The amount column of a table with a header, and the number of header rows."""
    header_rows = next((row for row in range(view.rows) if _line(view, row, form) or _has_amount(view, row)), view.rows)
    columns = map_columns(view, form, header_rows)
    return (Layout(columns.measures), header_rows) if columns.measures and header_rows < view.rows else None


def _has_amount(view: TableView, row: int) -> bool:
    return any("." in cell.text and is_amount(cell.text) for cell in view.filled(row))


def _line(view: TableView, row: int, form: Form) -> str | None:
    for cell in view.filled(row):
        line = form.line("", cell.text, frozenset())
        if line is not None:
            beside = [other for other in view.filled(row) if other is not cell]
            return line if all(is_amount(other.text) for other in beside) else None
    return None


def read_rows(view: TableView, layout: Layout, start: int, statement: Statement) -> None:
    """Append the named rows of one table; an unknown row with an amount is a problem."""
    table = view.table
    for row in range(start, view.rows):
        cells = {measure: view.amount_cell(row, column, layout.measures) for column, measure in layout.measures.items()}
        names = [cell for cell in view.filled(row) if not is_amount(cell.text)]
        line = next((key for cell in names if (key := statement.form.line("", cell.text, frozenset()))), None)
        if line is not None:
            printed = compact(names[0].text)
            statement.rows.append(
                StatementRow(None, line, "", printed, cells, table.page, names[0].line_number, piece=statement.pieces)
            )
        elif not names and any("." in cell.text and is_amount(cell.text) for cell in cells.values()):
            cell = next(cell for cell in cells.values() if cell.text.strip())
            statement.problem("unlabelled_amount", "error", f"{cell.text} stands beside no label", cell, cell.text)
        elif names and any(not is_blank(cell.text) for cell in cells.values()):
            amounts = ", ".join(compact(cell.text) for cell in cells.values())
            statement.problem(
                "unknown_row",
                "error",
                f"a row this form does not know: '{label(names[0].text)}' with {amounts}",
                names[0],
                names[0].text,
            )
