"""Two-sided statements (01, 04): revenue on the left, expenditure on the right. The sides are split before any label is
looked up, because both sides use the same words."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.columns import Columns, map_columns
from extractors.numbers import is_blank
from extractors.statement import Statement, StatementRow
from extractors.table_view import TableView, is_layout_word
from schemas.official_forms import Form
from schemas.records import Severity, Side
from schemas.text import compact, heading, label
from schemas.vocabulary import function_codes

SIDES: tuple[Side, Side] = ("revenue", "expenditure")
_CORNERS = frozenset(
    heading(name)
    for name in ("项目", "项目(按功能分类)", "支出功能分类", "项目(按支出功能分类)", "收入项目", "支出项目", "项目名称")
)
_SIDES_AS_CORNERS = frozenset(map(heading, ("收入", "支出")))


@dataclass(slots=True)
class Layout:
    """Per side: the column of the labels and the measures of the amount columns."""

    labels: dict[str, int]
    columns: dict[str, Columns]


def read_layout(view: TableView, form: Form) -> tuple[Layout, int] | None:
    """The layout of a table with a header, and the number of header rows; None where it is not two-sided."""
    corners = _corners(view)
    if corners is None:
        return None
    row, left, right = corners
    header_rows = _header_rows(view, form, row + 1, (left, right))
    columns = {
        "revenue": map_columns(view, form, header_rows, "revenue", left + 1, right),
        "expenditure": map_columns(view, form, header_rows, "expenditure", right + 1),
    }
    if not all(found.measures for found in columns.values()):
        return None
    return Layout({"revenue": left, "expenditure": right}, columns), header_rows


def _corners(view: TableView) -> tuple[int, int, int] | None:
    """The row and the two columns headed 项目; where a form has no such row, those headed 收入 and 支出."""
    for names in (_CORNERS, _SIDES_AS_CORNERS):
        for row in range(min(view.rows, 8)):
            columns = [cell.column for cell in view.row_cells(row) if heading(cell.text) in names]
            if len(columns) == 2:
                return row, columns[0], columns[1]
    return None


def _header_rows(view: TableView, form: Form, first: int, columns: tuple[int, int]) -> int:
    """The first row below the headings that has a label of its own on either side."""
    for row in range(first, view.rows):
        for column in columns:
            cell = view.own(row, column)
            name = label(cell.text) if cell is not None and cell.row == row else ""
            if name and not name.isdigit() and not is_layout_word(name) and form.measure(name, "revenue") is None:
                return row
    return view.rows


def _line(form: Form, side: str, printed: str, seen: frozenset[str]) -> str | None:
    """The key of a row: a named row of the form, else (expenditure) the class code of that name."""
    line = form.line(side, printed, seen)
    if line is not None or side == "revenue":
        return line
    classes = {code for code in function_codes().codes_named(printed) if len(code) == 3}
    return classes.pop() if len(classes) == 1 else None


def read_rows(view: TableView, layout: Layout, start: int, statement: Statement) -> None:
    """Append the rows of one table from row `start` on to the statement, each side by itself."""
    ends = {"revenue": layout.labels["expenditure"], "expenditure": view.columns}
    for row in range(start, view.rows):
        if view.is_note(row):
            continue
        for side in SIDES:
            _read_side(view, row, side, ends[side], layout, statement)


def _read_side(view: TableView, row: int, side: Side, end: int, layout: Layout, statement: Statement) -> None:
    label_cell = view.own(row, layout.labels[side])
    measures = layout.columns[side].measures
    cells = {measure: view.amount_cell(row, column, measures) for column, measure in measures.items() if column < end}
    printed = compact(label_cell.text) if label_cell is not None else ""
    filled = [cell for cell in cells.values() if not is_blank(cell.text)]
    if not printed:
        for cell in filled:
            statement.problem("unlabelled_amount", "error", f"an amount without a label ({side} side)", cell, cell.text)
        return
    seen = frozenset(found.line for found in statement.rows if found.side == side and found.line)
    number = label_cell.line_number if label_cell is not None else None
    new = StatementRow(side, None, "", printed, cells, view.table.page, number, piece=statement.pieces)
    if heading(printed) in _CORNERS | _SIDES_AS_CORNERS | {"栏次", "栏"}:
        pending = statement.pending.get(
            side
        )  # of a label such as 债务还本支出 the page may have torn off the last word
        if pending is not None and _line(statement.form, side, pending.label + printed, seen) is not None:
            _completes_pending(statement, side, new, bool(filled), seen)
        return
    if _completes_pending(statement, side, new, bool(filled), seen):
        return
    new.line = _line(statement.form, side, printed, seen)
    if new.line is not None:
        statement.rows.append(new)
    elif not _continues_last(statement, side, printed, bool(filled), seen):
        statement.pending[side] = new


def close(statement: Statement) -> None:
    """Report the rows whose label was never completed."""
    for side in SIDES:
        _give_up_pending(statement, side)


def _completes_pending(statement: Statement, side: Side, new: StatementRow, filled: bool, seen: frozenset[str]) -> bool:
    """A label broken over two rows (or the page): both parts together are a row of the form, and only one of them has
    amounts. Otherwise the pending row is reported as unknown."""
    pending = statement.pending.get(side)
    if pending is None:
        return False
    line = _line(statement.form, side, pending.label + new.label, seen)
    if line is None or (filled and _has_amounts(pending)):
        _give_up_pending(statement, side)
        return False
    del statement.pending[side]
    pending.line, pending.label, pending.repaired = line, pending.label + new.label, "broken_label"
    if filled:
        pending.cells = new.cells
    statement.rows.append(pending)
    return True


def _has_amounts(row: StatementRow) -> bool:
    return any(not is_blank(cell.text) for cell in row.cells.values())


def _continues_last(statement: Statement, side: Side, printed: str, filled: bool, seen: frozenset[str]) -> bool:
    """A label that went on below its row, which was known already, completes the last row of its side."""
    last = next((row for row in reversed(statement.rows) if row.side == side), None)
    return (
        not filled
        and last is not None
        and _line(statement.form, side, last.label + printed, seen - {last.line or ""}) == last.line
    )


def _give_up_pending(statement: Statement, side: Side) -> None:
    row = statement.pending.pop(side, None)
    if row is None or row.label.startswith(("注", "备注", "说明")):
        return
    amounts = ", ".join(compact(cell.text) for cell in row.cells.values() if not is_blank(cell.text))
    severity: Severity = "error" if amounts else "info"
    detail = f" with {amounts}" if amounts else ""
    message = f"a row this form does not know ({side} side): '{row.label}'{detail}"
    statement.problem("unknown_row", severity, message, row, row.label)
