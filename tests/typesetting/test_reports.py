"""The data of the sample reports: keys of the vocabulary, amounts that are numbers, and sums that hold as printed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from tests.typesetting.forms import FORMS
from tests.typesetting.reports import PrintedFigure, ReportPlan, load_report, report_keys

VOCABULARY = Path(__file__).parents[2] / "schemas" / "vocabulary"
HALF_UNIT = Decimal("0.005")

#: Figures that each statement prints, in printed order, counted by hand in the published reports.
FIGURE_COUNTS = {
    "haidong_2024": (11, 56, 57, 17, 57, 31, 0, 0, 6, 0, 4),
    "huangpi_2024": (8, 42, 45, 13, 45, 25, 0, 0, 0),
    "youxian_2024": (8, 32, 36, 13, 36, 28, 0, 2, 4),
    "zengdu_2022": (42, 42, 36, 125, 18, 83, 0, 0, 12),
}


def _vocabulary(name: str, *columns: str) -> set[tuple[str, ...]]:
    with (VOCABULARY / name).open(encoding="utf-8", newline="") as handle:
        return {tuple(row[column] for column in columns) for row in csv.DictReader(handle)}


def _by_measure(figures: Iterable[PrintedFigure], statement: str) -> dict[str, dict[str, Decimal]]:
    table: dict[str, dict[str, Decimal]] = {}
    for figure in figures:
        if figure.statement == statement:
            table.setdefault(figure.measure, {})[figure.line] = figure.amount
    return table


def _parts_agree(total: Decimal, parts: list[Decimal]) -> bool:
    return abs(total - sum(parts)) <= (len(parts) + 1) * HALF_UNIT


@pytest.mark.parametrize("key", report_keys())
def test_figures_stand_under_keys_of_the_vocabulary(key: str) -> None:
    report = load_report(key)
    statements = _vocabulary("statements.csv", "statement")
    measures = _vocabulary("measures.csv", "statement", "measure")
    lines = _vocabulary("lines.csv", "statement", "side", "line")
    for figure in report.figures():
        assert (figure.statement,) in statements
        assert (figure.statement, figure.measure) in measures, figure
        assert figure.line.isdigit() or (figure.statement, figure.side or "", figure.line) in lines, figure


@pytest.mark.parametrize("key", report_keys())
def test_no_figure_is_given_twice(key: str) -> None:
    figures = load_report(key).figures()
    counts = Counter((one.statement, one.side, one.line, one.measure) for one in figures)
    assert [place for place, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("key", FIGURE_COUNTS)
def test_as_many_figures_as_the_published_report_prints(key: str) -> None:
    report = load_report(key)
    counts = Counter(figure.statement for figure in report.figures())
    assert tuple(counts[plan.statement] for plan in report.plan.statements) == FIGURE_COUNTS[key]


@pytest.mark.parametrize("key", [key for key in report_keys() if load_report(key).plan.statements])
def test_codes_add_up_to_their_parents_as_published(key: str) -> None:
    figures = load_report(key).figures()
    evaluated = 0
    for statement in ("revenue", "expenditure", "general_budget_expenditure"):
        for measure, amounts in _by_measure(figures, statement).items():
            for line, amount in amounts.items():
                depth = 3 if line == "total" else len(line) + 2
                prefix = "" if line == "total" else line
                parts = [amounts[c] for c in amounts if c.isdigit() and len(c) == depth and c.startswith(prefix)]
                if depth <= 7:
                    assert _parts_agree(amount, parts), (statement, measure, line)
                    evaluated += 1
    assert evaluated >= 9


@pytest.mark.parametrize("key", [key for key in report_keys() if load_report(key).plan.statements])
def test_economic_codes_add_up_as_published(key: str) -> None:
    amounts = _by_measure(load_report(key).figures(), "general_budget_basic_expenditure")["final_amount"]
    for parent in ("301", "302", "303", "310"):
        parts = [amount for code, amount in amounts.items() if len(code) == 5 and code.startswith(parent)]
        assert _parts_agree(amounts.get(parent, Decimal(0)), parts), parent
    assert _parts_agree(amounts["personnel_total"], [amounts.get("301", Decimal(0)), amounts.get("303", Decimal(0))])
    public = [amounts.get(code, Decimal(0)) for code in ("302", "307", "310", "399")]
    assert _parts_agree(amounts["public_total"], public)


def test_both_summaries_print_the_classes_of_the_expenditure_statement() -> None:
    figures = load_report("haidong_2024").figures()
    classes = dict(_by_measure(figures, "expenditure")["expenditure_total"].items())
    summary = _by_measure(figures, "revenue_expenditure_summary")["amount"]
    for line in ("208", "210", "221"):
        assert summary[line] == classes[line]


def test_every_form_is_a_statement_of_the_vocabulary() -> None:
    assert {(statement,) for statement in FORMS} == _vocabulary("statements.csv", "statement")


def test_an_unknown_word_in_a_plan_is_refused() -> None:
    source = 'file_name="a.pdf"\ndepartment="x"\nfiscal_year=2024\nunit="万元"\ncover=[]\ncolour=1\n'
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.toml.decode(source, type=ReportPlan)
