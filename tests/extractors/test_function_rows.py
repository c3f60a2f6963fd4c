"""Statements with one row a functional code."""

from __future__ import annotations

from tests.extractors.report_text import amounts, codes, read, tables

HEAD = "支出决算表\n单位：万元\n"
COLUMNS = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n"


def test_total_last_and_codes_in_three_columns() -> None:
    report = read(
        HEAD
        + "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n"
        + "205\t\t\t教育支出\t10.00\t6.00\t4.00\n205\t02\t\t普通教育\t10.00\t6.00\t4.00\n"
        + "205\t02\t01\t学前教育\t10.00\t6.00\t4.00\n合计\t\t\t\t10.00\t6.00\t4.00\n"
    )
    found = amounts(report, "expenditure")
    assert {line for line, _ in found} == {"205", "20502", "2050201", "total"}
    assert found["total", "basic_expenditure"] == "6.00"
    assert found["2050201", "project_expenditure"] == "4.00"


def test_columns_in_another_order_are_told_by_their_headings() -> None:
    report = read(
        HEAD
        + "科目编码\t科目名称\t项目支出\t基本支出\t合计\n205\t教育支出\t4.00\t6.00\t10.00\n合计\t\t4.00\t6.00\t10.00\n"
    )
    assert amounts(report, "expenditure")["205", "basic_expenditure"] == "6.00"
    assert amounts(report, "expenditure")["205", "expenditure_total"] == "10.00"


def test_an_unknown_column_is_a_problem_and_no_figure() -> None:
    report = read(
        HEAD
        + "科目编码\t科目名称\t合计\t基本支出\t会议费\n205\t教育支出\t10.00\t6.00\t1.23\n合计\t\t10.00\t6.00\t1.23\n"
    )
    assert "unmapped_column" in codes(report)
    assert "1.23" not in {figure.raw_text for figure in tables(report)}


def test_continuation_without_header_repeated_total_and_name_over_the_page() -> None:
    report = read(
        HEAD + COLUMNS + "合计\t\t10.00\t6.00\t4.00\t\t\t\n205\t教育支出\t10.00\t6.00\t4.00\t\t\t\n"
        "20502\t普通\t10.00\t6.00\t4.00\t\t\t\n\n\t教育\t\t\t\t\t\t\n合计\t\t10.00\t6.00\t4.00\t\t\t\n"
        "2050201\t学前教育\t10.00\t6.00\t4.00\t\t\t\n"
    )
    rows = [figure for figure in tables(report) if figure.measure == "expenditure_total"]
    assert [figure.line for figure in rows] == ["total", "205", "20502", "2050201"]
    assert next(figure.line_label for figure in rows if figure.line == "20502") == "普通教育"
    assert all(figure.occurrence == 0 for figure in rows)


def test_a_row_printed_again_with_other_amounts_is_kept_apart() -> None:
    report = read(
        HEAD
        + COLUMNS
        + "205\t教育支出\t10.00\t10.00\t\t\t\t\n205\t教育支出\t11.00\t11.00\t\t\t\t\n合计\t\t10.00\t10.00\t\t\t\t\n"
    )
    twice = [
        figure.occurrence for figure in tables(report) if figure.line == "205" and figure.measure == "expenditure_total"
    ]
    assert twice == [0, 1]
    assert "duplicate_row" in codes(report)


def test_an_unreadable_cell_is_unread_and_nothing_else() -> None:
    report = read(HEAD + COLUMNS + "205\t教育支出\t10.00\t1\ufffd.00\t051\t\t\t\n合计\t\t10.00\t6.00\t4.00\t\t\t\n")
    assert ("205", "basic_expenditure") not in amounts(report, "expenditure")
    unread = {(cell.line, cell.measure) for cell in report.empty_cells if cell.state == "unread"}
    assert unread == {("205", "basic_expenditure"), ("205", "project_expenditure")}
    assert codes(report).count("unread_cell") == 2


def test_a_total_row_with_an_unreadable_cell_is_still_the_total() -> None:
    report = read(HEAD + COLUMNS + "合计\t\t10.00\t6.00\t\ufffd\ufffd\t\t\t\n205\t教育支出\t10.00\t6.00\t4.00\t\t\t\n")
    assert amounts(report, "expenditure")["total", "basic_expenditure"] == "6.00"
    assert "amount_in_header" not in codes(report)


def test_a_torn_total_that_does_not_add_up_is_left_out() -> None:
    body = "科目编码\t科目名称\t小计\t基本支出\t项目支出\t\n\t\t\t合计\t\t\n\t\t\t{}\t6.00\t4.00\n205\t教育支出\t10.00\t6.00\t4.00\t\n"
    title = "一般公共预算财政拨款支出决算表\n单位：万元\n"
    good, bad = read(title + body.format("10.00")), read(title + body.format("99.00"))
    assert amounts(good, "general_budget_expenditure")["total", "expenditure_total"] == "10.00"
    assert "torn_total" in codes(good)
    assert ("total", "expenditure_total") not in amounts(bad, "general_budget_expenditure")
    assert "unlabelled_row" in codes(bad)


