"""Standard sentences: amounts with their keys, item paths, roles of numbers, bases of shares."""

from __future__ import annotations

import pytest

from extractors.document import Box, Document, Page, TextLine
from extractors.narrative.claims import read_claims
from extractors.narrative.passages import read_passages
from schemas.records import Claim, Report
from tests.extractors.report_text import codes, read

HEAD = "第三部分 2023年度部门决算情况说明\n"


def stated(report: Report) -> dict[tuple[str, str], str]:
    """(line, measure) → printed amount of the narrative figures."""
    return {(figure.line, figure.measure): figure.raw_text for figure in report.figures if figure.source == "narrative"}


def claims(report: Report, role: str) -> list[Claim]:
    return [claim for claim in report.claims if claim.role == role]


GENERAL = HEAD + "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n"


def test_items_are_resolved_along_their_path() -> None:
    report = read(
        GENERAL
        + "1. 教育支出（类）普通教育（款）学前教育（项）。年初预算为10.00万元，支出决算为12.50万元，完成年初预算的125%。\n"
        "2. 一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为3万元，支出决算为2.5万元。\n"
        "3. 卫生健康支出（类）医疗保障管理事务（款）行政运行（项）。支出决算为1.00万元。\n"
    )
    assert stated(report) == {
        ("2050201", "initial_budget"): "10.00万元",
        ("2050201", "expenditure_total"): "12.50万元",
        ("2010601", "initial_budget"): "3万元",
        ("2010601", "expenditure_total"): "2.5万元",
        ("2101501", "expenditure_total"): "1.00万元",
    }


def test_a_path_may_take_its_class_from_the_heading_above() -> None:
    report = read(
        GENERAL + "2. 卫生健康支出（类）\n（1）行政事业单位医疗（款）行政单位医疗（项）。支出决算为12.8万元。\n"
    )
    assert stated(report)["2101101", "expenditure_total"] == "12.8万元"


def test_a_broken_path_is_mended_only_where_the_name_is_unique() -> None:
    report = read(
        GENERAL + "1. 住房公积金（类）住房公积金（款）住房公积金（项）。支出决算为25万元。\n"
        "2. 没有的类（类）没有的款（款）行政运行（项）。支出决算为7万元。\n"
    )
    assert stated(report) == {("2210201", "expenditure_total"): "25万元"}
    assert codes(report).count("broken_item_path") == 2
    assert [claim.value for claim in claims(report, "current") if claim.line is None and claim.unit == "万元"] == [7]


def test_codes_of_the_year_of_the_report() -> None:
    path = (
        GENERAL
        + "社会保障和就业支出（类）其他社会保障和就业支出（款）其他社会保障和就业支出（项）。支出决算为5万元。\n"
    )
    assert ("2089999", "expenditure_total") in stated(read(path))
    old = read(path.replace("2023", "2019"), cover="某县教育局2019年度部门决算\n\n")
    assert ("2089901", "expenditure_total") in stated(old)


def test_printed_unit_counts_even_where_it_is_wrong() -> None:
    report = read(GENERAL + "教育支出（类）普通教育（款）学前教育（项）。年初预算为0.48万元，支出决算为0.48元。\n")
    figure = next(figure for figure in report.figures if figure.measure == "expenditure_total")
    assert (figure.declared_unit, str(figure.amount_yuan)) == ("元", "0.48")


def test_totals_of_both_sides_and_comparisons() -> None:
    report = read(
        HEAD
        + "一、收入支出决算总体情况说明\n2023年度收、支总计均为1919.15万元。与2022年收入1631.61万元，支出1656.57万元相比，"
        "收入增加287.54万元，支出增加262.58万元，分别增长17.62%、增长15.85%。\n"
    )
    assert {line for line, _ in stated(report)} == {"revenue_grand_total", "expenditure_grand_total"}
    assert [str(claim.value) for claim in claims(report, "prior")] == ["1631.61", "1656.57"]
    differences = claims(report, "difference")
    assert [(str(claim.value), claim.direction, claim.base) for claim in differences] == [
        ("287.54", "增加", "prior"),
        ("262.58", "增加", "prior"),
    ]
    first, second = claims(report, "growth")
    assert first.group == differences[0].group
    assert second.group == differences[1].group != first.group


