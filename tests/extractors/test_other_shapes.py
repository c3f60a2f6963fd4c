"""Two-sided statements, economic blocks, the three public expenses, procurement."""

from __future__ import annotations

import pytest

from tests.extractors.report_text import amounts, codes, read

SUMMARY = "收入支出决算总表\n单位：{}\n收入\t\t\t支出\t\t\n项目\t行次\t金额\t项目\t行次\t金额\n栏次\t\t1\t栏次\t\t2\n"


def test_both_sides_are_split_before_labels_are_looked_up() -> None:
    report = read(
        SUMMARY.format("元")
        + "一、一般公共预算财政拨款收入\t1\t7,223,100.50\t五、教育支出\t36\t7,223,100.50\n"
        + "本年收入合计\t27\t7,223,100.50\t本年支出合计\t58\t7,223,100.50\n总计\t31\t7,223,100.50\t总计\t62\t7,223,100.50\n"
    )
    found = amounts(report, "revenue_expenditure_summary")
    assert set(found) == {
        (f"{side}/{line}", "amount")
        for side, line in [
            ("revenue", "general_budget_appropriation"), ("expenditure", "205"), ("revenue", "revenue_total"),
            ("expenditure", "expenditure_total"), ("revenue", "revenue_grand_total"),
            ("expenditure", "expenditure_grand_total"),
        ]
    }  # fmt: skip
    assert {str(figure.amount_yuan) for figure in report.figures} == {"7223100.50"}


def test_former_names_and_rows_of_2018() -> None:
    report = read(
        SUMMARY.format("万元")
        + "一、财政拨款收入\t1\t8.00\t九、医疗卫生与计划生育支出\t30\t9.00\n"
        + "用事业基金弥补收支差额\t24\t1.00\t十四、资源勘探信息等支出\t40\t\n本年收入合计\t23\t8.00\t本年支出合计\t50\t9.00\n"
    )
    found = amounts(report, "revenue_expenditure_summary")
    assert found["revenue/fiscal_appropriation", "amount"] == "8.00"
    assert found["revenue/non_appropriation_surplus_used", "amount"] == "1.00"
    assert found["expenditure/210", "amount"] == "9.00"


def test_an_unknown_row_with_an_amount_is_a_problem() -> None:
    report = read(
        SUMMARY.format("万元")
        + "一、一般公共预算财政拨款收入\t1\t8.00\t五、教育支出\t36\t8.00\n某项新收入\t2\t3.33\t\t37\t\n"
    )
    assert "unknown_row" in codes(report)
    assert "3.33" not in amounts(report, "revenue_expenditure_summary").values()


def test_the_last_word_of_a_label_over_the_page_may_be_a_heading_elsewhere() -> None:
    report = read(
        SUMMARY.format("万元")
        + "一、一般公共预算财政拨款收入\t1\t8.00\t五、教育支出\t36\t6.00\n\t\t\t二十四、债务还本\t59\t2.00\n\n"
        + "\t\t\t支出\t\t\n本年收入合计\t27\t8.00\t本年支出合计\t58\t8.00\n"
    )
    assert amounts(report, "revenue_expenditure_summary")["expenditure/231", "amount"] == "2.00"
    assert "unknown_row" not in codes(report)


def test_sub_rows_of_the_carry_over_are_told_by_the_row_above() -> None:
    report = read(
        "财政拨款收入支出决算总表\n单位：万元\n"
        "项目\t金额\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\n"
        "一、一般公共预算财政拨款\t8.00\t五、教育支出\t8.00\t8.00\t\n本年收入合计\t8.00\t本年支出合计\t8.00\t8.00\t\n"
        "年初财政拨款结转和结余\t2.00\t年末财政拨款结转和结余\t2.00\t2.00\t\n一般公共预算财政拨款\t2.00\t\t\t\t\n总计\t10.00\t总计\t10.00\t10.00\t\n"
    )
    found = amounts(report, "appropriation_summary")
    assert found["revenue/general_budget_appropriation", "amount"] == "8.00"
    assert found["revenue/opening_balance_general_budget", "amount"] == "2.00"
    assert found["expenditure/closing_balance", "general_budget"] == "2.00"


