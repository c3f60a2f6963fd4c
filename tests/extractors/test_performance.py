"""Self-evaluations of projects: name, annual budget, executed amount and rate of each, wherever the summary stands."""

from __future__ import annotations

import pytest

from extractors.document import TextLine
from extractors.narrative.passages import Passage
from extractors.narrative.performance import read_projects

SUMMARY = "医保宣传项目绩效自评综述:项目全年预算数为5元,实际支出4.50万元,结转0万元,完成年度预算的90%。"


def passage(*lines: str, heading: str = "") -> Passage:
    """A passage whose lines begin where the strings do."""
    found = Passage(None, heading, False)
    for line in lines:
        found.add(line, TextLine(1, line))
    return found


def told(found: Passage) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(one.name, [(role, token.raw) for role, token in one.numbers]) for one in read_projects(found)]


NUMBERS = [("adjusted_budget", "5元"), ("current", "4.50万元"), ("completion", "90%")]


@pytest.mark.parametrize("number", ["", "1.", "(二)", "三、"])
def test_a_summary_with_its_numbers(number: str) -> None:
    assert told(passage(number + SUMMARY)) == [("医保宣传", NUMBERS)]


def test_a_table_before_the_summary_is_not_its_name() -> None:
    assert told(passage("项目支出绩效自评表(2024年度)", "2." + SUMMARY)) == [("医保宣传", NUMBERS)]


def test_the_name_may_stand_in_the_heading() -> None:
    found = passage(SUMMARY.partition(":")[2], heading="一、医保宣传项目绩效自评综述")
    assert told(found) == [("医保宣传", NUMBERS)]


def test_each_summary_has_its_own_numbers() -> None:
    other = "基金监管项目绩效自评综述:项目全年预算数为9万元,执行数为9万元,完成预算100%。"
    assert [name for name, _ in told(passage("1." + SUMMARY, "2." + other))] == ["医保宣传", "基金监管"]


@pytest.mark.parametrize(
    "text",
    [
        "医保宣传项目绩效自评综述:完成较好。",
        "绩效自评情况:共涉及资金670.07万元。",
        "医保宣传项目绩效自评综述:全年预算数为5万元。",
    ],
)
def test_without_name_budget_and_amount_there_is_no_project(text: str) -> None:
    assert told(passage(text)) == []
