"""Wordings of the narrative that differ between provinces: lists of two totals, reasons, brackets, quotation marks,
comparisons with the budget, funds, parts and sections."""

from __future__ import annotations

import pytest

from schemas.records import Report
from tests.extractors.report_text import amounts, read

HEAD = "第三部分 2023年度部门决算情况说明\n"
GENERAL = HEAD + "五、一般公共预算财政拨款支出决算情况说明\n"
FUND = HEAD + "八、政府性基金预算财政拨款收入支出决算情况说明\n"
THREE = HEAD + "七、财政拨款“三公”经费支出决算情况说明\n"


def stated(report: Report) -> dict[tuple[str, str, str], str]:
    """(statement, line, measure) → the last printed amount of the narrative figures."""
    return {
        (figure.statement, figure.line, figure.measure): figure.raw_text
        for figure in report.figures
        if figure.source == "narrative"
    }


def of(report: Report, statement: str) -> dict[tuple[str, str], str]:
    """(line, measure) → printed amount of the narrative figures of a statement."""
    return {(line, measure): raw for (found, line, measure), raw in stated(report).items() if found == statement}


def roles(report: Report, line: str) -> list[tuple[str, str | None, str]]:
    """(role, base, printed) of all claims about a line, without bases of shares."""
    return [
        (claim.role, claim.base, claim.raw_text)
        for claim in report.claims
        if claim.line == line and claim.role != "share_base"
    ]


@pytest.mark.parametrize("joint", ["，", "、", "和"])
def test_two_totals_in_one_list_are_one_each(joint: str) -> None:
    report = read(HEAD + f"一、收入支出决算总体情况说明\n2023年度收、支总计各是12.50{joint}13.75万元。\n")
    assert stated(report) == {
        ("revenue_expenditure_summary", "revenue_grand_total", "amount"): "12.50",
        ("revenue_expenditure_summary", "expenditure_grand_total", "amount"): "13.75万元",
    }


def test_one_total_of_both_sides_before_a_comma_counts_for_both() -> None:
    report = read(HEAD + "一、收入支出决算总体情况说明\n2023年度收、支总计均为12.50万元，2022年为11.00万元。\n")
    assert set(stated(report).values()) == {"12.50万元"}
    assert len(stated(report)) == 2


@pytest.mark.parametrize(
    "item",
    [
        "1.“教育支出（类）普通教育（款）小学教育（项）”8.00万元，主要用于：学校运转。",
        "1、教育支出（205类）普通教育（20502款）小学教育（2050202项）决算支出8.00万元。",
        "（一）教育支出（类）\n1.普通教育（款）小学教育（项）。支出决算8.00万元。",
        "（一）教育支出（类）\n普通教育（款）\n1.小学教育（项）。当年支出决算为8.00万元。",
    ],
)
def test_items_with_marks_codes_and_headings_above(item: str) -> None:
    report = read(GENERAL + item + "\n")
    assert of(report, "general_budget_expenditure") == {("2050202", "expenditure_total"): "8.00万元"}


def test_classes_in_quotation_marks_and_groups_with_amounts() -> None:
    report = read(
        GENERAL + "1、“教育支出”（类）2023年度决算9.00万元，比2023年年初预算增加1.00万元，增长12.5%。其中：\n"
        "“普通教育”（款）2023年度决算8.00万元。\n"
    )
    assert of(report, "general_budget_expenditure") == {
        ("205", "expenditure_total"): "9.00万元",
        ("20502", "expenditure_total"): "8.00万元",
    }
    assert ("difference", "budget", "1.00万元") in roles(report, "205")


def test_amounts_of_a_reason_belong_to_nobody() -> None:
    report = read(
        GENERAL + "1.教育支出（类）普通教育（款）小学教育（项）。年初预算为7.00万元，支出决算为8.00万元。"
        "决算数大于年初预算数的主要原因是新增设备0.80万元，增加人员经费0.20万元。较上年增加0.50万元，增长6.67%。\n"
    )
    assert [printed for _, _, printed in roles(report, "2050202") if printed.endswith("元")] == [
        "7.00万元",
        "8.00万元",
        "0.50万元",
    ]


def test_a_change_belongs_to_the_subject_it_names_across_the_comparison() -> None:
    report = read(
        THREE + "“三公”经费支出年初预算为5.00万元，支出决算为4.00万元，其中：公务接待费支出决算为1.00万元。"
        "2023年度“三公”经费财政拨款支出决算数比2022年度减少0.50万元，下降11.11%。\n"
    )
    changed = [claim.measure for claim in report.claims if claim.role in ("difference", "growth")]
    assert changed == ["final_total", "final_total"]


