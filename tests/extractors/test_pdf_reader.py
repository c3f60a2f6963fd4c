"""PDF on pdfium: every manner of drawing a table, turned pages, forms, and what cannot be read."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Page, Table, TextLine, UnreadableDocument
from extractors.readers.pdf import read_pdf
from extractors.readers.witnesses import read_pdf_with_pdfplumber
from tests.extractors.drawn_pdfs import (
    HEIGHT,
    MANNERS,
    WIDTH,
    Block,
    Manner,
    draw,
    draw_pages,
    merged_grids,
    printed_places,
    rule,
    table,
    whole,
    write_cells,
)
from tests.real_reports import SHARED as SHARED_FOLDER

SHARED = SHARED_FOLDER / "samples"
XS, YS = [60.0, 160.0, 260.0, 360.0], [100.0, 120.0, 140.0, 160.0]
MERGED: dict[Block, str] = {
    (0, 0, 2, 1): "code",
    (0, 1, 1, 3): "amount",
    (1, 1, 2, 2): "basic",
    (1, 2, 2, 3): "project",
    (2, 0, 3, 1): "201",
    (2, 1, 3, 2): "1,234.56",
    (2, 2, 3, 3): "-0.10",
}


def tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def lines(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, TextLine)]


def texts(found: Table) -> dict[Block, str]:
    return {(c.row, c.column, c.row + c.row_span, c.column + c.column_span): c.text for c in found.cells}


def only_page(data: bytes) -> Page:
    (page,) = read_pdf(data, "drawn.pdf").pages
    return page


@pytest.mark.parametrize("manner", MANNERS)
def test_merged_cells_are_read_however_the_rulings_are_drawn(manner: Manner) -> None:
    page = only_page(draw(table(MERGED, XS, YS, manner)))
    (found,) = tables(page)
    assert texts(found) == MERGED
    assert found.column_edges == pytest.approx(XS, abs=0.6)
    assert lines(page) == []
    box = found.cells[-1].box
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((260, 140, 360, 160), abs=0.6)


@settings(max_examples=25, deadline=None)
@given(merged_grids(), st.sampled_from(MANNERS))
def test_any_grid_with_merged_cells_is_drawn_and_read_back(
    grid: tuple[list[float], list[float], list[Block]], manner: Manner
) -> None:
    xs, ys, blocks = grid
    cells = {block: str(k) for k, block in enumerate(blocks)}
    (found,) = tables(only_page(draw(table(cells, xs, ys, manner), size=(700, HEIGHT))))
    assert texts(found) == dict(zip(printed_places(xs, ys, blocks), cells.values(), strict=True))


def test_text_outside_tables_comes_as_lines_in_reading_order() -> None:
    def paint(canvas: Canvas) -> None:
        table(MERGED, XS, YS)(canvas)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, HEIGHT - 300, "after")
        canvas.drawString(300, HEIGHT - 60, "right")
        canvas.drawString(60, HEIGHT - 60, "Unit: a")

    page = only_page(draw(paint))
    assert [b.text if isinstance(b, TextLine) else "table" for b in page.blocks] == ["Unit: a right", "table", "after"]
    first = page.blocks[0]
    assert isinstance(first, TextLine)
    assert first.box is not None
    assert first.size == 10.0
    assert first.box.x0 == pytest.approx(60, abs=1)
    assert first.box.y0 < 60 < first.box.y1


def test_tables_side_by_side_and_one_under_the_other() -> None:
    right = [x + 320 for x in XS[:3]]
    below = [y + 200 for y in YS]
    small = {(0, 0, 1, 1): "a", (0, 1, 1, 2): "b"}

    def paint(canvas: Canvas) -> None:
        table(MERGED, XS, YS)(canvas)
        table(small, right, [y + 1.3 for y in YS[:2]])(canvas)
        table(dict.fromkeys(whole(3, 3), "u"), XS, below)(canvas)

    found = tables(only_page(draw(paint, size=(700, HEIGHT))))
    assert [texts(t) for t in found] == [MERGED, small, dict.fromkeys(whole(3, 3), "u")]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_page_is_read_as_displayed(rotation: int) -> None:
    def turned(canvas: Canvas) -> None:
        _turn(canvas, rotation)
        table(MERGED, XS, YS)(canvas)

    page = only_page(draw(turned, rotation=rotation))  # reportlab takes the size as displayed
    (found,) = tables(page)
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert texts(found) == MERGED
    assert found.column_edges == pytest.approx(XS, abs=0.6)


def _turn(canvas: Canvas, rotation: int) -> None:
    """Turns what follows so that the rotated page shows it upright."""
    if rotation == 90:
        canvas.translate(HEIGHT, 0)
    elif rotation == 180:
        canvas.translate(WIDTH, HEIGHT)
    else:
        canvas.translate(0, WIDTH)
    canvas.rotate(rotation)


@pytest.mark.parametrize("rotation", [90, 270])
def test_a_table_printed_sideways_is_read_upright_with_boxes_as_displayed(rotation: int) -> None:
    def turned(canvas: Canvas) -> None:
        _turn(canvas, rotation)
        table(MERGED, XS, YS)(canvas)

    document = read_pdf(draw(turned, size=(HEIGHT, WIDTH)), "sideways.pdf")
    (page,) = document.pages
    (found,) = tables(page)
    assert texts(found) == MERGED
    assert (page.width, page.height) == (HEIGHT, WIDTH)
    box = found.cells[0].box  # two rows high and one column wide when upright, lying on its side on the page
    assert box is not None
    expected = (100, 435, 140, 535) if rotation == 90 else (702, 60, 742, 160)
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx(expected, abs=0.6)
    assert document.notes[0].startswith("turned_page: page 1")


def test_a_form_xobject_is_followed_with_its_matrix() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.beginForm("inner", 0, 0, WIDTH, HEIGHT)
        table(MERGED, XS, YS)(canvas)
        canvas.endForm()
        canvas.beginForm("outer", 0, 0, WIDTH, HEIGHT)
        canvas.scale(1.2, 1.2)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(30, -150)
        canvas.doForm("outer")

    (found,) = tables(only_page(draw(paint)))
    assert texts(found) == MERGED
    assert found.column_edges == pytest.approx([30 + 1.2 * x for x in XS], abs=0.6)


def test_the_crop_box_is_the_page_and_hides_what_is_outside() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setCropBox((50, 100, 500, 800))
        table(MERGED, XS, YS)(canvas)
        canvas.drawString(10, 500, "hidden")

    page = only_page(draw(paint))
    (found,) = tables(page)
    assert (page.width, page.height) == (450, 700)
    assert found.column_edges == pytest.approx([x - 50 for x in XS], abs=0.6)
    assert texts(found) == MERGED
    assert lines(page) == []


def test_scaled_text_has_its_displayed_size() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.translate(100, 500)
        canvas.scale(12, 12)
        canvas.setFont("Helvetica", 1)
        canvas.drawString(0, 0, "two words")

    (line,) = only_page(draw(paint)).blocks
    assert isinstance(line, TextLine)
    assert (line.text, line.size) == ("two words", 12.0)


def test_a_dash_at_the_end_of_a_line_stays_a_dash() -> None:
    cells = dict.fromkeys(whole(3, 3), "-")
    (found,) = tables(only_page(draw(table(cells, XS, YS))))
    assert texts(found) == cells


def test_cells_drawn_as_filled_areas_make_a_table() -> None:
    cells = dict.fromkeys(whole(3, 3), "x")

    def paint(canvas: Canvas) -> None:
        for row, column, row_end, column_end in cells:
            canvas.setFillGray(0.9 if row % 2 else 0.8)
            canvas.rect(XS[column], HEIGHT - YS[row_end], XS[column_end] - XS[column], YS[row_end] - YS[row], 0, 1)
        canvas.setFillGray(0)
        write_cells(canvas, XS, YS, cells)

    (found,) = tables(only_page(draw(paint)))
    assert texts(found) == cells


def test_a_slanted_watermark_does_not_get_into_cells() -> None:
    def paint(canvas: Canvas) -> None:
        table(MERGED, XS, YS)(canvas)
        canvas.translate(60, HEIGHT - 170)
        canvas.rotate(30)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(0, 0, "SAMPLE")

    document = read_pdf(draw(paint), "watermark.pdf")
    (found,) = tables(document.pages[0])
    assert texts(found) == MERGED
    assert document.notes == ("slanted_text: page 1: 6 slanted characters (a watermark) are left out",)


def test_a_page_with_an_image_and_no_text_is_image_only() -> None:
    picture = io.BytesIO()
    Image.new("L", (40, 40), 200).save(picture, "PNG")

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, WIDTH, HEIGHT)

    def text(canvas: Canvas) -> None:
        scan(canvas)
        canvas.drawString(60, 500, "text")

    def numbered(canvas: Canvas) -> None:
        scan(canvas)
        canvas.drawString(290, 30, "- 3 -")

    document = read_pdf(draw_pages([scan, text, numbered, lambda canvas: None]), "scan.pdf")
    assert [page.image_only for page in document.pages] == [True, False, True, False]
    assert [lines(page) for page in document.pages] == [[], ["text"], ["- 3 -"], []]


def test_glyphs_without_a_code_point_are_marked_unreadable() -> None:
    data = draw(lambda canvas: table({(0, 0, 1, 1): "AB", (0, 1, 1, 2): "12"}, XS[:3], YS[:2])(canvas))
    broken = data.replace(b"/Encoding /WinAnsiEncoding", b"/Encoding <</Differences [65 /gX1 /gX2]>>".ljust(10))
    assert broken != data
    (found,) = tables(only_page(broken))
    assert found.cells[0].readable is False
    assert (found.cells[1].text, found.cells[1].readable) == ("12", True)


def test_the_same_bytes_give_the_same_document() -> None:
    data = draw_pages([table(MERGED, XS, YS), lambda canvas: rule(canvas, XS, YS, whole(3, 3))])
    first, second = read_pdf(data, "a.pdf"), read_pdf(data, "a.pdf")
    assert first == second
    assert (first.reader, first.media_type, len(first.sha256)) == ("pdfium", "application/pdf", 64)
    assert [page.number for page in first.pages] == [1, 2]


PLAIN = draw(table(MERGED, XS, YS))


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("empty", b"\n\0\0"),
        ("mislabelled", b"<html><body>x</body></html>"),
        ("truncated", PLAIN[: len(PLAIN) // 2]),
        ("truncated", PLAIN[:-40]),
        ("truncated", PLAIN.replace(b"%PDF-1.3", b"%PDF-1.3\n9 0 obj<</Linearized 1/L 900000>>endobj")),
        ("truncated", PLAIN + b"9 0 obj<</Length 5000>>stream\n" + b"x" * 2000),
        ("damaged", b"%PDF-1.4\n" + b"rubbish " * 200 + b"\n%%EOF\n"),
        ("encrypted", draw_pages([table(MERGED, XS, YS)], password="secret")),
    ],
)
def test_what_cannot_be_read_says_why(code: str, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(data, "bad.pdf")
    assert caught.value.code == code
    assert "bad.pdf" in str(caught.value)


def test_a_pdf_without_pages_is_refused() -> None:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    data = body + b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n"
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(data, "none.pdf")
    assert caught.value.code in ("no_pages", "damaged")


def test_an_open_pdf_with_an_owner_password_only_is_read() -> None:
    data = draw_pages([table(MERGED, XS, YS)], password="")
    assert texts(tables(only_page(data))[0]) == MERGED


def shared(pattern: str) -> Document:
    found = sorted(SHARED.glob(pattern))
    if not found:
        pytest.skip(f"{SHARED}/{pattern} is not on this machine")
    return read_pdf(found[0].read_bytes(), found[0].name)


def row(found: Table, first: str) -> list[str]:
    number = next(cell.row for cell in found.cells if cell.text == first)
    return [cell.text for cell in found.cells if cell.row == number]


def on_page(document: Document, page: int) -> Table:
    return tables(document.pages[page - 1])[0]


def test_shifted_font_boxes_do_not_move_amounts_to_another_row() -> None:
    document = shared("budgets/重庆*.pdf")
    assert row(on_page(document, 12), "2011301") == ["2011301", "行政运行", "6,231.54", "6,231.54", ""]
    assert row(on_page(document, 12), "2080501") == ["2080501", "行政单位离退休", "96.66", "96.66", ""]
    amounts = row(on_page(document, 15), "(一)一般公共预算资金")
    assert amounts[:5] == ["(一)一般公共预算资金", "99,320.55", "(一)一般公共服务支出", "16,604.23", "16,604.23"]


def _expenditure_rows(found: Table) -> dict[str, list[Decimal]]:
    """The right side of a two-sided table: label → its four amounts, blanks as zero."""
    cells = {(cell.row, cell.column): cell.text for cell in found.cells}
    return {
        cells[row, 2]: [Decimal(cells.get((row, column), "").replace(",", "") or 0) for column in range(3, 7)]
        for row in range(2, found.row_count)
        if cells.get((row, 2))
    }


def _adds_up(rows: dict[str, list[Decimal]], total: list[Decimal]) -> bool:
    """Whether the items make the total in every column, within what rounding each figure to a cent explains."""
    items = [amounts for label, amounts in rows.items() if label.startswith("(") or "( )" in label]
    slack = (len(items) + 1) * Decimal("0.005")
    return all(abs(sum(column) - printed) <= slack for *column, printed in zip(*items, total, strict=True))


def test_the_sums_of_a_real_budget_tell_which_reader_has_the_rows_right() -> None:
    """Its font declares its boxes too low: readers that go by them put the items one row below their names."""
    (path,) = sorted(SHARED.glob("budgets/重庆*.pdf")) or [None]
    if path is None:
        pytest.skip(f"{SHARED}/budgets is not on this machine")
    total = [Decimal(amount) for amount in ("143368.57", "101833.84", "41534.73", "0")]
    own = _expenditure_rows(on_page(read_pdf(path.read_bytes(), path.name), 15))
    assert own["一、本年支出"] == total
    assert _adds_up(own, total)
    assert own["(二)教育支出"][0] == Decimal("32588.24")
    other = _expenditure_rows(tables(read_pdf_with_pdfplumber(path.read_bytes(), path.name, [15]).pages[0])[0])
    assert total in other.values()
    assert not _adds_up(other, total)


def test_the_sums_of_a_budget_with_turned_pages_hold() -> None:
    document = shared("budgets/烟台*.pdf")
    rows = [[cell.text for cell in found.cells if cell.row == row] for page in (11, 12) for found in tables(document.pages[page - 1]) for row in range(2, found.row_count)]  # fmt: skip
    amounts = {tuple(texts[:3]): Decimal((texts[4] or "0").replace(",", "")) for texts in rows if texts[0]}
    total = next(texts for texts in rows if texts[3] == "合 计")
    assert sum(amounts.values()) == Decimal(total[4].replace(",", ""))


def test_rotated_table_pages_of_a_real_budget_are_read() -> None:
    document = shared("budgets/烟台*.pdf")
    found = on_page(document, 11)
    assert (found.row_count, found.column_count, found.cells[0].text) == (18, 17, "科目编码")
    assert row(found, "行政运行")[2:7] == ["01", "行政运行", "2,990.74", "2,990.74", "2,990.74"]


@pytest.mark.parametrize(
    ("pattern", "page", "first", "expected"),
    [
        ("上海*.pdf", 6, "一、一般公共预算财政拨款收入", "2,940.05"),
        ("佛山*.pdf", 8, "合计", "1668.14"),
    ],
)
def test_statements_of_real_final_accounts(pattern: str, page: int, first: str, expected: str) -> None:
    found = on_page(shared(pattern), page)
    assert expected in row(found, first)
