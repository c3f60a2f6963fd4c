"""From a laid-out document to its official statements: heading, header, tables over any number of pages, unit.

A statement begins where a table stands below its heading and the header is that of its form, or where the header alone
can only be one form's. It goes on over every following table that repeats heading and header, or has the same columns
and no heading of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from msgspec import structs

from extractors.columns import units_of_columns
from extractors.continuation import fitted
from extractors.document import Cell, Document, Table, TextLine
from extractors.header_problems import report_header
from extractors.measures import measures_of
from extractors.numbers import is_amount, money_unit, unit_behind
from extractors.shapes import economic_blocks, function_rows, item_rows, three_public, two_sided
from extractors.statement import Statement
from extractors.table_view import TableView
from extractors.titles import (
    empty_note,
    may_name_statement,
    names_other_table,
    statement_title,
    title_length,
)
from schemas.official_forms import Form, forms
from schemas.records import Problem, Severity
from schemas.text import compact, heading
from schemas.vocabulary import economic_codes, is_function_code

SHAPES: dict[str, ModuleType] = {
    "two_sided": two_sided,
    "function_rows": function_rows,
    "economic_blocks": economic_blocks,
    "three_public": three_public,
    "item_rows": item_rows,
}
#: Statements whose header no other form shares: they are recognised even without a heading.
_UNMISTAKABLE = ("revenue_expenditure_summary", "appropriation_summary", "revenue", "expenditure")
_NOTE_LINES = 4
_CAPTION = re.compile(
    r"^(?:(?:部门|单位|编制单位|预算代码|填报|公开部门).{2,}|\(?(?:财决|公开|附)?(?:表|附表)?第?\d{1,2}(?:-\d{1,2})?表?\)?|(?:公开|附|财决).+|20\d\d年?度?)$"
)


@dataclass(slots=True)
class _Search:
    """What the walk through a document remembers between two blocks."""

    title: tuple[Form, str] | None = None
    title_page: int = 0
    unit: str | None = None
    lines_since_table: int = 0
    recent: list[str] = field(default_factory=list)
    current: Statement | None = None
    table: Table | None = None
    other: str | None = None
    found: list[Statement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: list[tuple[int, list[Form]]] = field(default_factory=list)

    def report(
        self,
        code: str,
        page: int,
        message: str,
        *,
        severity: Severity = "error",
        statement: str | None = None,
        line_number: int | None = None,
    ) -> None:
        """Notes what was not read on a page."""
        self.problems.append(
            Problem(
                code=code, severity=severity, message=f"page {page}: {message}", page=page, statement=statement,
                line_number=line_number,
            )
        )  # fmt: skip


def find_statements(document: Document) -> tuple[list[Statement], list[Problem]]:
    """All statements of a document in printed order, and what looked like a statement but was not recognised."""
    search = _Search()
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, TextLine):
                _read_line(search, block)
            else:
                _read_table(search, block)
    _report_without_table(search)
    _doubt_passed_over(search)
    for statement in search.found:
        if statement.form.shape == "two_sided":
            two_sided.close(statement)
    return search.found, search.problems


def _read_line(search: _Search, line: TextLine) -> None:
    search.recent = [*search.recent[-2:], line.text]
    title = _title_of(search.recent)
    if title is not None:
        _report_without_table(search)
        search.title, search.title_page = title, line.page
        search.unit = money_unit(line.text) or unit_behind(line.text)
        search.other = None
        return
    if names_other_table(line.text):
        _report_without_table(search)
        search.title, search.current, search.unit, search.other = None, None, None, compact(line.text)
        return
    unit = money_unit(line.text)
    if unit is not None:
        search.unit = unit
    search.lines_since_table += 1
    close = search.lines_since_table <= _NOTE_LINES and search.title is None
    if close and search.current is not None and search.current.empty_note is None:
        search.current.empty_note = empty_note(line.text)


def _title_of(recent: list[str]) -> tuple[Form, str] | None:
    """The heading the last line ends, alone or with the one or two lines before it: the longest title wins, because
    the second line of a heading can look like the heading of another statement."""
    if not may_name_statement("".join(recent)):
        return None
    found = [title for count in (1, 2, 3) if (title := statement_title("".join(recent[-count:]))) is not None]
    return max(found, key=title_length, default=None)


def _report_without_table(search: _Search) -> None:
    """A heading with a money unit below it but no table before the next heading: its table was not recognised."""
    if search.title is None or search.unit is None or search.title[0] in [found.form for found in search.found]:
        return
    message = f"{search.title[1]} is announced, but no table was recognised below it; look at the page, and at docs/adding-a-layout.md if its layout is new"
    search.report("statement_without_table", search.title_page, message, statement=search.title[0].statement)


def _read_table(search: _Search, table: Table) -> None:
    search.lines_since_table = 0
    search.recent = []
    search.table = table
    for part in _parted_at_titles(TableView(table)):
        skip = _heading_rows(search, part)
        body = TableView(_without_rows(part.table, skip)) if skip else part
        if search.other is not None and search.title is None:
            _report_other(search, body)
            continue
        if not (_continue_statement(search, body) or _begin_statement(search, body)):
            _unrecognised(search, body)


def _report_other(search: _Search, view: TableView) -> None:
    """A table whose heading names none of the statements is not read, and said so where it holds amounts."""
    table = view.table
    if any(map(_is_decimal, table.cells)):
        search.passed_over.append((len(search.problems), [form for form, _ in _unmistakable(view)]))
        message = f"the table '{search.other}' is none of the statements; it was not read"
        line = table.cells[0].line_number
        search.report("table_not_read", table.page, message, severity="info", line_number=line)


def _unmistakable(view: TableView) -> Iterator[tuple[Form, tuple[Any, int]]]:
    """The forms that the header of a table alone can only be, each with its layout."""
    for key in _UNMISTAKABLE:
        form = forms()[key]
        layout = SHAPES[form.shape].read_layout(view, form)
        if layout is not None and _is_complete(form, layout[0]):
            yield form, layout


def _doubt_passed_over(search: _Search) -> None:
    """A table left out for its heading is an error where its header is that of a statement that is found nowhere."""
    found = [statement.form for statement in search.found]
    for place, fitting in search.passed_over:
        if fitting and not any(form in found for form in fitting):
            search.problems[place] = structs.replace(search.problems[place], severity="error")


def _parted_at_titles(view: TableView) -> list[TableView]:
    """A grid that holds several statements (tables that touch) cut where a row is nothing but a statement's heading."""
    table = view.table
    cuts = [
        row
        for row in range(1, view.rows)
        if len(filled := view.filled(row)) == 1 and filled[0].row == row and statement_title(filled[0].text)
    ]
    if not cuts:
        return [view]
    parts = [_rows(table, start, end) for start, end in zip([0, *cuts], [*cuts, table.row_count], strict=True)]
    return [TableView(part) for part in parts if any(cell.text.strip() for cell in part.cells)] or [view]


