"""How the benchmark makes several reports of one reading: amounts are converted as offices convert them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.planting.reports import Conversion, converted
from schemas.records import Claim, Figure, Report, StatementReading

STATEMENT = "expenditure"


def figure(printed: str) -> Figure:
    return Figure(
        source="table", statement=STATEMENT, side=None, line="total", measure="expenditure_total", occurrence=0,
        line_label="合计", function_code=None, economic_code=None, amount_printed=Decimal(printed),
        amount_yuan=Decimal(printed) * 10_000, declared_unit="万元", decimals=6, raw_text=printed, reader="text", page=1,
    )  # fmt: skip


def claim(value: str, unit: str) -> Claim:
    return Claim(
        group=1, role="current", subject="支出", section="expenditure", in_main_narrative=True, statement=None, side=None,
        line=None, measure=None, value=Decimal(value), unit=unit,
        amount_yuan=None if unit == "%" else Decimal(value) * 10_000, decimals=len(value.partition(".")[2]), direction=None,
        base=None, raw_text=value, sentence="", page=1,
    )  # fmt: skip


def report(*printed: str, claims: tuple[Claim, ...] = ()) -> Report:
    reading = StatementReading(
        statement=STATEMENT, title="支出决算表", declared_unit="万元", unit_source="printed", decimals=6, first_page=1,
        last_page=1, row_count=1, columns=(), reader="text",
    )  # fmt: skip
    return Report(
        document_name="a.txt", document_sha256="0" * 64, document_bytes=1, media_type="text/plain", extractor_version="1",
        readable=True, figures=tuple(map(figure, printed)), statements=(reading,), claims=claims,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rounding", "printed", "expected"),
    [
        ("half_up", "1.005000", "1.01"),
        ("half_even", "1.005000", "1.00"),
        ("half_even", "1.015000", "1.02"),
        ("truncate", "1.009999", "1.00"),
        ("truncate", "-1.009999", "-1.00"),
    ],
)
def test_an_amount_is_rounded_as_the_office_does(rounding: str, printed: str, expected: str) -> None:
    (found,) = converted(report(printed), Conversion(rounding, 1)).figures  # type: ignore[arg-type]
    assert (str(found.amount_printed), found.raw_text, found.decimals) == (expected, expected, 2)
    assert found.amount_yuan == Decimal(expected) * 10_000


def test_what_is_multiplied_is_rounded_afterwards() -> None:
    (found,) = converted(report("1.001700"), Conversion("half_up", 3)).figures
    assert found.amount_printed == Decimal("3.01")


def test_a_statement_has_the_decimals_that_are_printed_in_it() -> None:
    (reading,) = converted(report("1.001700"), Conversion("half_up", 1)).statements
    assert reading.decimals == 2


def test_rates_stay_and_trimmed_zeros_stay_trimmed() -> None:
    claims = (claim("12.5", "%"), claim("2.5", "万元"), claim("0.123456", "万元"))
    rate, trimmed, exact = converted(report(claims=claims), Conversion("half_up", 2)).claims
    assert (rate.value, rate.decimals) == (Decimal("12.5"), 1)
    assert (trimmed.value, trimmed.decimals) == (Decimal(5), 0)
    assert (exact.value, exact.decimals, exact.amount_yuan) == (Decimal("0.25"), 2, Decimal("2500.00"))
