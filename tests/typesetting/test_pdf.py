"""The PDF renderer and the samples that ship: complete, repeatable, and laid over the pages as the plan says."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from tests.typesetting.__main__ import main
from tests.typesetting.composition import compose_report
from tests.typesetting.renderers import fonts
from tests.typesetting.renderers.fonts import PACKAGES, FontPair, MissingFontError
from tests.typesetting.renderers.pdf import render_pdf
from tests.typesetting.reports import load_report, report_keys
from tests.typesetting.samples import render, typeset

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
PDF_REPORTS = [key for key in report_keys() if load_report(key).plan.file_name.endswith(".pdf")]
LARGEST_SAMPLE = 300_000
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

needs_fonts = pytest.mark.skipif(
    not all(path.exists() for path in PACKAGES),
    reason=f"typesetting needs the Debian packages {', '.join(sorted(PACKAGES.values()))}",
)


@cache
def _sample(key: str) -> bytes:
    return typeset(key)[1]


def _page_texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _missing_figures(key: str, text: str) -> Counter[str]:
    printed = Counter(NUMBER.findall(text))
    wanted = Counter(figure.text for figure in load_report(key).figures())
    return wanted - printed


@pytest.mark.parametrize("key", PDF_REPORTS)
def test_shipped_sample_prints_every_figure_of_its_data(key: str) -> None:
    content = (SAMPLES / load_report(key).plan.file_name).read_bytes()
    assert len(content) < LARGEST_SAMPLE
    assert _missing_figures(key, "\n".join(_page_texts(content))) == Counter()


def test_samples_folder_holds_exactly_the_reports() -> None:
    names = {load_report(key).plan.file_name for key in report_keys()}
    assert names == {path.name for path in SAMPLES.iterdir()}


def test_shipped_text_is_what_the_typesetter_writes() -> None:
    report = load_report("luxian_2023")
    assert (SAMPLES / report.plan.file_name).read_bytes() == render(report)


@needs_fonts
@pytest.mark.parametrize("key", PDF_REPORTS)
def test_shipped_pdf_reads_as_what_the_typesetter_writes(key: str) -> None:
    shipped = (SAMPLES / load_report(key).plan.file_name).read_bytes()
    assert _page_texts(shipped) == _page_texts(_sample(key))


@needs_fonts
@pytest.mark.parametrize("key", PDF_REPORTS)
def test_typesetting_twice_gives_the_same_bytes(key: str) -> None:
    assert typeset(key)[1] == _sample(key)


@needs_fonts
def test_contents_name_the_page_of_each_heading() -> None:
    pages = _page_texts(_sample("zengdu_2022"))
    entries = re.findall(r"([一-鿿“”（）、]+)\.{3,}(\d+)", pages[1].replace("\r\n", "\n"))
    assert len(entries) >= 24
    for heading, page in entries:
        assert heading.split("、")[-1] in pages[int(page) - 1], heading


@needs_fonts
@pytest.mark.parametrize(("repeat", "heads", "titles"), [("none", 1, 1), ("header", 2, 1), ("caption", 2, 2)])
def test_continuation_page_repeats_what_the_style_says(repeat: str, heads: int, titles: int) -> None:
    report = load_report("huangpi_2024")
    style = msgspec.structs.replace(report.plan.style, repeat=repeat)
    pages = _page_texts(render_pdf(compose_report(report), style))
    first_statement = "\n".join(pages[4:]).split("2024年度收入决算表")[0]
    assert first_statement.count("2024年度收入支出决算总表") == titles
    assert len(re.findall(r"栏次\s+1\s+栏次\s+2\s", first_statement)) == heads


@needs_fonts
def test_row_breaks_over_the_page_and_its_name_goes_on_without_figures() -> None:
    pages = _page_texts(_sample("haidong_2024"))
    first = next(number for number, page in enumerate(pages) if page.lstrip().startswith("收入决算表"))
    assert "2101599 其他医疗保障管 618.14 618.14" in pages[first]
    assert "理事务支出" not in pages[first]
    assert pages[first + 1].lstrip().startswith("理事务支出")


@needs_fonts
@pytest.mark.parametrize("rotated", [False, True])
def test_landscape_sheets_show_wide_whether_stored_turned_or_not(rotated: bool) -> None:
    report = load_report("zengdu_2022")
    style = msgspec.structs.replace(report.plan.style, rotated_landscape=rotated)
    document = pypdfium2.PdfDocument(render_pdf(compose_report(report), style))
    wide = [page for page in document if page.get_width() > page.get_height()]
    assert len(wide) == 3
    assert {page.get_rotation() for page in wide} == ({90} if rotated else {0})
    document.close()


@needs_fonts
@pytest.mark.parametrize("ruling", ["filled", "cells", "dashed", "double", "shaded", "horizontal"])
def test_every_ruling_prints_the_same_text_as_stroked_lines(ruling: str) -> None:
    report = load_report("huangpi_2024")
    plain = msgspec.structs.replace(report.plan.style, ruling="stroked")
    document = compose_report(report)
    other = render_pdf(document, msgspec.structs.replace(plain, ruling=ruling))
    assert other != render_pdf(document, plain)
    assert _missing_figures("huangpi_2024", "\n".join(_page_texts(other))) == Counter()


@needs_fonts
def test_running_head_and_watermark_stand_on_every_page() -> None:
    report = load_report("luxian_2023")
    style = msgspec.structs.replace(report.plan.style, running_head="部门决算公开文本", watermark="公示")
    pages = _page_texts(render_pdf(compose_report(report), style))
    assert len(pages) > 2
    assert all("部门决算公开文本" in page and "公" in page and "示" in page for page in pages)


@needs_fonts
def test_repeated_titles_say_that_they_continue() -> None:
    report = load_report("haidong_2024")
    style = msgspec.structs.replace(report.plan.style, repeat="caption", continued="（续）")
    pages = _page_texts(render_pdf(compose_report(report), style))
    continued = [page for page in pages if "（续）" in page]
    assert continued
    assert all("决算" in page.splitlines()[0] and "（续）" in page.splitlines()[0] for page in continued)


@needs_fonts
def test_lines_break_inside_the_width_and_keep_numbers_and_punctuation_together() -> None:
    pair = FontPair()
    text = "支出决算为1,099.73万元，完成年初预算的100%。（一）主要用于养老保险等支出。"
    for width in range(40, 200, 3):
        lines = pair.wrap(text, 10.0, float(width))
        assert "".join(lines) == text
        assert all(line[0] not in fonts.NO_LINE_START for line in lines)
        assert all(line[-1] not in fonts.NO_LINE_END for line in lines)
        assert sum("1,099.73" in line for line in lines) == 1 or pair.width("1,099.73", 10.0) > width


@needs_fonts
def test_character_without_glyph_is_refused() -> None:
    with pytest.raises(ValueError, match="U\\+10FFFF"):
        FontPair().runs("\U0010ffff", 10.0)


def test_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "PACKAGES", {tmp_path / "absent.ttf": "fonts-absent"})
    with pytest.raises(MissingFontError, match="apt-get install fonts-absent"):
        FontPair()
    assert main(["--out", str(tmp_path / "out"), "--report", "youxian_2024"]) == 1
