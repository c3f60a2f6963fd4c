"""Amounts and units: what is a number, what is blank, and what is neither."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import NotAnAmount, is_amount, is_blank, money_unit, parse_amount


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("722.31", "722.31", 2),
        ("1,108", "1108", 0),
        ("1,099.73", "1099.73", 2),
        ("１，０９９．７３", "1099.73", 2),
        ("0", "0", 0),
        ("0.00", "0.00", 2),
        ("-3.5", "-3.5", 1),
        ("－3.50", "-3.50", 2),
        ("(12.30)", "-12.30", 2),
        ("（12.30）", "-12.30", 2),
        ("12,345.\n67", "12345.67", 2),
        ("12,345\n.67", "12345.67", 2),
        (" 28.30 ", "28.30", 2),
        ("1 539.47", "1539.47", 2),
        ("-12 001 539.4", "-12001539.4", 1),
        ("1\u202f539.47", "1539.47", 2),
        ("1, 539.47", "1539.47", 2),
        ("1539 .47", "1539.47", 2),
    ],
)
def test_numbers(text: str, value: str, decimals: int) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "/", "--", "\u3000", "–"])
def test_blanks_are_no_numbers(text: str) -> None:
    assert parse_amount(text) is None
    assert is_blank(text)
    assert not is_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "051",
        "1,10",
        "12,34.5",
        "1.2.3",
        "12 34",
        "12 345",
        "1 53.47",
        "1539 539.47",
        "1. 53",
        "12\n34",
        "3.5%",
        "万元",
        "3.5万元",
        "722.31 722.31",
        "7\ufffd2",
        "1,1080",
        "1e5",
    ],
)
def test_what_is_not_certain_is_no_number(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(text)
    assert not is_amount(text)
    assert not is_blank(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_every_printed_amount_reads_back(value: Decimal) -> None:
    for printed in (f"{value:.2f}", f"{value:,.2f}", f"{value:,.2f}".replace(",", "，")):
        amount = parse_amount(printed)
        assert amount is not None
        assert amount.value == value
        assert amount.decimals == 2


@given(st.text(max_size=20))
def test_any_text_is_a_number_a_blank_or_refused(text: str) -> None:
    try:
        amount = parse_amount(text)
    except NotAnAmount:
        return
    assert amount is None or any(character.isdigit() for character in text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("单位：武汉市黄陂区医疗保障服务中心 2024 年度 单位：万元", "万元"),
        ("（单位：万元）", "万元"),
        ("单位：元氏县财政局", None),
        ("单位：武汉市黄陂区医疗保障服务中心", None),
        ("万元", "万元"),
        ("部门：攸县医疗保障局", None),
    ],
)
def test_money_unit_is_told_from_an_organisation(text: str, unit: str | None) -> None:
    assert money_unit(text) == unit
