"""Statements with economic codes (06, 10): one to three blocks of code, name and amount beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.codes import printed_code
from extractors.document import Cell
from extractors.numbers import is_amount, is_blank
from extractors.statement import Statement, StatementRow
from extractors.table_view import TableView, is_layout_word
from schemas.official_forms import Form
from schemas.text import compact, heading, label
from schemas.vocabulary import economic_codes, is_economic_code

MEASURE = "final_amount"
_GROUPS = {"人员经费": "personnel_total", "公用经费": "public_total", "日常公用经费": "public_total"}


@dataclass(slots=True)
class Layout:
    """The blocks of a table: for each, its first column and its amount column. `groups` are columns that split every
    row by personnel and public cost, of which only the totals have a key."""

    blocks: list[tuple[int, int]]
    groups: dict[int, str]


def read_layout(view: TableView, form: Form) -> tuple[Layout, int] | None:
    """The blocks of a table with a header, and the number of header rows; None where there are none."""
    header_rows = _header_rows(view, form)
    if header_rows == view.rows and view.rows > 4:
        return None
    amounts: list[int] = []
    groups: dict[int, str] = {}
    for column in range(view.columns):
        names = [name for name in view.header_names(column, header_rows) if not is_amount(name)]
        if names and form.measure(names[-1]) == MEASURE:
            amounts.append(column)
        elif names and names[-1] in _GROUPS and amounts and amounts[-1] + len(groups) + 1 == column:
            groups[column] = _GROUPS[names[-1]]
    if not amounts or amounts[0] == 0:
        return None
    starts = [0, *(column + 1 for column in amounts[:-1])]
    return Layout(list(zip(starts, amounts, strict=True)), groups if len(amounts) == 1 else {}), header_rows


def _header_rows(view: TableView, form: Form) -> int:
    for row in range(view.rows):
        filled = [cell for cell in view.filled(row) if not _is_group(cell) and cell.row == row]
        if not filled:
            continue
        if _leading_code(compact(filled[0].text)) or (row and _total_key(form, filled[0])):
            return row
    return view.rows


def _is_group(cell: Cell) -> bool:
    """Whether a cell beside the codes only names the group its rows belong to (人员经费, 公用经费)."""
    return label(cell.text) in _GROUPS


def _leading_code(text: str) -> str:
    """The economic code a cell begins with (`30101`, `302`, `30101基本工资`), '' where it begins with none."""
    head = text[: len(text) - len(text.lstrip("0123456789"))]
    return head if is_economic_code(head) else ""


def read_rows(view: TableView, layout: Layout, start: int, statement: Statement) -> None:
    """Append the rows of one table from row `start` on to the statement: per row, each block by itself."""
    for row in range(start, view.rows):
        if view.is_note(row) or _read_totals(view, row, layout, statement):
            continue
        slid = _slid_codes(view, row, layout)
        for index, (_first, _amount) in enumerate(layout.blocks):
            _read_block(view, row, index, layout, slid, statement)


def _read_totals(view: TableView, row: int, layout: Layout, statement: Statement) -> bool:
    """Rows of totals (人员经费合计 … 公用经费合计 …, 合计): each label takes the next amount to its right."""
    filled = view.filled(row)
    keys = [_total_key(statement.form, cell) for cell in filled]
    if not any(keys):
        return False
    for position, key in enumerate(keys):
        if key is None:
            continue
        following = [
            cell for cell, other in zip(filled[position + 1 :], keys[position + 1 :], strict=True) if not other
        ]
        next_label = next(
            (cell.column for cell, other in zip(filled[position + 1 :], keys[position + 1 :], strict=True) if other),
            view.columns,
        )
        amounts = [cell for cell in following if cell.column < next_label]
        cell = amounts[0] if amounts else _blank_after(view, row, filled[position], next_label)
        _append(
            statement,
            StatementRow(
                None,
                key,
                "",
                compact(filled[position].text),
                {MEASURE: cell} if cell else {},
                view.table.page,
                filled[position].line_number,
            ),
        )
        if key == "total":
            _read_groups(view, row, layout, statement)
            break
    return True


def _read_groups(view: TableView, row: int, layout: Layout, statement: Statement) -> None:
    for column, key in layout.groups.items():
        cell = view.cell(row, column)
        if cell is not None:
            _append(statement, StatementRow(None, key, "", key, {MEASURE: cell}, view.table.page, cell.line_number))


def _blank_after(view: TableView, row: int, label_cell: Cell, stop: int) -> Cell | None:
    cells = [view.cell(row, column) for column in range(label_cell.column + label_cell.column_span, stop)]
    return next((cell for cell in reversed(cells) if cell is not None), None)


def _total_key(form: Form, cell: Cell) -> str | None:
    name = label(cell.text)
    key = form.line("", name, frozenset())
    return key or ("total" if heading(name) in form.total_labels else None)


def _slid_codes(view: TableView, row: int, layout: Layout) -> dict[int, str]:
    """Blocks whose code slid into the amount cell of the block to their left: there stands a bare code, here a name
    that is this code's, and no code. Such a cell is no amount."""
    slid: dict[int, str] = {}
    for index in range(1, len(layout.blocks)):
        first, amount = layout.blocks[index]
        neighbour = compact(view.text(row, layout.blocks[index - 1][1]))
        texts = [compact(view.text(row, column)) for column in range(first, amount)]
        has_code = any(text.isdigit() for text in texts)
        name = "".join(text for text in texts if not text.isdigit())
        if not has_code and is_economic_code(neighbour) and neighbour in economic_codes().codes_named(name):
            slid[index] = neighbour
    return slid