def test_brackets_do_not_end_what_the_sentence_speaks_of() -> None:
    report = read(
        THREE
        + "1.公务接待费支出预算3.00万元（其中：一般公共预算支出3.00万元；政府性基金预算支出0万元），支出决算2.00万元"
        "（含外宾接待支出0万元），完成预算的66.67%。\n"
    )
    assert of(report, "three_public") == {
        ("total", "budget_official_reception"): "3.00万元",
        ("total", "final_official_reception"): "2.00万元",
    }
    assert roles(report, "total")[-1] == ("completion", "budget", "66.67%")


def test_paragraphs_headed_by_an_item_and_compared_with_its_budget() -> None:
    report = read(
        THREE + "1.因公出国（境）费用。2023年决算数0万元，与2023年年初预算数0万元持平。\n"
        "2.公务接待费。2023年决算数0.50万元，比2023年年初预算数2.00万元减少1.50万元。\n"
    )
    assert of(report, "three_public") == {
        ("total", "final_overseas_travel"): "0万元",
        ("total", "budget_overseas_travel"): "0万元",
        ("total", "final_official_reception"): "0.50万元",
        ("total", "budget_official_reception"): "2.00万元",
    }


def test_reception_of_foreign_guests_is_not_reception() -> None:
    report = read(
        THREE + "3.公务接待费支出2.00万元。其中：国内公务接待支出2.00万元，接待30批次，200人次；"
        "国（境）外公务接待支出0.30万元，接待1批次，2人次。\n"
    )
    assert of(report, "three_public") == {("total", "final_official_reception"): "2.00万元"}
    assert [(quantity.quantity, int(quantity.value)) for quantity in report.quantities] == [
        ("reception_batches", 30),
        ("reception_persons", 200),
    ]


def test_items_of_funds_are_no_totals() -> None:
    report = read(
        FUND + "政府性基金预算财政拨款收入6.00万元，支出5.00万元，年末结转和结余1.00万元。具体情况如下：\n"
        "1.城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项）。年初预算为0万元，支出决算为5.00万元。\n"
    )
    assert of(report, "government_fund") == {
        ("total", "revenue_total"): "6.00万元",
        ("total", "expenditure_total"): "5.00万元",
        ("total", "closing_balance"): "1.00万元",
        ("2120803", "expenditure_total"): "5.00万元",
    }


def test_other_money_is_not_the_general_budget() -> None:
    report = read(
        HEAD + "六、一般公共预算财政拨款基本支出决算情况说明\n使用一般公共预算财政拨款安排基本支出9.00万元，"
        "使用政府性基金财政拨款安排基本支出0.40万元。\n"
    )
    assert set(stated(report).values()) == {"9.00万元"}


def test_an_excess_over_the_budget_is_a_difference() -> None:
    report = read(GENERAL + "一般公共预算财政拨款支出9.00万元，决算数大于预算数1.00万元。\n")
    assert [(claim.role, claim.base) for claim in report.claims if claim.raw_text == "1.00万元"] == [
        ("difference", "budget")
    ]


def test_income_and_expenditure_alone_and_of_something_else() -> None:
    report = read(
        HEAD + "二、收入决算情况说明\n2023年度，本单位收入为9.50万元，其中利息收入0.10万元。\n"
        "三、支出决算情况说明\n本部门支出9.00万元。其中：基本支出8.00万元；基本建设类项目支出0.50万元。\n"
    )
    assert stated(report) == {
        ("revenue", "total", "revenue_total"): "9.50万元",
        ("expenditure", "total", "expenditure_total"): "9.00万元",
        ("expenditure", "total", "basic_expenditure"): "8.00万元",
    }


def test_headings_that_only_end_like_a_section_open_none() -> None:
    report = read(THREE + "（三）会议费支出决算情况说明\n支出决算4.00万元，完成预算的80%。\n")
    assert ("expenditure", "total", "expenditure_total") not in stated(report)


def test_a_part_of_other_important_matters_is_main_narrative() -> None:
    report = read(
        "第四部分 2023年度其他重要事项的情况说明\n一、机关运行经费支出情况\n机关运行经费，合计2.00万元。\n",
        cover="攸县教育局2023年度部门决算\n" + HEAD + "三、支出决算情况说明\n本年支出合计9.00万元。\n",
    )
    assert ("agency_operation", "total", "final_amount") in stated(report)