def _heading_rows(search: _Search, view: TableView) -> int:
    """Rows inside the grid that are heading, table number, department or unit (as spreadsheets have them)."""
    rows = 0
    for row in range(min(view.rows, 5)):
        filled = view.filled(row)
        texts = [cell.text for cell in filled]
        title = next((found for text in texts if len(filled) <= 3 and (found := statement_title(text))), None)
        unit = next((declared for text in texts if (declared := money_unit(text))), None)
        if title is not None:
            search.title, search.title_page = title, view.table.page
            search.unit = unit or next(filter(None, map(unit_behind, texts)), None)
        elif unit is not None and len(filled) <= 4:
            search.unit = unit
        elif not _is_caption(texts) or (not rows and all(compact(text).isdigit() for text in texts)):
            break  # digits alone at the top are the end of a code that the page tore off
        rows = row + 1
    return rows


def _is_caption(texts: list[str]) -> bool:
    """Department, table number (`表1`, `（公开03表）`), bare year: what stands between heading and header."""
    plain = [compact(text) for text in texts]
    return len(texts) <= 3 and all(_CAPTION.match(text) is not None for text in plain)


def _without_rows(table: Table, rows: int) -> Table:
    return _rows(table, rows, table.row_count)


def _rows(table: Table, start: int, end: int) -> Table:
    cells = tuple(cell._replace(row=cell.row - start) for cell in table.cells if start <= cell.row < end)
    return replace(table, cells=cells, row_count=end - start)


def _begin_statement(search: _Search, view: TableView) -> bool:
    """Begin the statement whose heading stands above the table, or that the header alone can only be."""
    if search.title is not None:
        form, title = search.title
        layout = SHAPES[form.shape].read_layout(view, form)
        if layout is not None:
            _open(search, form, title, view, layout)
            search.title = None
            return True
    for form, layout in _unmistakable(view):
        _open(search, form, form.titles[0], view, layout)
        return True
    return False


