"""Invented disclosures are repeatable, print their truth, and the comparison counts what it says."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import msgspec
import pytest

from benchmarks.compare import compare
from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import FORMATS, file_name, render, truth_csv
from benchmarks.corpus.printing import Key, Printer
from benchmarks.corpus.style import Numbers, Style
from benchmarks.corpus.styles import style_named, styles
from extractors.extract import extract
from schemas.records import Report
from schemas.vocabulary import read_csv

KEY = Key("expenditure", None, "total", "expenditure_total")
TEXT_STYLES = [style.name for style in styles() if style.file_format in ("tabs", "pipes")]


def _read(name: str, seed: int = 0) -> tuple[object, Report]:
    disclosure = invent(style_named(name), seed)
    return disclosure, extract(render(disclosure), file_name(disclosure))


@pytest.mark.parametrize(
    ("numbers", "cents", "text", "yuan"),
    [
        (Numbers(), 123_456_789_50, "12,345.68", "123456800"),
        (Numbers(rounding="truncate"), 123_456_789_50, "12,345.67", "123456700"),
        (Numbers(rounding="half_even"), 10_005_00 * 10, "10.00", "100000"),
        (Numbers(unit="元", thousands=False), 1_234_56, "1234.56", "1234.56"),
        (Numbers(trimmed=True), 11_080_000_00, "1,108", "11080000"),
        (Numbers(brackets=True), -50_000_00, "(5.00)", "-50000"),
        (Numbers(full_width=True), 12_300_00, "１．２３", "12300"),
        (Numbers(zeros="0.00"), 0, "0.00", "0"),
        (Numbers(zeros="0"), 12_00, "0", "0"),
    ],
)
def test_amounts_are_printed_as_the_style_wants_and_the_truth_follows_the_print(
    numbers: Numbers, cents: int, text: str, yuan: str
) -> None:
    printer = Printer(numbers)
    assert printer.figure(KEY, cents) == text
    assert [figure.amount_yuan for figure in printer.figures] == [Decimal(yuan)]


@pytest.mark.parametrize("zeros", ["", "-", "—", "/"])
def test_a_blank_is_no_figure(zeros: str) -> None:
    printer = Printer(Numbers(zeros=zeros))
    assert printer.figure(KEY, 0) == zeros
    assert printer.figures == []


def test_the_same_style_and_seed_give_the_same_file_and_truth() -> None:
    first, second = (invent(style_named("text-tabs"), 7) for _ in range(2))
    assert render(first) == render(second)
    assert truth_csv(first) == truth_csv(second)
    assert truth_csv(first) != truth_csv(invent(style_named("text-tabs"), 8))


@pytest.mark.parametrize("name", TEXT_STYLES)
def test_every_amount_of_the_truth_stands_in_the_text(name: str) -> None:
    disclosure = invent(style_named(name), 1)
    text = render(disclosure).decode("utf-8")
    assert disclosure.figures
    assert [figure.text for figure in disclosure.figures if figure.text not in text] == []


def test_every_key_of_the_truth_is_in_the_vocabulary() -> None:
    measures = {(row["statement"], row["measure"]) for row in read_csv("vocabulary/measures.csv")}
    keys = {
        figure.key
        for name in ("text-tabs", "text-phase-rows", "wording-jiangsu")
        for figure in invent(style_named(name), 2).figures
    }
    assert {(key.statement, key.measure) for key in keys} <= measures


def test_an_unknown_option_is_an_error() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"forms": {"no_such_option": True}}, Style)


def test_reading_a_plain_text_report_is_exact() -> None:
    disclosure, report = _read("text-tabs")
    score = compare(disclosure, report)  # type: ignore[arg-type]
    assert (score.table.missing, score.table.wrong, score.narrative.wrong) == (0, 0, 0)
    assert score.table.exact == score.table.published > 300
    assert score.identity["department_name"] == score.identity["fiscal_year"] == 1


def test_the_comparison_counts_what_is_missing_and_what_is_wrong() -> None:
    disclosure, report = _read("text-tabs")
    tables = [figure for figure in report.figures if figure.source == "table"]
    rest = [figure for figure in report.figures if figure.source != "table"]
    changed = msgspec.structs.replace(tables[0], amount_yuan=tables[0].amount_yuan + 1)
    moved = msgspec.structs.replace(tables[1], line="2999999")
    worse = msgspec.structs.replace(report, figures=(changed, moved, *tables[3:], *rest), fiscal_year=1999)
    score = compare(disclosure, worse)  # type: ignore[arg-type]
    assert (score.table.missing, score.table.wrong) == (3, 2)
    assert score.identity["fiscal_year"] == 0
    assert len([line for line in score.details if " table wrong" in line]) == 2


def test_held_out_styles_are_told_apart() -> None:
    held = [style for style in styles() if style.held_out]
    assert len(held) >= 6
    assert all(style.name.startswith("held-") for style in held)
    digests = {
        hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(style, name=""))).hexdigest() for style in styles()
    }
    assert len(digests) == len(styles())


def test_mixtures_are_repeatable_styles_of_many_kinds() -> None:
    drawn = [style_named(f"mixture-{number}") for number in range(40)]
    assert drawn == [style_named(f"mixture-{number}") for number in range(40)]
    assert len({style.forms for style in drawn}) > 30
    assert {style.file_format for style in drawn} == {"pdf", "tabs", "pipes", "stacked"}


def test_mixtures_of_other_formats_need_no_program() -> None:
    drawn = [style_named(f"formats-mixture-{number}") for number in range(40)]
    assert drawn == [style_named(f"formats-mixture-{number}") for number in range(40)]
    assert len({(style.file_format, style.workbook, style.word, style.web) for style in drawn}) > 30
    assert not any(FORMATS[style.file_format].program for style in drawn)