def _read_block(
    view: TableView, row: int, index: int, layout: Layout, slid: dict[int, str], statement: Statement
) -> None:
    first, amount = layout.blocks[index]
    slid_code = slid.get(index)
    code, name, number = _code_and_name(view, row, first, amount)
    cell = view.amount_cell(row, amount, [column for _, column in layout.blocks])
    cells = {MEASURE: cell}
    if slid_code is not None:
        code = slid_code
        statement.problem(
            "slid_cell",
            "warning",
            f"code {slid_code} ({name}) stands in the amount column of the block to its left; it was read as the code it is, not as an amount",
            cell,
            slid_code,
        )
    if index + 1 in slid:
        cells = {MEASURE: Cell("", cell.row, cell.column, box=cell.box, line_number=cell.line_number)}
    if not code and name and not is_blank(cells[MEASURE].text):
        code = _code_by_name(statement, name)
    if not code:
        _without_code(statement, name, cells, index)
        return
    new = StatementRow(None, None, code, name, cells, view.table.page, number, piece=statement.pieces)
    new.repaired = "slid_code" if slid_code is not None else None
    statement.rows.append(new)


def _code_and_name(view: TableView, row: int, first: int, stop: int) -> tuple[str, str, int | None]:
    digits, name, number = "", "", None
    for column in range(first, stop):
        cell = view.own(row, column)
        text = printed_code(cell.text) if cell is not None else ""
        if cell is not None and _is_group(cell) and not digits and column + 1 < stop:
            continue
        if cell is not None and number is None:
            number = cell.line_number
        head = _leading_code(text)
        if text.isdigit() and not name and len(digits) + len(text) <= 5:
            digits += text
        elif head and not digits and not name:
            digits, name = head, text[len(head) :]
        elif not is_layout_word(text):
            name += text
    return (digits if digits.startswith("3") else ""), name, number


def _code_by_name(statement: Statement, name: str) -> str:
    """A printed name without its code takes the code only where the name stands for exactly one."""
    codes = economic_codes().codes_named(name)
    return codes[0] if len(codes) == 1 else ""


def _without_code(statement: Statement, name: str, cells: dict[str, Cell], index: int) -> None:
    filled = [cell for cell in cells.values() if not is_blank(cell.text)]
    for cell in filled:
        statement.problem(
            "unlabelled_amount", "error", f"an amount beside '{name}' has no code (block {index + 1})", cell, cell.text
        )
    if name and not filled and statement.rows and statement.rows[-1].line is None and len(name) <= 20:
        statement.rows[-1].label += name


def _append(statement: Statement, row: StatementRow) -> None:
    row.piece = statement.pieces
    statement.rows.append(row)
