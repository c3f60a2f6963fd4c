"""A table without a heading goes on with the statement before it where its columns are the same ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.continuation import fitted
from extractors.document import Cell, Document, Page, Table, TextLine
from extractors.statements import find_statements

EDGES = (45.0, 136.4, 160.6, 213.5, 314.6, 338.8, 391.7)
HEADER = (("收入", "", "", "支出", "", ""), ("项目", "行次", "金额", "项目", "行次", "金额"))
ROWS = (("一、一般公共预算财政拨款收入", "1", "8.00", "五、教育支出", "36", "8.00"),)
TAIL = (("本年收入合计", "27", "8.00", "本年支出合计", "58", "8.00"), ("总计", "31", "8.00", "总计", "62", "8.00"))


def table(page: int, rows: tuple[tuple[str, ...], ...], edges: tuple[float, ...]) -> Table:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(page, len(rows), len(rows[0]), cells, column_edges=edges, explicit_spans=False)


def moved(by: float, stretched: float) -> tuple[float, ...]:
    return tuple(by + EDGES[0] + (edge - EDGES[0]) * stretched for edge in EDGES)


@pytest.mark.parametrize(
    ("edges", "same"),
    [
        (moved(0.0, 1.0), True),
        (moved(-9.0, 1.01), True),  # the next page of a scan
        (moved(-50.0, 1.0), False),
        (moved(0.0, 1.2), False),
        ((45.0, 100.0, 160.6, 213.5, 314.6, 338.8, 395.9), False),  # other columns
        ((*moved(-9.0, 1.0), 420.0), False),
    ],
)
def test_columns_of_the_next_page(edges: tuple[float, ...], same: bool) -> None:
    rows = tuple(("1",) * (len(edges) - 1) for _ in range(2))
    assert (fitted(table(2, rows, edges), EDGES, len(EDGES) - 1) is not None) is same


def document(tail_edges: tuple[float, ...], tail: tuple[tuple[str, ...], ...]) -> Document:
    first = Page(
        1, 595.0, 842.0,
        (TextLine(1, "收入支出决算总表"), TextLine(1, "单位：万元"), table(1, HEADER + ROWS, EDGES)),
    )  # fmt: skip
    return Document("a.pdf", "0" * 64, "application/pdf", "pdfium", (first, Page(2, 595.0, 842.0, (table(2, tail, tail_edges),))))  # fmt: skip


def test_the_tail_of_a_scanned_statement_is_read() -> None:
    (statement,), problems = find_statements(document(moved(-9.0, 1.01), TAIL))
    assert problems == []
    assert {row.line for row in statement.rows if row.side == "revenue"} >= {"revenue_total", "revenue_grand_total"}


def test_a_tail_in_other_columns_is_reported() -> None:
    """Rows that only this statement has, in columns that are not its own: lost rows are told, not passed over."""
    without = tuple((row[0], row[2], row[3], row[5]) for row in TAIL)
    (statement,), problems = find_statements(document((45.0, 136.4, 213.5, 300.0, 391.7), without))
    assert [(problem.code, problem.severity, problem.page) for problem in problems] == [
        ("unrecognised_table", "error", 2)
    ]
    assert not any(row.line == "revenue_grand_total" for row in statement.rows)


def test_another_table_with_a_total_is_nothing_to_report() -> None:
    assets = (("资产", "年末数"), ("房屋", "12.00"), ("合计", "12.00"))
    _, problems = find_statements(document((45.0, 200.0, 391.7), assets))
    assert problems == []


@pytest.mark.parametrize(
    ("ink", "places"),
    [
        (((48.0, 71.0), (296.0, 362.0), (368.0, 434.0), (656.0, 710.0)), [0, 2, 3, 5]),
        (((48.0, 71.0), (296.0, 362.0), (368.0, 460.0), (656.0, 710.0)), None),  # lies in two columns
        (((48.0, 71.0), (296.0, 320.0), (330.0, 362.0), (656.0, 710.0)), None),  # two lie in one
        ((), None),  # the boundaries alone leave it open
    ],
)
def test_a_page_without_rulings_goes_where_its_ink_lies(
    ink: tuple[tuple[float, float], ...], places: list[int] | None
) -> None:
    """The third column of the page ends anywhere between its ink and that of the fourth."""
    edges = (44.0, 117.0, 258.0, 365.0, 437.0, 653.0, 720.0)
    page = replace(table(2, (("2011105", "1.00", "2.00", "3.00"),), (44.0, 256.0, 365.0, 545.0, 713.0)), ruled=False)
    found = fitted(replace(page, column_ink=ink), edges, 6)
    assert (None if found is None else [cell.column for cell in found.cells]) == places
