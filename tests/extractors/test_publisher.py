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


def test_the_document_decides_and_not_its_name() -> None:
    data = ("攸县医疗保障局2022年度部门决算\n" + BODY).encode()
    report = extract(data, "2026年某市部门预算.txt")
    assert (report.kind, report.fiscal_year, report.department_name) == ("final_account", 2022, "攸县医疗保障局")


def test_publication_date_on_the_cover_is_not_the_year_of_the_account() -> None:
    report = read(BODY, cover="2024 年度攸县教育局部门决算公开\n2025 年 10 月 15 日\n目录\n")
    assert (report.fiscal_year, str(report.publication_date)) == (2024, "2025-10-15")


@pytest.mark.parametrize("path", budgets() or [pytest.param(None, marks=pytest.mark.skip(reason=REASON))])
def test_budgets_are_recorded_and_not_read(path) -> None:  # type: ignore[no-untyped-def]
    report = extract(path.read_bytes(), path.name)
    assert (report.kind, report.readable) == ("budget", True)
    counted = [report.figures, report.claims, report.quantities, report.empty_cells]
    assert counted == [(), (), (), ()]
    assert [problem.code for problem in report.problems if problem.code == "budget_not_read"]
