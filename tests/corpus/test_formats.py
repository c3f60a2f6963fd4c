"""Disclosures in workbooks, Word, pages, OFD and archives: repeatable, telling nothing that is hidden, read exactly."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from benchmarks.accuracy import missing_program, read
from benchmarks.compare import compare
from benchmarks.corpus.accounts import Size
from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import FORMATS, file_name, render
from benchmarks.corpus.formats import programs
from benchmarks.corpus.formats.ofd import OfdCanvas
from benchmarks.corpus.formats.options import Web, Word, Workbook
from benchmarks.corpus.formats.pieces import cut
from benchmarks.corpus.formats.workbook import lay_out_workbook
from benchmarks.corpus.formats.workbook_xlsx import reference
from benchmarks.corpus.style import FileFormat, Style
from benchmarks.corpus.styles import styles
from extractors.extract import extract
from tests.typesetting.layout import Grid, GridCell

SMALL = Size(own_items=2)
PLAIN = [name for name, made in FORMATS.items() if made.program is None and name not in ("pdf", "stacked")]
MADE_HERE = set(FORMATS) - {"pdf", "tabs", "pipes", "stacked", "docx_pdf", "xlsx_pdf"}


def small(name: str, **options: object) -> Style:
    return msgspec.structs.replace(Style(name=f"small-{name}", file_format=name, size=SMALL, wording="none"), **options)  # type: ignore[arg-type]


def test_every_format_is_made_and_measured_held_out_too() -> None:
    assert set(FORMATS) == set(get_args(FileFormat))
    own = {style.file_format for style in styles() if not style.held_out}
    assert own == set(FORMATS)
    counts = [sum(style.held_out == held and style.file_format in MADE_HERE for style in styles()) for held in (0, 1)]
    assert 2 * counts[1] >= counts[0]


@pytest.mark.parametrize("name", PLAIN)
def test_files_are_repeatable_and_read_exactly(name: str) -> None:
    disclosure = invent(small(name), 1)
    content = render(disclosure)
    assert content == render(invent(small(name), 1))
    score = compare(disclosure, read(content, file_name(disclosure), None))
    assert (score.table.missing, score.table.wrong, score.table.exact > 50) == (0, 0, True), score.details


@pytest.mark.parametrize("amounts", ["precise", "formulas", "red", "from_yuan", "padded"])
def test_cells_show_the_printed_amounts_and_hold_others(amounts: str) -> None:
    style = small("xlsx", workbook=Workbook(amounts=amounts))  # type: ignore[arg-type]
    disclosure = invent(style, 2)
    entries = [entry for sheet in lay_out_workbook(disclosure) for entry in sheet.entries]
    printed = {figure.text for figure in disclosure.figures}
    assert printed <= {entry.text.strip() for entry in entries}
    if amounts == "from_yuan":
        assert any(entry.value is not None and entry.value > 10_000 > len(entry.text) for entry in entries)


def test_what_is_hidden_in_a_workbook_is_in_the_file_and_not_in_the_truth() -> None:
    shown = invent(small("xlsx"), 3)
    hidden = invent(small("xlsx", workbook=Workbook(hidden=True)), 3)
    assert shown.figures == hidden.figures
    sheets = lay_out_workbook(hidden)
    assert [sheet.name for sheet in sheets if sheet.hidden] == ["基础数据"]
    assert all(sheet.hidden_columns for sheet in sheets[2:])
    report = extract(render(hidden), "x.xlsx")
    assert {"hidden_sheet", "hidden_cells"} <= {problem.code for problem in report.problems}
    assert compare(hidden, report).table.wrong == 0


def test_deleted_amounts_of_a_word_document_are_in_the_file_and_not_read() -> None:
    disclosure = invent(small("docx", word=Word(revised=True)), 4)
    report = extract(render(disclosure), "x.docx")
    assert "tracked_deletions" in {problem.code for problem in report.problems}
    assert compare(disclosure, report).table.wrong == 0


def test_a_page_may_name_no_encoding_or_a_wrong_one() -> None:
    page = render(invent(small("html", web=Web(encoding="gb18030", declared="")), 5))
    assert b"charset" not in page
    assert "公开01表" in page.decode("gb18030")


def test_a_table_is_cut_between_rows_that_no_cell_ties() -> None:
    cells = [GridCell("头", 0, 0, 1, 2), GridCell("甲", 1, 0, 2, 1), GridCell("1", 1, 1), GridCell("2", 2, 1)]
    grid = Grid((1.0, 1.0), 4, 1, (*cells, GridCell("乙", 3, 0), GridCell("3", 3, 1)))
    first, second = cut(grid, 1, with_header=True)
    assert [cell.text for cell in first.cells] == ["头", "甲", "1", "2"]
    assert [(cell.text, cell.row) for cell in second.cells] == [("头", 0), ("乙", 1), ("3", 1)]
    assert [cell.row for cell in cut(grid, 1, with_header=False)[1].cells] == [0, 0]
    assert cut(grid, 9, with_header=True) == [grid]


def test_places_are_named_as_the_program_does() -> None:
    assert [reference(0, 0), reference(9, 25), reference(2, 26), reference(0, 701)] == ["A1", "Z10", "AA3", "ZZ1"]


def test_objects_of_a_turned_page_lie_on_the_upright_sheet() -> None:
    canvas = OfdCanvas()
    canvas.setPageSize((842.0, 595.0))
    canvas.setPageRotation(90)
    canvas.translate(595.0, 0.0)
    canvas.rotate(90)
    canvas.line(100.0, 50.0, 300.0, 50.0)
    canvas.showPage()
    content = canvas.ofd()
    assert content.startswith(b"PK")
    assert canvas.pages[0].count("PathObject") == 2
    # 100 to 300 points along the page are upwards on the sheet, 50 points from its right edge.
    assert 'Boundary="192.264 ' in canvas.pages[0]


def test_a_style_whose_program_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.shutil, "which", lambda program: None)
    assert missing_program(small("xls")) == "soffice"
    assert missing_program(small("html_pdf")) == "chromium"
    assert missing_program(small("xlsx")) is None


def test_a_program_that_writes_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "OFFICE", "true")
    with pytest.raises(RuntimeError, match="wrote nothing"):
        programs.convert(b"x", ".xlsx", "xls")