def test_economic_codes_with_a_space_inside_and_foot_rows() -> None:
    report = read(
        "一般公共预算财政拨款基本支出决算表\n单位：万元\n"
        "经济分类科目编码\t科目名称\t决算数\t经济分类科目编码\t科目名称\t决算数\n"
        "301\t工资福利支出\t5.00\t302\t商品和服务支出\t3.00\n301 01\t基本工资\t5.00\t302 25\t专用燃料费\t3.00\n"
        "人员经费合计\t\t5.00\t公用经费合计\t\t3.00\n"
    )
    assert amounts(report, "general_budget_basic_expenditure") == {
        ("301", "final_amount"): "5.00",
        ("302", "final_amount"): "3.00",
        ("30101", "final_amount"): "5.00",
        ("30225", "final_amount"): "3.00",
        ("personnel_total", "final_amount"): "5.00",
        ("public_total", "final_amount"): "3.00",
    }


ITEMS = "合计\t因公出国（境）费\t小计\t公务用车购置费\t公务用车运行维护费\t公务接待费"
THREE_PUBLIC = "财政拨款“三公”经费支出决算表\n单位：万元\n"
EXPECTED = {
    ("total", "budget_total"): "5.00",
    ("total", "budget_vehicles_subtotal"): "3.00",
    ("total", "budget_vehicle_operation"): "3.00",
    ("total", "budget_official_reception"): "2.00",
    ("total", "final_total"): "4.00",
    ("total", "final_vehicles_subtotal"): "2.50",
    ("total", "final_vehicle_operation"): "2.50",
    ("total", "final_official_reception"): "1.50",
}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"预算数\t\t\t\t\t\t决算数\t\t\t\t\t\n{ITEMS}\t{ITEMS}\n1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\n5.00\t\t3.00\t\t3.00\t2.00\t4.00\t\t2.50\t\t2.50\t1.50\n", id="blocks"),
        pytest.param("合计\t\t因公出国（境）费\t\t小计\t\t公务用车购置费\t\t公务用车运行维护费\t\t公务接待费\t\n" + "预算数\t决算数\t" * 6 + "\n5.00\t4.00\t\t\t3.00\t2.50\t\t\t3.00\t2.50\t2.00\t1.50\t\n", id="pairs"),
        pytest.param(f"项目\t{ITEMS}\n预算数\t5.00\t\t3.00\t\t3.00\t2.00\n决算数\t4.00\t\t2.50\t\t2.50\t1.50\n", id="rows"),
        pytest.param("项目\t预算数\t决算数\n合计\t5.00\t4.00\n1.因公出国（境）费\t\t\n2.公务用车购置及运行维护费\t3.00\t2.50\n其中：公务用车购置费\t\t\n公务用车运行维护费\t3.00\t2.50\n3.公务接待费\t2.00\t1.50\n", id="items"),
    ],
)  # fmt: skip
def test_three_public_expenses_in_four_layouts(body: str) -> None:
    assert amounts(read(THREE_PUBLIC + body), "three_public") == EXPECTED


def test_rows_added_below_the_three_public_expenses_are_no_amounts() -> None:
    body = f"预算数\t\t\t\t\t\t决算数\t\t\t\t\t\n{ITEMS}\t{ITEMS}\n5.00\t\t3.00\t\t3.00\t2.00\t4.00\t\t2.50\t\t2.50\t1.50\n"
    report = read(
        THREE_PUBLIC
        + body
        + "\n项目\t统计数\t项目\t统计数\t\t\t\t\t\t\t\t\n公务用车保有量（辆）\t17\t国内公务接待批次（个）\t8\t\t\t\t\t\t\t\t\n"
    )
    assert amounts(report, "three_public") == EXPECTED


def test_procurement_items() -> None:
    report = read(
        "政府采购支出情况表\n单位：万元\n项目\t行次\t金额\n（一）政府采购支出合计\t1\t9.00\n1.政府采购货物支出\t2\t9.00\n"
        "（二）政府采购授予中小企业合同金额\t5\t9.00\n其中：授予小微企业合同金额\t6\t4.00\n"
    )
    assert amounts(report, "government_procurement") == {
        ("procurement_total", "amount"): "9.00",
        ("procurement_goods", "amount"): "9.00",
        ("sme_contracts", "amount"): "9.00",
        ("small_micro_contracts", "amount"): "4.00",
    }
