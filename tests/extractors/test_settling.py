"""Numbers a recogniser was not sure of: accepted where sums leave no doubt, unread everywhere else."""

from __future__ import annotations

import pytest

from extractors.document import Cell
from extractors.settling import settle_unsure
from extractors.statement import Statement, StatementRow
from schemas.official_forms import forms

MEASURES = ("expenditure_total", "basic_expenditure", "project_expenditure")


def statement(rows: dict[str, tuple[str | tuple[str, ...], ...]]) -> Statement:
    """支出决算表 of a few rows; a tuple in place of a text is a cell that could not be read, with its guesses."""
    made = Statement(forms()["expenditure"], "支出决算表", "万元", 1, 1, columns=MEASURES)
    for line, texts in rows.items():
        cells = {
            measure: Cell("\ufffd" * 4, 0, 0, readable=False, guesses=text)
            if isinstance(text, tuple)
            else Cell(text, 0, 0)
            for measure, text in zip(MEASURES, texts, strict=True)
        }
        made.rows.append(StatementRow(None, line, line, line, cells, 1, None))
    return made


def settled(made: Statement, line: str, measure: str) -> str | None:
    settle_unsure([made])
    cell = next(row.cells[measure] for row in made.rows if row.line == line)
    assert cell.settled == cell.readable
    assert [problem.code for problem in made.problems].count("settled_by_sums") == int(cell.settled)
    return cell.text if cell.settled else None


@pytest.mark.parametrize(
    ("guesses", "expected"),
    [
        (("591.96", "591.96"), "591.96"),  # read twice, met by the row's sum
        (("591.96",), "591.96"),  # read once, met by the row and by the column
        (("591.98", "591.96"), "591.96"),
        (("591.98", "591.98"), None),  # within rounding of the column's sum, but no sum says it to the digit
        (("519.96", "519.96"), None),
        (("591.96", "591.97"), "591.96"),
        ((), None),
    ],
)
def test_a_guess_is_accepted_where_the_sums_meet_it(guesses: tuple[str, ...], expected: str | None) -> None:
    made = statement(
        {
            "total": ("600.00", "8.04", "591.96"),
            "207": ("600.00", "8.04", "591.96"),
            "20701": (guesses, "", "591.96"),
            "20702": ("8.04", "8.04", ""),
        }
    )
    assert settled(made, "20701", "expenditure_total") == expected


def test_one_reading_needs_two_sums() -> None:
    made = statement({"20701": (("591.96",), "", "591.96")})
    assert settled(made, "20701", "expenditure_total") is None


def test_a_guess_that_breaks_a_sum_is_not_accepted() -> None:
    """The row says 591.96, the column something else: whose mistake it is, is not for the recogniser to decide."""
    made = statement(
        {
            "207": ("700.00", "", "591.96"),
            "20701": (("591.96", "591.96"), "", "591.96"),
        }
    )
    assert settled(made, "20701", "expenditure_total") is None


def test_one_settled_cell_lets_the_next_be_settled() -> None:
    made = statement(
        {
            "20701": ("600.00", ("8.04", "8.04"), "591.96"),
            "2070101": ("600.00", ("8.04", "3.04"), ("591.96", "591.96")),
        }
    )
    settle_unsure([made])
    assert [row.cells["basic_expenditure"].text for row in made.rows] == ["8.04", "8.04"]
    assert made.rows[1].cells["project_expenditure"].text == "591.96"


def test_an_amount_that_every_sum_leaves_open_stays_unread() -> None:
    """All of a row unread: the identities have nothing read for certain to lean on."""
    made = statement({"20701": (("9.00", "9.00"), ("4.00", "4.00"), ("5.00", "5.00"))})
    settle_unsure([made])
    assert not any(cell.readable for cell in made.rows[0].cells.values())
