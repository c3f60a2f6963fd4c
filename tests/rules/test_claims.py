"""Arithmetic of the text: shares, changes, rates of change, completion, words of direction."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.builder import Build, ReportBuilder

Parts = dict[str, str]


def said(rule_id: str, **roles: str) -> dict[str, Any]:
    """The check of one group of claims: role='value', with `__up` or `__down` for the direction the number has."""
    build = Build()
    add_group(build.report(), 1, roles)
    return build.reconcile().check(rule_id)


def add_group(report: ReportBuilder, group: int, roles: Parts, **more: Any) -> None:
    for name, value in roles.items():
        role, _, word = name.partition("__")
        unit = "%" if role in {"share", "growth", "completion", "rate"} else "万元"
        direction = {"up": "增加", "down": "下降", "flat": "持平", "more": "大于", "less": "小于"}.get(word)
        base = "budget" if word == "budget" else None
        if role == "direction":
            report.claim(group, role, direction=value, **more)
        else:
            report.claim(group, role, value, unit, direction=direction, base=base, **more)


@pytest.mark.parametrize(
    ("share", "outcome", "severity"),
    [
        ("91.42", "pass", "error"),
        ("91", "pass", "error"),
        ("91.43", "fail", "info"),
        ("91.92", "fail", "error"),
    ],
)
def test_share(share: str, outcome: str, severity: str) -> None:
    check = said("A01", current="660.31", share=share, share_base="722.31")
    assert (check["outcome"], check["severity"]) == (outcome, severity)


def test_share_is_inside_the_band_of_coarse_amounts() -> None:
    assert said("A01", current="3.3", share="33.2", share_base="10")["outcome"] == "rounding"


def test_share_of_nothing_cannot_be_evaluated() -> None:
    assert said("A01", current="0", share="0", share_base="0")["outcome"] == "cannot_evaluate"


def test_share_trimmed_to_add_up_is_information() -> None:
    check = said("A01", current="888.19", share="80.7", share_base="1099.73")
    assert (check["outcome"], check["severity"]) == ("fail", "info")


def partition(*shares: str) -> Build:
    build = Build()
    report = build.report()
    for group, (amount, share) in enumerate(zip(("60.00", "30.00", "10.00"), shares, strict=True)):
        add_group(report, group, {"current": amount, "share": share, "share_base": "100.00"})
    return build.reconcile()


def test_shares_of_a_partition_add_up_to_one_hundred() -> None:
    assert partition("60.00", "30.00", "10.00").check("A02")["outcome"] == "pass"
    assert partition("60.00", "30.01", "10.00").check("A02")["outcome"] == "rounding"
    assert partition("60.00", "33.00", "10.00").check("A02")["outcome"] == "fail"


def test_a_list_cut_short_is_no_partition() -> None:
    build = Build()
    report = build.report()
    for group, amount in enumerate(("60.00", "30.00")):
        add_group(report, group, {"current": amount, "share": amount, "share_base": "100.00"})
    assert build.reconcile().check("A02")["outcome"] == "not_applicable"


@pytest.mark.parametrize(
    ("difference", "outcome"), [("20.00", "pass"), ("20.01", "rounding"), ("20.02", "fail"), ("25.00", "fail")]
)
def test_difference(difference: str, outcome: str) -> None:
    assert said("A03", current="120.00", prior="100.00", difference__up=difference)["outcome"] == outcome


def test_a_decrease_is_subtracted() -> None:
    assert said("A03", current="80.00", prior="100.00", difference__down="20.00")["outcome"] == "pass"


@pytest.mark.parametrize(
    ("roles", "outcome"),
    [
        ({"current": "722.31", "difference__up": "69.32", "growth__up": "10.61"}, "rounding"),
        ({"current": "1099.73", "difference__down": "4638.17", "growth__down": "80.8"}, "pass"),
        ({"current": "1133.18", "difference__down": "8.51", "growth__down": "3.8"}, "fail"),
        ({"current": "1133.18", "difference__down": "8.51", "rate": "3.8"}, "fail"),
        ({"current": "120.00", "prior": "100.00", "growth__up": "20"}, "pass"),
        ({"current": "0.42", "difference__up": "0.35", "growth__up": "500"}, "pass"),
        ({"current": "2.41", "difference__down": "0.09", "growth__down": "3.50"}, "rounding"),
        ({"current": "151.48", "initial_budget": "9.25", "growth__budget": "1637.62"}, "fail"),
        ({"current": "151.48", "initial_budget": "9.25", "growth__budget": "1537.62"}, "pass"),
        ({"current": "100.00", "growth__up": "5"}, "not_applicable"),
    ],
)
def test_rate_of_change(roles: Parts, outcome: str) -> None:
    assert said("A04", **roles)["outcome"] == outcome


def test_both_rates_are_given() -> None:
    check = said("A04", current="151.48", initial_budget="9.25", growth__budget="1637.62")
    assert (str(check["printed_rate"]), str(check["computed_rate"])) == ("1637.6200", "1537.6216")


def test_a_rate_cut_off_instead_of_rounded_is_information() -> None:
    check = said("A04", current="1017.28", prior="1000.00", growth__up="1.72")
    assert (check["outcome"], check["severity"]) == ("fail", "info")


@pytest.mark.parametrize(
    ("roles", "outcome"),
    [
        ({"current": "80.00", "prior": "100.00", "difference__up": "20.00"}, "fail"),
        ({"current": "80.00", "prior": "100.00", "difference__down": "20.00"}, "pass"),
        ({"current": "80.00", "difference__down": "20.00", "growth__up": "20"}, "fail"),
        ({"growth__down": "-3.50"}, "fail"),
        ({"current": "0.00", "prior": "0.00", "difference__up": "0.00"}, "pass"),
        ({"current": "80.00", "prior": "100.00", "direction": "持平"}, "fail"),
        ({"current": "80.00", "prior": "80.00", "direction": "持平"}, "pass"),
        ({"current": "80.00", "prior": "100.00", "direction": "基本持平"}, "not_applicable"),
    ],
)
def test_direction(roles: Parts, outcome: str) -> None:
    build = Build()
    add_group(build.report(), 1, roles)
    assert set(build.reconcile().outcomes("A05").values()) == {outcome}


def test_an_unfilled_template_says_nothing() -> None:
    build = Build()
    report = build.report()
    report.claim(1, "current", "5.00")
    report.claim(1, "difference", "9.00", direction="增加（减少）")
    assert build.reconcile().check("A05")["outcome"] == "not_applicable"


@pytest.mark.parametrize(
    ("roles", "outcome"),
    [
        ({"current": "97.19", "difference__up": "97.19", "growth__up": "100"}, "fail"),
        ({"current": "97.19", "prior": "0", "growth__up": "100"}, "fail"),
        ({"current": "97.19", "difference__up": "7.19", "growth__up": "8"}, "pass"),
        ({"current": "0", "difference__up": "0", "growth__up": "0"}, "not_applicable"),
    ],
)
def test_no_rate_on_a_base_of_zero(roles: Parts, outcome: str) -> None:
    assert said("A06", **roles)["outcome"] == outcome


@pytest.mark.parametrize(
    ("word", "outcome"), [("无2023年决算数", "fail"), ("无上年决算数", "fail"), ("无2024年决算数", "pass")]
)
def test_no_rate_where_the_text_says_there_was_no_account(word: str, outcome: str) -> None:
    build = Build()
    report = build.report()
    report.claim(1, "current", "97.19")
    report.claim(1, "difference", "0")
    report.claim(1, "growth", "0", "%", direction="增长")
    report.claim(1, "direction", None, direction=word)
    assert build.reconcile().check("A06")["outcome"] == outcome


@pytest.mark.parametrize(
    ("roles", "outcome", "severity"),
    [
        ({"current": "722.31", "initial_budget": "473.00", "completion": "152.71"}, "pass", "warning"),
        ({"current": "1099.73", "initial_budget": "1073.78", "completion": "100"}, "fail", "warning"),
        ({"current": "0.16", "budget": "0", "completion": "0"}, "fail", "warning"),
        ({"current": "0", "budget": "0", "completion": "0"}, "fail", "info"),
    ],
)
def test_completion(roles: Parts, outcome: str, severity: str) -> None:
    check = said("A07", **roles)
    assert (check["outcome"], check["severity"]) == (outcome, severity)


@pytest.mark.parametrize(("base", "outcome"), [("initial_budget", "fail"), ("adjusted_budget", "pass")])
def test_completion_is_of_the_budget_the_text_names(base: str, outcome: str) -> None:
    build = Build()
    report = build.report()
    add_group(report, 1, {"current": "1099.73", "initial_budget": "1073.78", "adjusted_budget": "1099.73"})
    report.claim(1, "completion", "100", "%", base=base)
    assert build.reconcile().check("A07")["outcome"] == outcome


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("大于", "fail"), ("小于", "pass"), ("一致", "fail"), ("小于（大于）", "not_applicable")],
)
def test_comparison_with_the_budget(word: str, outcome: str) -> None:
    assert said("A08", current="0.51", budget="1.00", direction=word)["outcome"] == outcome


@pytest.mark.parametrize("more", [{"in_main_narrative": False}, {"section": "other"}])
def test_attachments_and_performance_are_not_checked(more: dict[str, Any]) -> None:
    build = Build()
    add_group(build.report(), 1, {"current": "1.00", "share": "99", "share_base": "2.00"}, **more)
    assert build.reconcile().check("A01")["outcome"] == "not_applicable"


def test_a_role_with_two_values_is_ambiguous() -> None:
    build = Build()
    report = build.report()
    add_group(report, 1, {"current": "1.00", "share": "99", "share_base": "2.00"})
    report.claim(1, "current", "1.98")
    assert build.reconcile().check("A01")["outcome"] == "not_applicable"