def test_a_table_of_codes_without_a_known_heading_is_reported() -> None:
    report = read(
        HEAD + COLUMNS + "205\t教育支出\t10.00\t10.00\t\t\t\t\n合计\t\t10.00\t10.00\t\t\t\t\n\n某种新表\n"
        "科目编码\t科目名称\t新栏\n205\t教育支出\t1.00\n20502\t普通教育\t1.00\n"
    )
    assert "unrecognised_table" in codes(report)


def test_sub_columns_of_balances_are_not_this_years_spending() -> None:
    report = read(
        "政府性基金预算财政拨款收入支出决算表\n单位：万元\n"
        "科目编码\t科目名称\t年初结转和结余\t\t本年收入\t本年支出\t\t\t年末结转和结余\n"
        "\t\t合计\t基本支出\t\t小计\t基本支出\t项目支出\t\n"
        "合计\t\t9.00\t8.00\t7.00\t6.00\t5.00\t1.00\t10.00\n"
    )
    found = amounts(report, "government_fund")
    assert found["total", "opening_balance"] == "9.00"
    assert found["total", "basic_expenditure"] == "5.00"
    assert "8.00" not in found.values()


def test_codes_wrapped_in_narrow_cells_and_torn_off_with_the_page() -> None:
    report = read(
        HEAD
        + "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t\t\t10.00\t6.00\t4.00\n205\t\t\t教育支出\t10.00\t6.00\t4.00\n"
        + "20\t02\t\t普通\t10.00\t6.00\t4.00\n\n5\t\t\t教育\t\t\t\n205\t02\t0\t学前教育\t10.00\t6.00\t4.00\n\n\t\t1\t\t\t\t\n"
    )
    rows = [figure for figure in tables(report) if figure.measure == "expenditure_total"]
    assert [(figure.line, figure.line_label) for figure in rows] == [
        *(("total", "合计"), ("205", "教育支出"), ("20502", "普通教育"), ("2050201", "学前教育")),
    ]
    assert codes(report).count("torn_code") == 2


def test_digits_that_complete_no_code_are_no_part_of_one() -> None:
    report = read(
        HEAD
        + "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n205\t02\t01\t学前教育\t10.00\t6.00\t4.00\n\n9\t\t\t\t\t\t\n"
    )
    assert {figure.line for figure in tables(report)} == {"2050201"}
    assert "torn_code" not in codes(report)


def test_parts_of_codes_that_are_numbers_have_lost_their_zeros() -> None:
    report = read(
        HEAD
        + "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n205\t\t\t教育支出\t10.00\t6.00\t4.00\n"
        + "205\t2\t\t普通教育\t10.00\t6.00\t4.00\n205\t2\t1\t学前教育\t10.00\t6.00\t4.00\n"
    )
    assert {line for line, _ in amounts(report, "expenditure")} == {"205", "20502", "2050201"}


def test_serial_numbers_beside_codes_are_no_parts_of_them() -> None:
    report = read(
        HEAD
        + "科目编码\t序号\t科目名称\t合计\t基本支出\t项目支出\n205\t1\t教育支出\t10.00\t6.00\t4.00\n"
        + "20502\t2\t普通教育\t10.00\t6.00\t4.00\n"
    )
    assert {line for line, _ in amounts(report, "expenditure")} <= {"205", "20502"}


def test_amounts_of_unknown_columns_before_the_first_measure_are_no_part_of_a_name() -> None:
    report = read(
        HEAD
        + "科目编码\t科目名称\t会议费\t合计\t基本支出\t项目支出\n205\t教育支出\t1.23\t10.00\t6.00\t4.00\n合计\t\t1.23\t10.00\t6.00\t4.00\n"
    )
    assert {figure.line_label for figure in tables(report)} == {"教育支出", "合计"}


def test_pieces_too_short_for_the_code_they_seem_to_make_are_no_code() -> None:
    report = read(
        HEAD
        + "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n205\t\t\t教育支出\t10.00\t6.00\t4.00\n"
        + "205\t6\t0\t本地科目\t10.00\t6.00\t4.00\n"
    )
    assert {line for line, _ in amounts(report, "expenditure")} == {"205"}
    assert "code_not_resolved" in codes(report)


def test_a_name_broken_over_two_lines_with_the_amounts_in_the_second() -> None:
    report = read(
        "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合计\t\t6.00\t6.00\t\n205\t教育支出\t6.00\t6.00\t\n"
        "20502\t普通教育\t6.00\t6.00\t\n2050202\t小学\t\t\t\n\t教育\t6.00\t6.00\t\n"
    )
    figure = next(figure for figure in report.figures if figure.line == "2050202")
    assert (figure.raw_text, figure.line_label, figure.repaired) == ("6.00", "小学教育", "broken_label")
    assert "unlabelled_row" not in codes(report)


def test_a_heading_that_says_the_table_goes_on() -> None:
    header = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    report = read(
        f"支出决算表\n单位：万元\n{header}合计\t\t6.00\t6.00\t\n205\t教育支出\t6.00\t6.00\t\n"
        f"\f支出决算表（续）\n单位：万元\n{header}20502\t普通教育\t6.00\t6.00\t\n"
    )
    assert ("20502", "expenditure_total") in amounts(report, "expenditure")