def test_all_appropriations_beside_the_general_budget() -> None:
    report = read(
        HEAD + "五、财政拨款支出决算情况说明\n2023年度财政拨款支出决算12.00万元。其中：\n（一）教育支出（类）\n"
        "1.普通教育（款）小学教育（项）。支出决算8.00万元。\n"
        "（二）社会保障和就业支出（类）\n1.财政对基本养老保险基金的补助（款）财政对企业职工基本养老保险基金的补助（项）。支出决算1.00万元。\n"
        "（三）城乡社区支出（类）\n1.国有土地使用权出让收入安排的支出（款）征地和拆迁补偿支出（项）。支出决算3.00万元。\n"
        "六、一般公共预算支出决算情况说明\n2023年度一般公共预算财政拨款支出决算9.00万元。\n"
    )
    assert stated(report) == {
        ("appropriation_summary", "expenditure_total", "total"): "12.00万元",
        ("general_budget_expenditure", "total", "expenditure_total"): "9.00万元",
        # Items are of one budget by their code: that of the fund is none of statement 05.
        ("general_budget_expenditure", "2050202", "expenditure_total"): "8.00万元",
        ("general_budget_expenditure", "2082601", "expenditure_total"): "1.00万元",
    }


def test_economic_codes_behind_the_words_that_list_them() -> None:
    report = read(
        HEAD
        + "六、一般公共预算财政拨款基本支出决算情况说明\n人员经费9.00万元，主要包括基本工资5.00万元、津贴补贴2.00万元；"
        "公用经费1.00万元。\n（一）工资福利支出9.00万元。\n"
    )
    assert of(report, "general_budget_basic_expenditure") == {
        ("personnel_total", "final_amount"): "9.00万元",
        ("30101", "final_amount"): "5.00万元",
        ("30102", "final_amount"): "2.00万元",
        ("public_total", "final_amount"): "1.00万元",
        ("301", "final_amount"): "9.00万元",
    }


def test_a_template_with_both_directions_says_neither() -> None:
    report = read(THREE + "公务接待费支出1.00万元，公务接待费支出决算增加/减少0.20万元。\n")
    assert [(claim.measure, claim.direction) for claim in report.claims if claim.role == "difference"] == [
        ("final_official_reception", None)
    ]


def test_tables_by_unit_and_titles_with_a_grain() -> None:
    header = (
        "科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入\n"
    )
    by_unit = "单位名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入\n合计\t7.00\t7.00\n甲校\t7.00\t7.00\n"
    report = read(
        "收入决算表（按功能分类列示）\n单位：万元\n" + header + "合计\t\t7.00\t7.00\n205\t教育支出\t7.00\t7.00\n\n"
        "收入决算表（按单位列示）\n单位：万元\n" + by_unit
    )
    assert amounts(report, "revenue") == {
        ("total", "revenue_total"): "7.00",
        ("total", "fiscal_appropriation"): "7.00",
        ("205", "revenue_total"): "7.00",
        ("205", "fiscal_appropriation"): "7.00",
    }
    assert [problem.code for problem in report.problems if "按单位" in problem.message] == ["table_not_read"]


def test_a_report_of_the_three_public_expenses_alone() -> None:
    report = read(
        "二、2023年度一般公共预算及政府性基金财政拨款“三公”经费支出决算情况说明\n"
        "“三公”经费支出年初预算5.00万元，支出决算4.00万元。\n四、名词解释\n公务接待费支出9.00万元。\n",
        cover="攸县人民法院2023年度\n一般公共预算及政府性基金财政\n拨款“三公”经费支出决算情况说明\n",
    )
    assert report.department_name == "攸县人民法院"
    assert of(report, "three_public") == {("total", "budget_total"): "5.00万元", ("total", "final_total"): "4.00万元"}


def test_a_section_of_income_and_expenditure_of_the_general_budget_names_its_classes() -> None:
    report = read(
        HEAD
        + "（三）一般公共预算财政拨款收入支出决算情况说明。\n2.支出情况。2023年度一般公共预算财政拨款支出9.00万元。\n"
        "（1）教育支出8.00万元，占88.89%，较年初预算数增加1.00万元。\n"
    )
    assert of(report, "general_budget_expenditure") == {
        ("total", "expenditure_total"): "9.00万元",
        ("205", "expenditure_total"): "8.00万元",
    }


def test_a_text_that_lost_its_line_breaks() -> None:
    filler = "负责相关工作并完成交办的其他任务，" * 100
    report = read(
        f"第一部分 概况 一、主要职能 {filler} 第三部分 2023年度部门决算情况说明 一、收入支出决算总体情况说明 收、支总计12.50万元。"
        " 三、支出决算情况说明 本年支出合计12.00万元。 第四部分 名词解释 一、其他 本年支出合计：99.00万元。\n"
    )
    assert stated(report)["expenditure", "total", "expenditure_total"] == "12.00万元"
    assert len(stated(report)) == 3
