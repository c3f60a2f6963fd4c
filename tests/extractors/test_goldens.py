"""The seven real reports against goldens made and checked by hand (tests/goldens/README.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extractors.extract import extract
from schemas.records import Report
from tests.real_reports import GOLDENS, REASON, locked_sums, real_reports, sha256

Key = tuple[str, str, str, str]


@cache
def read(path: Path) -> Report:
    return extract(path.read_bytes(), path.name)


def golden(path: Path, kind: str) -> list[dict[str, str]]:
    with (GOLDENS / f"{path.stem}.{kind}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def reports() -> Iterator[object]:
    for path in real_reports():
        yield pytest.param(path, id=path.stem[:12])
    if not real_reports():
        yield pytest.param(None, marks=pytest.mark.skip(reason=REASON))


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_goldens_are_locked() -> None:
    sums = locked_sums()
    for path in GOLDENS.glob("*.csv"):
        assert sha256(path) == sums[path.name], f"{path.name} was changed without a new lock"
    for path in real_reports():
        assert sha256(path) == sums[path.name], f"{path.name} is not the document its golden was made from"


@pytest.mark.parametrize("path", reports())
def test_every_published_figure_and_no_other(path: Path) -> None:
    expected: dict[Key, Decimal] = {
        (row["statement"], row["side"], row["line"], row["measure"]): amount(row["amount_printed"])
        for row in golden(path, "table")
    }
    found: dict[Key, Decimal] = {
        (figure.statement, figure.side or "", figure.line, figure.measure): figure.amount_printed
        for figure in read(path).figures
        if figure.source == "table"
    }
    assert found == expected


@pytest.mark.parametrize("path", reports())
def test_lineage_of_table_figures(path: Path) -> None:
    expected = {
        (row["statement"], row["side"], row["line"], row["measure"]): int(row["page_or_line"])
        for row in golden(path, "table")
    }
    for figure in read(path).figures:
        if figure.source == "table":
            place = expected[figure.statement, figure.side or "", figure.line, figure.measure]
            assert place == (figure.page if path.suffix == ".pdf" else figure.line_number), figure
            assert (figure.x0 is not None) == (path.suffix == ".pdf")


@pytest.mark.parametrize("path", reports())
def test_every_amount_the_narrative_states(path: Path) -> None:
    rows = golden(path, "narrative")
    required = {_narrative_key(row) for row in rows if row["status"] != "vocabulary"}
    allowed = {_narrative_key(row) for row in rows}
    found = {
        (figure.statement, figure.side or "", figure.line, figure.measure, figure.amount_printed, figure.declared_unit)
        for figure in read(path).figures
        if figure.source == "narrative"
    }
    assert required <= found <= allowed


def _narrative_key(row: dict[str, str]) -> tuple[str, str, str, str, Decimal, str]:
    return (
        row["statement"],
        row["side"],
        row["line"],
        row["measure"],
        amount(row["amount_printed"]),
        row["unit"] or "万元",
    )


@pytest.mark.parametrize("path", reports())
def test_who_where_when(path: Path) -> None:
    report = read(path)
    for row in golden(path, "identity"):
        value = getattr(report, row["field"])
        assert str(value) == row["value"], row["field"]


@pytest.mark.skipif(not real_reports(), reason=REASON)
def test_a_code_in_an_amount_cell_is_no_amount() -> None:
    report = read(next(path for path in real_reports() if path.stem.startswith("000_")))
    labour = [figure for figure in report.figures if figure.line == "30226" and figure.source == "table"]
    assert labour == []
    assert any(problem.code == "slid_cell" and "399" in problem.message for problem in report.problems)
    assert any(cell.line == "399" and cell.state == "blank" for cell in report.empty_cells)
    stray = next(problem for problem in report.problems if problem.code == "amount_in_header")
    assert stray.raw_text == "722.31"
    assert stray.line_number == 192


@pytest.mark.skipif(not real_reports(), reason=REASON)
def test_truncated_codes_are_mended_and_marked() -> None:
    report = read(next(path for path in real_reports() if path.stem.startswith("003_")))
    mended = {f.line for f in report.figures if f.repaired == "truncated_code" and f.statement == "expenditure"}
    assert {"2080502", "2080505", "2080704", "2080705", "2210201", "2210202"} <= mended
    torn = [figure for figure in report.figures if figure.repaired == "torn_total"]
    assert {(figure.statement, figure.line) for figure in torn} == {("general_budget_expenditure", "total")}
    assert sorted(figure.raw_text for figure in torn) == ["1,099.73", "100.00", "999.73"]
