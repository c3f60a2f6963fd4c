"""Headings of statements: told by their title, whatever number, year or department stands around it."""

from __future__ import annotations

import pytest

from extractors.numbers import unit_behind
from extractors.titles import empty_note, statement_title


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        ("收入支出决算总表", "revenue_expenditure_summary"),
        ("一、收入支出决算总表", "revenue_expenditure_summary"),
        ("2024 年度收入支出决算总表", "revenue_expenditure_summary"),
        ("财政拨款收入支出决算总表", "appropriation_summary"),
        ("24 年度一般公共预算财政拨款基本支出决算明细表", "general_budget_basic_expenditure"),
        ("公开07表 政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("财政拨款“三公”经费支出决算表", "three_public"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "three_public"),
        ("某县教育局2023年度支出决算表", "expenditure"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital"),
        ("收入支出决算总表.....5", "revenue_expenditure_summary"),
        ("一般公共预算财政拨款支出决算表", "general_budget_expenditure"),
        ("表七：一般公共预算财政拨款安排的“三公”经费支出决算表", "three_public"),
        ("七、一般公共预算支出决算表（功能科目）", "general_budget_expenditure"),
        ("一般公共预算财政拨款支出决算表（一）", "general_budget_expenditure"),
        ("一般公共预算财政拨款支出决算表（二）", "general_budget_basic_expenditure"),
        ("财政拨款收入支出决算表", "appropriation_summary"),
        ("收入支出决算表", "revenue_expenditure_summary"),
        ("财政拨款“三公”经费、会议费和培训费支出决算表", "three_public"),
        ("公开10表 一般公共预算“三公”经费、会议费及培训费支出决算表", "three_public"),
        ("“三公”经费及机关运行经费支出情况表", "three_public"),
        ("“三公”经费、会议费、培训费情况表", "three_public"),
        ("一般公共预算财政拨款基本支出决算表（部门预算经济分类）", "general_budget_basic_expenditure"),
        ("政府性基金支出决算表", "government_fund"),
        ("般公共预算财政拨款支出决算表", "general_budget_expenditure"),
        ("－般公共预算财政拔款支出决算表", "general_budget_expenditure"),
        ("收人支出决箅总表", "revenue_expenditure_summary"),
        ("某县人民政府办公室收人决算表", "revenue"),
        ("二〇二三年度收入支出决算总表", "revenue_expenditure_summary"),
        ("2023年度某市第一中学支出决算表", "expenditure"),
        ("某大学收入决算表", "revenue"),
        ("中国共产党某县委员会宣传部财政拨款收入支出决算总表", "appropriation_summary"),
        ("《一般公共预算财政拨款支出决算表》", "general_budget_expenditure"),
        ("——支出决算表——", "expenditure"),
        ("★收入支出决算总表（公开表）", "revenue_expenditure_summary"),
        ("Z01 收入支出决算总表", "revenue_expenditure_summary"),
        ("收入支出决算总表（单位：万元）", "revenue_expenditure_summary"),
    ],
)
def test_titles(line: str, statement: str) -> None:
    title = statement_title(line)
    assert title is not None
    assert title[0].statement == statement


@pytest.mark.parametrize(
    "line",
    [
        "一、收入支出决算总体情况说明",
        "2024年度部门决算表",
        "项目支出绩效自评表",
        "政府性基金收入决算表",
        "收入决算表（按单位列示）",
        "五、财政拨款支出决算表（功能科目）",
        "注：本表反映部门本年度取得的各项收入情况。",
        "公开 03 表",
        "事业收入决算表",
        "2023年财政专户资金收入决算表",
        "社会保险基金收入支出决算总表",
        "一般公共预算转移支付支出决算表",
    ],
)
def test_other_lines_are_no_titles(line: str) -> None:
    assert statement_title(line) is None


def test_notes_of_emptiness() -> None:
    assert empty_note("说明：我单位没有使用国有资本经营预算安排的支出，故本表无数据。") is not None
    assert empty_note("本部门 2024 年度无政府性基金预算财政拨款收入支出。") is not None
    assert empty_note("注：本表反映部门本年度各项支出情况。") is None


def test_the_unit_behind_a_heading() -> None:
    assert unit_behind("收入支出决算总表（万元）") == "万元"
    assert unit_behind("收入支出决算总表（金额单位：元）") == "元"
    assert unit_behind("收入支出决算总表（公开表）") is None
