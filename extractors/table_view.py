"""A table seen by row and column: which cell covers a place, and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from extractors.document import Cell, Table
from extractors.numbers import is_amount
from schemas.text import compact, heading, label

#: The number of a column (or row), as 1, (1) or ①, as a letter or stem, or as what it is the sum of (1=2+3).
_ORDINAL = re.compile(r"^(?:\d{1,3}|\(\d{1,2}\)|[A-Z甲乙丙丁戊己庚辛]|\(?\d{1,2}\)?(?:[=+-]\(?\d{1,2}\)?)+)$")
_SERIALS = frozenset({"序号", "行次"})
_HEAD_ROWS = 6
#: Words of the header that name no measure: corner cells, code columns, row numbers.
_LAYOUT_WORDS = frozenset(
    heading(word)
    for word in (
        "项目",
        "项 目",
        "栏次",
        "行次",
        "行",
        "类",
        "款",
        "项",
        "科目",
        "科目编码",
        "科目代码",
        "科目名称",
        "编码",
        "名称",
        "代码",
        "功能分类科目编码",
        "支出功能分类科目编码",
        "功能分类",
        "支出功能分类",
        "支出功能分类科目",
        "功能科目编码",
        "功能分类科目",
        "经济分类科目编码",
        "经济分类",
        "经济分类编码",
        "经济分类名称",
        "支出经济分类",
        "支出经济分类科目编码",
        "部门预算支出经济分类科目编码",
        "部门支出经济分类",
        "经济科目编码",
        "经济科目名称",
        "科目编号",
        "序号",
        "收入",
        "支出",
        "功能分类科目名称",
        "支出功能分类科目名称",
        "经济分类科目名称",
        "项目(按功能分类)",
        "类款项",
        "支出功能分类代码",
        "项目(按支出功能分类)",
        "按功能分类",
        "单位",
        "单位名称",
    )
)

#: Headings of the columns that hold codes and names: such a column holds no measure, whatever stands above it.
_KEY_COLUMNS = frozenset(name for name in _LAYOUT_WORDS if name.endswith(("编码", "代码", "名称", "编号")))


def is_layout_word(text: str) -> bool:
    """Whether a heading names no measure: corner cells, columns of codes, row numbers."""
    return heading(text) in _LAYOUT_WORDS


def is_ordinal(text: str) -> bool:
    """Whether a cell of the head only numbers its column."""
    return _ORDINAL.match(compact(text)) is not None


class TableView:
    """Random access to a table's cells by place. Cells that span several places answer for all of them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = table.row_count
        self.columns = table.column_count
        self._filled: dict[int, list[Cell]] = {}
        self._at: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            if cell.row_span == 1 == cell.column_span:  # most are, and need no walk over what they span
                self._at.setdefault((cell.row, cell.column), cell)
                continue
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self._at.setdefault((row, column), cell)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell covering a place, whether it begins there or spans it."""
        return self._at.get((row, column))

    def own(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place and has its first column there."""
        cell = self._at.get((row, column))
        return cell if cell is not None and cell.column == column else None

    def text(self, row: int, column: int) -> str:
        """The text covering a place, '' where there is no cell."""
        cell = self._at.get((row, column))
        return cell.text if cell is not None else ""

    @cached_property
    def serial_columns(self) -> frozenset[int]:
        """The columns whose heading says that they number the rows: their digits are no part of a code."""
        found = (cell for row in range(min(self.rows, _HEAD_ROWS)) for cell in self.row_cells(row))
        return frozenset(cell.column for cell in found if cell.column_span == 1 and compact(cell.text) in _SERIALS)

    def row_cells(self, row: int) -> list[Cell]:
        """The cells of a row from left to right, each once."""
        seen: list[Cell] = []
        last, at = None, self._at
        for column in range(self.columns):
            cell = at.get((row, column))
            if cell is not None and cell is not last:
                seen.append(cell)
                last = cell
        return seen

    def filled(self, row: int) -> list[Cell]:
        """The cells of a row that hold text."""
        found = self._filled.get(row)
        if found is None:
            found = self._filled[row] = [cell for cell in self.row_cells(row) if cell.text.strip()]
        return found

    def is_note(self, row: int) -> bool:
        """Whether a row is nothing but one cell of words over the whole width of the table."""
        filled = self.filled(row)
        return len(filled) == 1 and 1 < self.columns == filled[0].column_span and not is_amount(filled[0].text)

    def amount_cell(self, row: int, column: int, measures: Iterable[int]) -> Cell:
        """The amount cell at a place, always one: blank where the table has no cell there.

        A printed amount in a cell merged over several rows or several measure columns belongs to no one of them for
        certain: it is handed over as not readable.
        """
        cell = self._at.get((row, column))
        if cell is None or not cell.text.strip():
            return cell or Cell("", row, column, line_number=self._line_number(row))
        if cell.row_span == 1 == cell.column_span:
            return cell
        covered = [other for other in measures if cell.column <= other < cell.column + cell.column_span]
        if cell.row_span > 1 or len(covered) > 1:
            return cell._replace(readable=False)
        return cell

    def _line_number(self, row: int) -> int | None:
        return next((cell.line_number for cell in self.row_cells(row)), None)

    def header_names(self, column: int, header_rows: int) -> list[str]:
        """The printed headings above a column, top to bottom, without layout words and column numbers.

        Where merged cells cannot be told from blank ones, a blank inherits the heading to its left as long as a
        heading stands below it (then it is a sub-column of that heading).
        """
        names: list[str] = []
        previous: Cell | None = None
        for row in range(header_rows):
            cell = self._heading(row, column, header_rows)
            if cell is None or cell is previous:
                continue
            previous = cell
            name = label(cell.text)
            if heading(name) in _KEY_COLUMNS:
                names.clear()
            if name and not is_layout_word(name) and not is_ordinal(name):
                names.append(name)
        return names

    def _is_heading(self, row: int, column: int) -> bool:
        name = label(self.text(row, column))
        return bool(name) and not is_layout_word(name) and not is_ordinal(name)

    def _heading(self, row: int, column: int, header_rows: int) -> Cell | None:
        cell = self._at.get((row, column))
        if self.table.explicit_spans or (cell is not None and cell.text.strip()):
            return cell
        if not any(self._is_heading(lower, column) for lower in range(row + 1, header_rows)):
            return cell
        for left in range(column - 1, -1, -1):
            candidate = self._at.get((row, left))
            if candidate is not None and candidate.text.strip():
                return cell if self._parted(row, left, column) else candidate
        return cell

    def _parted(self, row: int, left: int, column: int) -> bool:
        """Whether a heading further up begins right of `left`: what stands below another heading is not inherited."""
        return any(self._is_heading(upper, between) for upper in range(row) for between in range(left + 1, column + 1))