def test_shares_carry_the_amount_they_refer_to() -> None:
    report = read(
        HEAD
        + "三、支出决算情况说明\n本年支出合计200.00万元，其中：基本支出150.00万元，占75.00%；项目支出50.00万元，占本年支出合计的25%。\n"
    )
    bases = claims(report, "share_base")
    assert [(str(claim.value), claim.group) for claim in bases] == [
        ("200.00", claim.group) for claim in claims(report, "share")
    ]


def test_budget_of_another_year_or_a_part_of_an_item_is_not_the_item() -> None:
    report = read(
        HEAD
        + "七、财政拨款“三公”经费支出决算情况说明\n公务接待费预算为2.00万元，支出决算为1.27万元，完成预算的63.5%，比上年减少0.10万元。"
        "国内公务接待支出1.00万元，外事接待支出0.27万元。2022年公务接待费支出决算为1.37万元。\n"
    )
    assert stated(report) == {
        ("total", "budget_official_reception"): "2.00万元",
        ("total", "final_official_reception"): "1.27万元",
    }


def test_an_amount_without_unit_takes_that_of_its_paragraph_and_is_marked() -> None:
    report = read(
        HEAD + "三、支出决算情况说明\n本年支出合计200.00万元，其中：基本支出150.00，占75.00%；项目支出50.00万元。\n"
    )
    figure = next(figure for figure in report.figures if figure.measure == "basic_expenditure")
    assert (figure.repaired, str(figure.amount_yuan)) == ("unit_missing", "1500000.00")
    assert "unit_missing_in_text" in codes(report)


def test_attachments_yield_claims_only() -> None:
    report = read(
        HEAD
        + "三、支出决算情况说明\n本年支出合计200.00万元。\n第四部分 附件\n二、支出决算情况\n本年支出合计999.00万元。\n"
    )
    assert stated(report) == {("total", "expenditure_total"): "200.00万元"}
    assert any(str(claim.value) == "999.00" and not claim.in_main_narrative for claim in report.claims)


@pytest.mark.parametrize(
    ("sentence", "quantity", "value"),
    [
        ("国内公务接待24批次，120人次（不包括陪同人员）。", "reception_batches", "24"),
        ("国内公务接待24批次，120人次（不包括陪同人员）。", "reception_persons", "120"),
        ("截至2023年12月31日，本部门共有车辆3辆。", "vehicles_owned", "3"),
        ("本部门共有编制人数41人，实有人数39人。", "staff_actual", "39"),
    ],
)
def test_quantities(sentence: str, quantity: str, value: str) -> None:
    report = read(HEAD + "三、支出决算情况说明\n本年支出合计200.00万元。\n" + sentence + "\n")
    assert {found.quantity: str(found.value) for found in report.quantities}[quantity] == value


def test_a_figure_of_the_text_has_the_box_and_the_reader_of_its_line() -> None:
    box = Box(72.0, 100.0, 500.0, 112.0)
    lines = ("第三部分 2024年度部门决算情况说明", "一、收入支出决算总体情况说明", "2024年度收、支总计5.00万元。")
    blocks = tuple(TextLine(2, text, box if "总计" in text else None) for text in lines)
    document = Document("a.pdf", "0" * 64, "application/pdf", "pdfium", (Page(2, 595, 842, blocks, reader="rapidocr"),))
    figures = read_claims(read_passages(document), [], 2024, document.readers()).figures
    assert {(figure.reader, figure.x0, figure.y1, figure.page) for figure in figures} == {("rapidocr", 72.0, 112.0, 2)}