def _is_complete(form: Form, layout: Any) -> bool:
    if form.shape == "two_sided":
        measures = {measure for columns in layout.columns.values() for measure in columns.measures.values()}
        if any(columns.unknown for columns in layout.columns.values()):
            return False
        split = bool(measures & {"general_budget", "government_fund"})
        return split == (form.statement == "appropriation_summary")
    return len(layout.columns.measures) >= 5


def _open(search: _Search, form: Form, title: str, view: TableView, layout: tuple[Any, int]) -> None:
    table = view.table
    statement = Statement(form, title, search.unit, table.page, table.page)
    statement.layout, start = layout
    statement.columns = measures_of(form, statement.layout)
    statement.take_units(units_of_columns(view, start), table)
    statement.column_count, statement.column_edges = table.column_count, table.column_edges
    search.unit = None
    search.current = statement
    search.found.append(statement)
    statement.ruled = table.ruled
    statement.first_table = search.table
    report_header(statement, view, start)
    SHAPES[form.shape].read_rows(view, statement.layout, start, statement)


def _continue_statement(search: _Search, view: TableView) -> bool:
    """Append a table to the open statement: same heading and header again, or same columns and no heading."""
    statement = search.current
    if statement is None:
        return False
    if search.title is not None and search.title[0] is not statement.form:
        return False
    shape, table = SHAPES[statement.form.shape], view.table
    repeated = shape.read_layout(view, statement.form)
    if repeated is None:
        fitting = fitted(table, statement.column_edges, statement.column_count)
        follows = search.title is None and table.page <= statement.last_page + 1
        if fitting is None or not follows or not _has_rows(statement, view := TableView(fitting)):
            return False
        table, start = fitting, 0
    else:
        if search.title is None and table.page > statement.last_page + 1:
            return False
        statement.layout, start = repeated
        statement.column_count, statement.column_edges = table.column_count, table.column_edges
        search.title, search.unit = None, None
    statement.pieces += 1
    statement.last_page = table.page
    statement.ruled = statement.ruled and table.ruled
    shape.read_rows(view, statement.layout, start, statement)
    return True


def _has_rows(statement: Statement, view: TableView) -> bool:
    """Whether a table without a header can hold further rows of a form: short labels, codes, amounts, blanks."""
    if statement.form.shape == "three_public":
        return False
    texts = [compact(cell.text) for row in range(view.rows) if not view.is_note(row) for cell in view.filled(row)]
    return bool(texts) and max(map(len, texts)) <= 60


def _unrecognised(search: _Search, view: TableView) -> None:
    """A table with functional codes and amounts that no form claims, or one that only the open statement can go on
    with, is reported, not dropped in silence."""
    statement = search.current
    if statement is not None and search.title is None and _has_lines_of(statement, view):
        what = f"a table without a heading has rows of {statement.title}, but not its columns; it was not read"
        _report_unrecognised(search, view.table, what, statement.form.statement)
        return
    coded = [row for row in range(view.rows) if any(is_function_code(compact(cell.text)) for cell in view.filled(row))]
    amounts = sum(_is_decimal(cell) for row in coded for cell in view.filled(row))
    if len(coded) >= 2 and amounts >= len(coded):
        what = "a table with functional codes and amounts is none of the known statements; add its heading or columns to schemas/forms"
        _report_unrecognised(search, view.table, what)


def _report_unrecognised(search: _Search, table: Table, what: str, statement: str | None = None) -> None:
    line = table.cells[0].line_number if table.cells else None
    search.report("unrecognised_table", table.page, what, statement=statement, line_number=line)


def _has_lines_of(statement: Statement, view: TableView) -> bool:
    """Whether a table that was not taken for the next page of a statement holds amounts beside several of its lines."""
    if view.table.page > statement.last_page + 1:
        return False
    rows = [view.filled(row) for row in range(view.rows)]
    printed = {heading(cell.text) for row in rows if any(map(_is_decimal, row)) for cell in row}
    lines = {row.line for row in statement.form.rows if row.labels & printed}
    if statement.form.shape == "economic_blocks":
        lines |= printed & economic_codes().names_by_code.keys()
    return len(lines) > 1


def _is_decimal(cell: Cell) -> bool:
    return is_amount(cell.text) and "." in cell.text
