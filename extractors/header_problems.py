"""What the header of a statement leaves open, said as problems: amounts among the headings, columns nobody knows.

In: a statement whose layout was just read, its table, and how many of its rows are header. Out: problems of the statement.
"""

from __future__ import annotations

from extractors.numbers import is_amount
from extractors.shapes import three_public
from extractors.statement import Statement
from extractors.table_view import TableView
from schemas.text import compact
from schemas.vocabulary import is_function_code


def report_header(statement: Statement, view: TableView, header_rows: int) -> None:
    """Problems of the header: amounts among the headings, columns with amounts that no measure is known for."""
    layout, table = statement.layout, view.table
    columns = getattr(layout, "columns", None)
    mapped = list(columns.values()) if isinstance(columns, dict) else [columns] if columns is not None else []
    for found in mapped:
        for row, column in found.stray_amounts:
            cell = view.cell(row, column)
            if cell is not None:
                statement.problem(
                    "amount_in_header",
                    "warning",
                    f"{cell.text} stands among the column headings; it belongs to no row and is no figure",
                    cell,
                    cell.text,
                )
    unknown = {column: name for found in mapped for column, name in found.unknown.items()}
    unknown |= getattr(layout, "unknown", {})
    if isinstance(layout, three_public.Layout) and not table.ruled:
        known = {*layout.measures, *layout.items, *layout.phases, *unknown}
        _report_unheaded(statement, view, header_rows, known)
    if statement.form.shape == "function_rows":
        measured = {column for found in mapped for column in found.measures}
        _report_unheaded(statement, view, header_rows, measured | set(unknown))
    for column, name in sorted(unknown.items()):
        texts = [view.text(row, column) for row in range(header_rows, view.rows)]
        amounts = [text for text in texts if is_amount(text) and not _is_code(text)]
        if amounts:
            statement.problem(
                "unmapped_column",
                "error",
                f"column '{name}' is not known; its {len(amounts)} amounts were left out",
                table,
                name,
            )


def _report_unheaded(statement: Statement, view: TableView, header_rows: int, known: set[int]) -> None:
    """Amounts in columns right of the first measure that have no heading at all are reported, once for all of them."""
    places = [
        (row, column)
        for column in range(min(known, default=0) + 1, view.columns)
        if column not in known
        for row in range(header_rows, view.rows)
        if "." in view.text(row, column) and view.own(row, column) is not None and is_amount(view.text(row, column))
    ]
    if places:
        cell = view.cell(*places[0])
        message = f"{len(places)} amounts stand in columns without a heading and were left out"
        statement.problem("unmapped_column", "error", message, cell or view.table, view.text(*places[0]))


def _is_code(text: str) -> bool:
    plain = compact(text)
    return plain.isdigit() and (is_function_code(plain) or len(plain) <= 2)
