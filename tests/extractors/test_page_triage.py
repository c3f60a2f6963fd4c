"""Pages that cannot hold a table without rulings are not looked at for one: nothing that is read depends on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import pypdfium2 as pdfium
import pytest

from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import file_name, render
from benchmarks.corpus.styles import style_named
from extractors import page_triage
from extractors.extract import extract_all
from extractors.readers import page_layout
from extractors.readers.glyph_columns import GlyphColumns
from extractors.readers.glyphs import Glyph
from schemas.records import Report
from tests.real_reports import ROOT, budgets, real_reports

SAMPLES = sorted((ROOT / "data" / "samples").glob("*.pdf"))
#: The manners of leaving rulings out, tables over many pages, and some other kinds of page.
STYLES = (
    "unruled-left", "three-lines-long", "header-verticals", "frame-rotated", "shared-pages", "performance-tables",
    "empty-no-rows", "ofd-long",
)  # fmt: skip


def both(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str) -> tuple[tuple[Report, ...], tuple[Report, ...]]:
    """What is read with triage, and what is read where every page is looked at."""
    chosen = extract_all(data, name)
    monkeypatch.setattr(page_layout, "may_hold_unruled_table", lambda *_, **__: True)
    return chosen, extract_all(data, name)


@pytest.mark.parametrize(
    "path", [*SAMPLES, *(p for p in (*real_reports(), *budgets()) if p.suffix == ".pdf")], ids=lambda path: path.stem
)
def test_a_report_is_the_same_without_triage(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    chosen, everything = both(monkeypatch, path.read_bytes(), path.name)
    assert chosen == everything


@pytest.mark.parametrize("style", STYLES)
def test_an_invented_report_is_the_same_without_triage(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    disclosure = invent(style_named(style), 5)
    chosen, everything = both(monkeypatch, render(disclosure), file_name(disclosure))
    assert chosen == everything
    assert len(chosen[0].figures) > 50


def bound_between_running_text(sample: bytes, before: int, after: int) -> bytes:
    """A report with its last page of running text printed again, so many times before it and after it."""
    source, bound = pdfium.PdfDocument(sample), pdfium.PdfDocument.new()
    last = len(source) - 1
    bound.import_pages(source, [0, *[last] * before, *range(1, last + 1), *[last] * after])
    buffer = io.BytesIO()
    bound.save(buffer)
    return buffer.getvalue()


def test_of_a_long_document_only_pages_of_statements_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SAMPLES[-1].read_bytes()
    (short,) = extract_all(sample, "short.pdf")
    looked: list[int] = []

    def counted(page: int, *rest: object) -> object:
        looked.append(page)
        return look_at_page(page, *rest)

    look_at_page: Callable[..., object] = page_layout.look_at_page
    monkeypatch.setattr(page_layout, "look_at_page", counted)
    (long,) = extract_all(bound_between_running_text(sample, 70, 74), "long.pdf")
    assert long.page_count == short.page_count + 144
    assert [statement.first_page - 70 for statement in long.statements] == [s.first_page for s in short.statements]
    assert _figures(long, 70) == _figures(short, 0)
    assert len(looked) <= sum(s.last_page - s.first_page + 1 for s in short.statements) + 1


def _figures(report: Report, shift: int) -> list[object]:
    tables = [figure for figure in report.figures if figure.source == "table"]
    return [msgspec.structs.replace(figure, page=figure.page - shift) for figure in tables]  # type: ignore[operator]


def _line(*pieces: tuple[str, float]) -> list[Glyph]:
    """Glyphs of one line: pieces of text at places."""
    found: list[Glyph] = []
    for text, left in pieces:
        for k, character in enumerate(text):
            start = left + 10.0 * k
            found.append(Glyph(character, start + 5, 96.0, start, start + 10, 100.0, 10.0))
    return found


def _moved(glyphs: list[Glyph], down: float) -> list[Glyph]:
    return [glyph._replace(y=glyph.y + down, baseline=glyph.baseline + down) for glyph in glyphs]


def _may_hold(*lines: list[Glyph], goes_on: bool = False, beside_tables: bool = False) -> bool:
    glyphs = [glyph for number, line in enumerate(lines) for glyph in _moved(line, 20.0 * number)]
    columns = GlyphColumns.of(glyphs)
    return page_triage.may_hold_unruled_table(columns.lines(), goes_on=goes_on, beside_tables=beside_tables)


ROW, SENTENCE = _line(("行政运行", 50), ("12.34", 300)), _line(("本年支出12.34", 50))


def test_three_rows_that_end_in_amounts_are_looked_at() -> None:
    assert _may_hold(SENTENCE, ROW, ROW, ROW)
    assert not _may_hold(SENTENCE, ROW, ROW)
    assert not _may_hold(ROW, ROW, ROW, beside_tables=True)


def test_amounts_in_running_text_are_no_rows() -> None:
    assert not _may_hold(SENTENCE, SENTENCE, SENTENCE, SENTENCE)


def test_amounts_that_touch_are_looked_at() -> None:
    touching = _line(("12.3445.67", 50))
    assert _may_hold(touching, touching, touching)


def test_a_heading_is_enough_however_it_is_broken() -> None:
    assert _may_hold(_line(("收入支出决算总表", 50)), ROW, beside_tables=True)
    assert _may_hold(_line(("一般公共预算财政拨款", 50)), _line(("支出决算", 50)), _line(("表", 50)), ROW)
    assert _may_hold(_line(("支出决算表", 50)), _line(("合 计", 50)))
    assert not _may_hold(_line(("详见附表", 50)), ROW)
    assert not _may_hold(_line(("收入支出决算总表", 50)), _line(("单位", 50), ("万元", 300)), beside_tables=True)


def test_what_may_go_on_from_the_page_before_is_looked_at() -> None:
    assert _may_hold(_line(("2010101", 50)), goes_on=True)
    assert _may_hold(ROW, goes_on=True)
    assert not _may_hold(SENTENCE, goes_on=True)
