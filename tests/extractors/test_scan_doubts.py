"""Cells of a scanned table that the cells beside them speak against, and digits too small to be told."""

from __future__ import annotations

import pytest

from extractors.document import Cell, Table

pytest.importorskip("rapidocr", reason="the optical recogniser is not installed")

from PIL import Image

from extractors.readers.scan import read_image
from extractors.readers.scan_doubts import doubted
from tests.extractors.test_scan import ROWS, as_file, drawn


def table(*rows: tuple[str, ...]) -> Table:
    cells = tuple(Cell(text, r, c) for r, texts in enumerate(rows) for c, text in enumerate(texts))
    return Table(1, len(rows), len(rows[0]), cells)


def unread(*rows: tuple[str, ...]) -> set[tuple[int, int]]:
    result = doubted(table(*rows))
    changed = {(cell.row, cell.column) for cell in result.cells if not cell.readable}
    for before, after in zip(table(*rows).cells, result.cells, strict=True):
        assert after == before or not any(char.isdigit() for char in after.text)
    return changed


def test_a_whole_number_among_decimals_has_lost_its_point() -> None:
    assert unread(("12.50",), ("247",), ("3.10",), ("1,200.00",), ("0",)) == {(1, 0)}
    assert unread(("12.50",), ("247",), ("310",), ("88",)) == set(), "an office that prints no decimals"


def test_a_number_that_lost_its_point_keeps_the_number_with_it_as_a_guess() -> None:
    cells = doubted(table(("12.50",), ("3.00",), ("1250",))).cells
    assert [cell.guesses for cell in cells] == [(), (), ("12.50", "12.50")]


def test_columns_are_judged_by_themselves() -> None:
    assert unread(("2080505", "12.50"), ("2101101", "3.10"), ("2210201", "1.00")) == set()


@pytest.mark.parametrize(
    ("code", "name", "doubtful"),
    [
        ("2080505", "机关事业单位基本养老保险缴费支出", False),
        ("2080506", "机关事业单位基本养老保险缴费支出", True),
        ("30217", "公务接待费", False),
        ("30211", "公务接待费", True),
        # What the classification does not know, or what is another code altogether, is the publisher's matter.
        ("2080505", "单位自定名称", False),
        ("2010101", "公务接待费", False),
    ],
)
def test_a_code_with_the_name_of_its_neighbour_is_doubtful(code: str, name: str, doubtful: bool) -> None:
    assert unread((code, name, "1.00")) == ({(0, 0)} if doubtful else set())


def test_digits_of_too_few_pixels_are_unread_and_the_resolution_is_named() -> None:
    picture = drawn(ROWS[:3])
    # Digits of 17 pixels become 5.
    small = picture.resize((picture.width * 3 // 10, picture.height * 3 // 10), Image.Resampling.BOX)
    page = Image.new("L", (372, 526), 255)
    page.paste(small, (30, 40))
    document = read_image(as_file(page, kind="PNG"), "small.png")
    cells = [cell for block in document.pages[0].blocks if isinstance(block, Table) for cell in block.cells]
    assert cells
    assert not any(cell.readable and any(char.isdigit() for char in cell.text) for cell in cells)
    (note,) = [note for note in document.notes if note.startswith("small_type: page 1 ")]
    assert "scan it again with" in note
