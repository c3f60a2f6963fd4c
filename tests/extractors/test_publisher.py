"""Who, where, when, what kind and which scope."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from tests.extractors.report_text import read
from tests.real_reports import REASON, budgets

BODY = "支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t1.00\t1.00\t\n205\t教育支出\t1.00\t1.00\t\n"


@pytest.mark.parametrize(
    ("cover", "department", "code", "scope"),
    [
        ("2024年度\n攸县医疗保障局部门决算\n", "攸县医疗保障局", "430223", "unknown"),
        ("曾都区医疗保障局（汇总）2022 年度部门决算\n", "曾都区医疗保障局", "421303", "consolidated"),
        ("佛山市禅城区教育局（本级）2023年度部门决算\n", "佛山市禅城区教育局", "440604", "unit"),
        ("上海市普陀区财政局\n2024年度部门决算\n", "上海市普陀区财政局", "310107", "unknown"),
        ("浙江省舟山市普陀区财政局2024年度部门决算\n", "浙江省舟山市普陀区财政局", "330903", "unknown"),
        ("国家统计局2023年度部门决算\n", "国家统计局", None, "unknown"),
        ("教育部2023年度部门决算\n", "教育部", None, "unknown"),
        ("二〇二三年度攸县水利局部门决算\n", "攸县水利局", "430223", "unknown"),
        ("2023年度攸县渌田镇部门决算\n第一部分 攸县渌田镇人民政府概况\n", "攸县渌田镇人民政府", "430223", "unknown"),
        ("攸县体育局(攸县体育中心)2023年度部门决算\n", "攸县体育局", "430223", "unknown"),
        ("攸县第101中学2023年度部门决算\n", "攸县第101中学", "430223", "unknown"),
        ("2023年度攸县120急救指挥中心部门决算\n", "攸县120急救指挥中心", "430223", "unknown"),
        ("攸县第3人民医院\n2023年度部门决算\n", "攸县第3人民医院", "430223", "unknown"),
        ("1.攸县体育局2023年度部门决算\n", "攸县体育局", "430223", "unknown"),
        ("攸县2023年度医疗保障局部门决算\n", "医疗保障局", None, "unknown"),
        (
            "中国共产党三江侗族自治县委员会宣传部2023年度部门决算\n",
            "中国共产党三江侗族自治县委员会宣传部",
            "450226",
            "unknown",
        ),
        ("民盟株洲市委员会2023年度部门决算\n", "民盟株洲市委员会", "430200", "unknown"),
        ("新疆库车市财政局2023年度部门决算\n", "新疆库车市财政局", "652902", "unknown"),
        ("黔南州林业局2023年度部门决算\n", "黔南州林业局", "522700", "unknown"),
        ("上海市普陀区\n体育局\n2023年度部门决算\n", "上海市普陀区体育局", "310107", "unknown"),
        ("信息公开年报\n攸县体育局\n2023年度部门决算\n", "攸县体育局", "430223", "unknown"),
        (
            "攸县体育局2023年度决算公开说明 (目录) 第一部分:基本情况 一、部门主要职能 二、部门和所属预算单位机构设置情况 三、人员\n",
            "攸县体育局",
            "430223",
            "unknown",
        ),
    ],
)
def test_department_division_and_scope(cover: str, department: str, code: str | None, scope: str) -> None:
    report = read(BODY, cover=cover)
    assert (report.department_name, report.division_code, report.scope) == (department, code, scope)


def test_an_ambiguous_place_is_settled_by_context_or_left_open() -> None:
    cover = "普陀区财政局2024年度部门决算\n"
    left_open = read(BODY, cover=cover)
    assert left_open.division_code is None
    assert "division_ambiguous" in {problem.code for problem in left_open.problems}
    settled = read(BODY + "\n依据舟山市人民政府的规定编制。\n", cover=cover)
    assert settled.division_code == "330903"


def test_a_division_abolished_before_anybody_published_is_no_candidate() -> None:
    """奉新县 lay in 宜春地区 until 2000; the tables alone name no year."""
    report = read("奉新县文化和旅游局部门决算\n" + BODY, cover="")
    assert (report.fiscal_year, report.division_code) == (None, "360921")


def test_the_document_decides_and_not_its_name() -> None:
    data = ("攸县医疗保障局2022年度部门决算\n" + BODY).encode()
    report = extract(data, "2026年某市部门预算.txt")
    assert (report.kind, report.fiscal_year, report.department_name) == ("final_account", 2022, "攸县医疗保障局")


def test_publication_date_on_the_cover_is_not_the_year_of_the_account() -> None:
    report = read(BODY, cover="2024 年度攸县教育局部门决算公开\n2025 年 10 月 15 日\n目录\n")
    assert (report.fiscal_year, str(report.publication_date)) == (2024, "2025-10-15")


def test_a_date_beside_the_title_is_not_the_year_of_the_account() -> None:
    report = read(BODY, cover="攸县教育局2023年度部门决算\n2024年9月\n目录\n")
    assert report.fiscal_year == 2023
    numerals = read(BODY, cover="二〇二四年八月\n攸县教育局二〇二三年度部门决算\n目录\n")
    assert numerals.fiscal_year == 2023


def test_the_department_may_stand_in_the_headings_of_the_parts_alone() -> None:
    report = read(BODY + "第二部分 攸县教育局2023年度部门决算表\n", cover="目录\n第一部分 攸县教育局单位概况\n")
    assert (report.department_name, report.fiscal_year) == ("攸县教育局", 2023)


@pytest.mark.parametrize("path", budgets() or [pytest.param(None, marks=pytest.mark.skip(reason=REASON))])
def test_budgets_are_recorded_and_not_read(path) -> None:  # type: ignore[no-untyped-def]
    report = extract(path.read_bytes(), path.name)
    assert (report.kind, report.readable) == ("budget", True)
    counted = [report.figures, report.claims, report.quantities, report.empty_cells]
    assert counted == [(), (), (), ()]
    assert [problem.code for problem in report.problems if problem.code == "budget_not_read"]
