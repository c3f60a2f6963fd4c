"""Statements with one row a functional code (02, 03, 05, 07, 08): codes whole, split over three columns, or cut."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.codes import has_name, whole_code
from extractors.columns import Columns, map_columns
from extractors.document import Cell, Table
from extractors.numbers import is_amount, is_blank
from extractors.statement import Statement, StatementRow
from extractors.table_view import TableView, is_layout_word
from schemas.official_forms import Form
from schemas.text import code_name, compact, heading
from schemas.vocabulary import function_codes, is_function_code

#: What may stand between a code and its name in one cell.
_BETWEEN = "-—_、.:|"
#: Amounts as most are printed: their own comparable form.
_PLAIN_AMOUNT = re.compile(r"-?[0-9]+(?:,[0-9]{3})*\.[0-9]{2}")
_NOTES = ("注", "备注", "说明", "本表", "此表")


@dataclass(slots=True)
class Layout:
    """Which column holds which measure; all columns left of the first are code and name."""

    columns: Columns

    @property
    def first_measure(self) -> int:
        """The leftmost measure column."""
        return min(self.columns.measures)


def read_layout(view: TableView, form: Form) -> tuple[Layout, int] | None:
    """The layout of a table that begins with a header and the number of its header rows; None where the headings
    are not those of the form."""
    header_rows = _header_rows(view, form)
    columns = map_columns(view, form, header_rows)
    if len(columns.measures) < 2:
        return None
    return Layout(columns), header_rows


def _header_rows(view: TableView, form: Form) -> int:
    for row in range(view.rows):
        if _leading_code(view, row, view.columns) or _is_total(view, row, form):
            return row
    return view.rows


def read_rows(view: TableView, layout: Layout, start: int, statement: Statement) -> None:
    """Append the data rows of one table from row `start` on to the statement."""
    table = view.table
    torn = False
    for row in range(start, view.rows):
        filled = view.filled(row)
        if row == start and _take_torn_code(statement, view, row, layout):
            continue
        if not filled or _is_note(filled) or _is_column_numbers(filled):
            continue
        cells = {
            measure: view.amount_cell(row, column, layout.columns.measures)
            for column, measure in layout.columns.measures.items()
        }
        code, name = _code_and_name(view, row, layout.first_measure)
        parts = _code_parts(view, row, layout.first_measure)
        if not code and row == view.rows - 1:
            code, name = _begun_code(parts, name)
        if code and not table.explicit_spans and any(_is_name(cell.text) for cell in cells.values()):
            statement.ruled = False  # the columns of the header are not those of the rows: the sums must confirm them
        number = filled[0].line_number
        if _is_total(view, row, statement.form):
            torn = not any(is_amount(cell.text) for cell in cells.values())
            _append(statement, StatementRow(None, "total", "", name or "合计", cells, table.page, number))
        elif code:
            _append(statement, StatementRow(None, None, code, name, cells, table.page, number, code_parts=parts))
        elif torn and _take_torn_total(statement, view, row, layout):
            torn = False
        elif _completes_row(statement, name, cells):
            statement.rows[-1].label += name
            statement.rows[-1].cells, statement.rows[-1].repaired = cells, "broken_label"
        elif _continues_name(statement, name, cells):
            statement.rows[-1].label += name
        elif any(not is_blank(cell.text) for cell in cells.values()) or name:
            _unlabelled(statement, filled, table)


def _is_name(text: str) -> bool:
    return sum("\u4e00" <= sign <= "\u9fff" for sign in text) > 1


def _append(statement: Statement, row: StatementRow) -> None:
    row.piece = statement.pieces
    statement.rows.append(row)


def _leading_code(view: TableView, row: int, stop: int) -> str:
    return _code_and_name(view, row, stop)[0]


def _code_and_name(view: TableView, row: int, stop: int) -> tuple[str, str]:
    """The code (digits of the leading cells, joined) and the name of a row, read from the columns before `stop`."""
    digits = padded = name = ""
    parts: list[str] = []
    serials = view.serial_columns
    for column in range(stop):
        cell = view.own(row, column) if column not in serials else None
        text = whole_code(cell.text, view.text(row, column + 1)) if cell is not None else ""
        if name and not digits and is_function_code(text) and has_name(text, name):
            return text, name  # the column of names comes first
        if not text or (name and is_amount(text)):
            continue  # blank, or an amount of a column no measure is known for
        if text.isdigit() and not name and len(digits) + len(text) <= 7:
            parts.append(text)
            padded += text.zfill(2) if len(padded) in (3, 5) else text
            digits += text
        elif not name and is_function_code(text):
            parts, padded, digits = [text], text, text  # what stands before it numbers the row
        elif not name and _leading_digits(text) and not digits:
            digits = padded = _leading_digits(text)
            name = text[len(digits) :].lstrip(_BETWEEN)
        else:
            name += text
            if stop == view.columns:
                break
    if padded != digits and has_name(padded, name):
        # 款 and 项 in cells of their own lose their leading zero where they are numbers: `201 | 2 | 1`.
        digits = padded
    elif len(parts) > 1 and is_function_code(parts[-1]) and has_name(parts[-1], name):
        digits = parts[-1]  # what stands before a whole code of that name numbers the row
    elif padded != digits and len(digits) in (5, 7):
        digits = "-".join(parts)  # pieces too short for what they seem to make: no code, unless somebody mends it
    if not (digits.startswith("2") and 3 <= len(digits) <= 7):
        return "", digits + name
    return digits, name


def _leading_digits(text: str) -> str:
    """The code of a cell that holds code and name together (`2080505机关…`), '' where it does not."""
    head = text[: len(text) - len(text.lstrip("0123456789"))]
    rest = text[len(head) :]
    return head if len(head) in (3, 5, 7) and rest.lstrip(_BETWEEN)[:1] > "\u4e00" else ""


def _is_total(view: TableView, row: int, form: Form) -> bool:
    """Whether a row is the total: one total label, and beside it only amounts, blanks, layout words and what cannot be
    read; behind its last amount there may be a remark."""
    readable = (cell.text for cell in view.filled(row) if cell.readable)
    first = next(filter(None, (_name_in_row(text) for text in readable if not is_blank(text))), "")
    if not first or not any(total.startswith(first) for total in form.total_labels):
        return False  # most rows, told by their first name
    printed = [cell.text for cell in view.filled(row) if cell.readable and not is_blank(cell.text)]
    labels = [_label_in_row(text) for text in printed]
    names = [_name_in_row(text) for text in printed]
    if "".join(names) in form.total_labels:
        return True
    last = max((place for place, name in enumerate(labels) if is_amount(name)), default=0)
    return "".join(names[:last]) in form.total_labels  # what stands right of the amounts is a remark


def _label_in_row(text: str) -> str:
    return text if _PLAIN_AMOUNT.fullmatch(text) else heading(text)


def _name_in_row(text: str) -> str:
    """The comparable form of a cell that names its row; '' for amounts and layout words."""
    name = _label_in_row(text)
    return name if not is_amount(name) and not is_layout_word(name) else ""


def _is_note(filled: list[Cell]) -> bool:
    first = compact(filled[0].text)
    return len(filled) == 1 and (first.startswith(_NOTES) or len(first) > 60)


def _is_column_numbers(filled: list[Cell]) -> bool:
    numbers: list[str] = []
    for name in (compact(cell.text) for cell in filled):
        if name.isdigit() and len(name) <= 2:
            numbers.append(name)
        elif not is_layout_word(name):
            return False
    return numbers == [str(index) for index in range(1, len(numbers) + 1)]


def _completes_row(statement: Statement, name: str, cells: dict[str, Cell]) -> bool:
    """A name broken over two lines whose amounts stand in the second: the first has a code and no amounts, and both
    parts together are the name of that code."""
    last = statement.rows[-1] if statement.rows else None
    if last is None or not last.code or not name or any(not is_blank(cell.text) for cell in last.cells.values()):
        return False
    amounts = any(not is_blank(cell.text) for cell in cells.values())
    return amounts and code_name(last.label + name) in function_codes().names_by_code.get(last.code, ())


def _continues_name(statement: Statement, name: str, cells: dict[str, Cell]) -> bool:
    """A row with nothing but text goes on with the name of the row above (names wrapped over a page or a line)."""
    alone = bool(name) and all(is_blank(cell.text) for cell in cells.values())
    return alone and bool(statement.rows) and statement.rows[-1].line is None and len(name) <= 40


def _take_torn_total(statement: Statement, view: TableView, row: int, layout: Layout) -> bool:
    """A total whose amounts stand in a later line of their own, as many as there are measures. Taken over for now;
    `figures.py` keeps it only where the sums of the rows confirm it."""
    amounts = view.filled(row)
    measures = [layout.columns.measures[column] for column in sorted(layout.columns.measures)]
    total = statement.rows[-1]
    if len(amounts) != len(measures) or not all(is_amount(cell.text) for cell in amounts):
        return False
    total.cells = dict(zip(measures, amounts, strict=True))
    total.repaired = "torn_total"
    return True


def _code_parts(view: TableView, row: int, stop: int) -> tuple[tuple[int, str], ...]:
    """The digits of a row by column, left of its amounts."""
    texts = ((column, view.own(row, column)) for column in range(stop))
    serials = view.serial_columns
    found = ((column, compact(cell.text)) for column, cell in texts if cell is not None and column not in serials)
    return tuple((column, text) for column, text in found if text.isdigit())


def _begun_code(parts: tuple[tuple[int, str], ...], name: str) -> tuple[str, str]:
    """The first digits of a code in the last row of a page, where they were wrapped and the rest stands on the next;
    and the name without them."""
    digits = "".join(text for _, text in parts)
    begun = len(digits) == 2 and digits[0] == "2" and len(name) > len(digits)
    return (digits, name.removeprefix(digits)) if begun else ("", name)


def _take_torn_code(statement: Statement, view: TableView, row: int, layout: Layout) -> bool:
    """Whether a row at the top of a page holds the ends of codes that were wrapped in their cells and torn off with the
    page: digits without amounts, which make the code above a known one when each is put behind the digits of its own
    column. The row above then has that code."""
    torn = dict(_code_parts(view, row, layout.first_measure))
    above = statement.rows[-1] if statement.rows else None
    beside = any(cell.column >= layout.first_measure and not is_blank(cell.text) for cell in view.filled(row))
    if not torn or beside or above is None or above.line is not None:
        return False
    columns = sorted({column for column, _ in above.code_parts} | torn.keys())
    begun = dict(above.code_parts)
    code = "".join(begun.get(column, "") + torn.get(column, "") for column in columns)
    if (is_function_code(above.code) and function_codes().knows(above.code)) or not function_codes().knows(code):
        return False
    texts = [
        compact(cell.text) for column in range(layout.first_measure) if (cell := view.own(row, column)) is not None
    ]
    statement.problem(
        "torn_code", "info", f"code {above.code} goes on at the top of the next page; read as {code}", above
    )
    above.code, above.repaired = code, "torn_code"
    above.label += "".join(text for text in texts if not text.isdigit())
    return True


def _unlabelled(statement: Statement, filled: list[Cell], table: Table) -> None:
    printed = " | ".join(compact(cell.text) for cell in filled)
    statement.problem(
        "unlabelled_row",
        "error" if any("." in cell.text and is_amount(cell.text) for cell in filled) else "warning",
        f"page {table.page}: a row with no code and no known label was left out: {printed[:120]}",
        filled[0],
        printed,
    )
