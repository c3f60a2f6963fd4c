"""The reading that satisfies the identities wins: a witness's amount takes the place of ours, and says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from schemas.records import Report
from tests.rules.builder import Build
from tests.rules.test_findings import fill
from tests.rules.test_trust import pdf_with_error, second_reading


class Witnesses:
    """A second and a third reader, and what they were asked."""

    def __init__(self, second: Report, third: Report | None = None) -> None:
        self.second, self.last = second, third
        self.asked: list[str] = []

    def __call__(self, sha256: str, pages: tuple[int, ...]) -> Report | None:
        self.asked.append("second")
        return self.second

    def third(self, sha256: str, pages: tuple[int, ...]) -> Report | None:
        self.asked.append("third")
        return self.last


def cell(build: Build) -> dict[str, Any]:
    """The basic expenditure of 2080505 in the expenditure statement, where the error was put."""
    found = build.select(
        "SELECT f.*, v.verification FROM figure AS f JOIN figure_verification AS v USING (figure_id) "
        "WHERE line = '2080505' AND measure = 'basic_expenditure' AND repaired IS NOT NULL"
    )
    assert len(found) == 1, found
    return found[0]


def settled(build: Build) -> list[dict[str, Any]]:
    return build.select("SELECT * FROM problem WHERE code = 'reread'")


def test_the_witness_that_satisfies_the_identities_wins() -> None:
    build, _ = pdf_with_error()
    witnesses = Witnesses(second_reading(build, line_2080505="5.00"), second_reading(build, line_2080505="5.00"))
    assert build.reconcile(witnesses).findings() == []
    assert witnesses.asked == ["second", "third"]
    assert (cell(build)["amount_yuan"], cell(build)["repaired"]) == (Decimal("50000.00"), "reread")
    assert cell(build)["verification"] == "proven"
    (problem,) = settled(build)
    assert problem["severity"] == "warning"
    assert "we read '50.00'" in problem["message"]
    assert "identities that failed hold with it" in problem["message"]


def test_the_third_reader_decides_where_the_second_is_wrong_too() -> None:
    build, _ = pdf_with_error()
    build.reconcile(Witnesses(second_reading(build, line_2080505="7.00"), second_reading(build, line_2080505="5.00")))
    assert build.findings() == []
    assert cell(build)["amount_yuan"] == Decimal("50000.00")


@pytest.mark.parametrize("amount", ["7.00", "0.00"])
def test_a_witness_that_satisfies_nothing_changes_nothing(amount: str) -> None:
    build, _ = pdf_with_error()
    reading = second_reading(build, line_2080505=amount)
    (finding,) = build.reconcile(Witnesses(reading, reading)).findings()
    assert finding["blame"] == "extraction"
    assert settled(build) == []


def test_a_witness_never_changes_what_the_identities_confirm() -> None:
    build = Build()
    fill(build.report(media_type="application/pdf"), "", "", "")
    before = build.select("SELECT figure_id, amount_yuan FROM figure ORDER BY figure_id")
    build.reconcile(Witnesses(second_reading(build, line_2080505="50.00")))
    assert build.select("SELECT figure_id, amount_yuan FROM figure ORDER BY figure_id") == before
    assert settled(build) == []


def test_the_third_reader_is_not_asked_where_the_second_agrees() -> None:
    build, _ = pdf_with_error()
    witnesses = Witnesses(second_reading(build))
    (finding,) = build.reconcile(witnesses).findings()
    assert (finding["blame"], witnesses.asked) == ("publisher", ["second"])
