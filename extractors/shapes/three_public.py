"""Statement 09: budget and final amounts of the three public expenses, in blocks, in pairs, or in rows.

Each amount cell stands below (or beside) the name of an item and of a phase (预算数, 决算数). Where the phase is only
printed above a block and the print does not tell how far it reaches, the first occurrence of an item belongs to the
first phase and the second to the second.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import Cell, Table
from extractors.numbers import is_amount, is_blank
from extractors.statement import Statement, StatementRow
from extractors.table_view import TableView
from schemas.official_forms import Form, lookup
from schemas.records import Severity
from schemas.text import compact, heading, label

_ORDER = ("budget", "final")


@dataclass(slots=True)
class Layout:
    """Column → measure where phases stand in columns; else column → item, and the phase is the label of the row; or
    column → phase, and the item is the label of the row."""

    measures: dict[int, str]
    items: dict[int, str]
    phases: dict[int, str]
    unknown: dict[int, str]


def read_layout(view: TableView, form: Form) -> tuple[Layout, int] | None:
    """The layout of a table with a header, and the number of header rows; None where items or phases are missing."""
    header_rows = _header_rows(view, form)
    items: dict[int, str] = {}
    phases: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for column in range(view.columns):
        names = [name for name in view.header_names(column, header_rows) if not is_amount(name)]
        item, phase = _item(form, names), _phase(form, names)
        if item:
            items[column] = item
        if phase:
            phases[column] = phase
        if names and not item and not phase:
            unknown[column] = " / ".join(names)
    if len(set(items.values())) >= 3:
        return _columns_of_items(view, form, items, phases, unknown, header_rows)
    if set(items.values()) <= {"total"}:
        phases, split = _whole_phases(view, form, phases, header_rows)
        if len(set(phases.values())) == 2:
            return Layout({}, {}, phases, unknown | split), header_rows
    return None


def _whole_phases(
    view: TableView, form: Form, phases: dict[int, str], header_rows: int
) -> tuple[dict[int, str], dict[int, str]]:
    """Columns that hold a phase as a whole, and those that hold a part of it (一般公共预算, 政府性基金) with their names.
    A heading that is neither phase nor 合计 makes a part of a column."""
    whole: dict[int, str] = {}
    split: dict[int, str] = {}
    for column, phase in phases.items():
        names = [name for name in view.header_names(column, header_rows) if not is_amount(name)]
        if all(
            lookup(form.phases, name) or form.items.get(heading(name)) == "total" or name == "小计" for name in names
        ):
            whole[column] = phase
        else:
            split[column] = " / ".join(names)
    return whole, split


def _columns_of_items(
    view: TableView,
    form: Form,
    items: dict[int, str],
    phases: dict[int, str],
    unknown: dict[int, str],
    header_rows: int,
) -> tuple[Layout, int] | None:
    if not phases:
        return Layout({}, items, {}, unknown), header_rows
    placed = {column: f"{phases[column]}_{item}" for column, item in items.items() if column in phases}
    if len(placed) < len(items) or len(set(placed.values())) < len(placed) or not view.table.explicit_spans:
        placed = _by_order(items, phases)
    return (Layout(placed, {}, {}, unknown), header_rows) if placed else None


def _by_order(items: dict[int, str], phases: dict[int, str]) -> dict[int, str]:
    """First occurrence of an item → the phase printed first, second → the other."""
    order = list(dict.fromkeys(phases[column] for column in sorted(phases)))
    placed: dict[int, str] = {}
    for item in dict.fromkeys(items.values()):
        columns = [column for column in sorted(items) if items[column] == item]
        if len(columns) == len(order):
            placed |= {column: f"{phase}_{item}" for column, phase in zip(columns, order, strict=True)}
    return placed


def _header_rows(view: TableView, form: Form) -> int:
    for row in range(view.rows):
        filled = view.filled(row)
        texts = [compact(cell.text) for cell in filled]
        numbers = [text for text in texts if is_amount(text)]
        if _is_column_numbers(texts):
            return row + 1
        if numbers and row > 0:
            return row
    return view.rows


def _is_column_numbers(texts: list[str]) -> bool:
    """Whether a row only numbers the columns: whole numbers that follow each other, from 1 or up to the last column."""
    plain = [text.strip("()") for text in texts]
    numbers = [int(text) for text in plain if text.isdigit() and len(text) <= 2]
    names = [label(text) for text in plain if not text.isdigit()]
    if len(numbers) < (2 if names in (["栏次"], ["行次"]) else 3) or len(names) > 1:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _item(form: Form, names: list[str]) -> str | None:
    """The item of a column: its lowest heading that is one; 小计 means the item it stands below, and without any above
    it the vehicles, whose parts are the only ones every form adds up."""
    for position in range(len(names) - 1, -1, -1):
        name = names[position]
        if name == "小计":
            above = [lookup(form.items, other) for other in names[:position]]
            known = [item for item in above if item]
            return known[-1] if known else "vehicles_subtotal"
        item = lookup(form.items, name)
        if item is not None:
            return item
    return None


def _phase(form: Form, names: list[str]) -> str | None:
    found = [phase for name in names if (phase := lookup(form.phases, name))]
    return found[-1] if found else None


def read_rows(view: TableView, layout: Layout, start: int, statement: Statement) -> None:
    """Append the amounts of one table to the statement, one row of measures."""
    table = view.table
    for row in range(start, view.rows):
        texts = [compact(cell.text) for cell in view.filled(row)]
        if _is_column_numbers(texts):
            continue
        name = next((text for text in texts if not is_amount(text) and not is_blank(text)), "")
        if layout.measures:
            first = next((text for text in texts if not is_blank(text)), "")
            if _foreign("" if is_amount(first) else name, statement):  # what follows the amounts is a remark
                if not statement.rows and any("." in text and is_amount(text) for text in texts):
                    _report_unknown(statement, view, row, "error")
                break
            measures = dict(layout.measures)
        elif layout.items:
            phase = lookup(statement.form.phases, name)
            measures = {column: f"{phase}_{item}" for column, item in layout.items.items()} if phase else {}
        else:
            item = lookup(statement.form.items, label(name))
            measures = {column: f"{phase}_{item}" for column, phase in layout.phases.items()} if item else {}
            if not item and any(is_amount(text) for text in texts):
                _report_unknown(statement, view, row, "info" if name else "error")
        cells = {measure: view.amount_cell(row, column, measures) for column, measure in measures.items()}
        if cells:
            _merge(statement, cells, table, name)
            if layout.measures and any(not is_blank(cell.text) for cell in cells.values()):
                break


def _report_unknown(statement: Statement, view: TableView, row: int, severity: Severity) -> None:
    cells = view.filled(row)
    message = f"a row this form does not know: {' | '.join(compact(cell.text) for cell in cells)}"
    statement.problem("unknown_row", severity, message, cells[0], cells[0].text)


def _foreign(name: str, statement: Statement) -> bool:
    """Rows added below the form (团组数, 车辆保有量) have a label of their own and are no amounts."""
    return bool(name) and label(name) not in {"合计", "金额", statement.title, "栏次"}


def _merge(statement: Statement, cells: dict[str, Cell], table: Table, name: str) -> None:
    """All amounts of the form belong to one line, `total`. Later rows add measures that were missing or blank."""
    if not statement.rows:
        number = next((cell.line_number for cell in cells.values()), None)
        statement.rows.append(StatementRow(None, "total", "", name or "合计", cells, table.page, number))
        return
    known = statement.rows[0].cells
    for measure, cell in cells.items():
        if measure not in known or is_blank(known[measure].text):
            known[measure] = cell
