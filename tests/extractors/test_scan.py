"""Scans: pages of a sample printed as images, and small drawn tables. Nothing may be read wrong; unread is allowed."""

from __future__ import annotations

import io
import unicodedata
from decimal import Decimal

import pytest

from extractors.document import Cell, Document, Page, Table, UnreadableDocument
from extractors.numbers import NotAnAmount, parse_amount
from tests.real_reports import ROOT

pytest.importorskip("rapidocr", reason="the optical recogniser (rapidocr, onnxruntime, opencv) is not installed")

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from extractors.readers.pdf import read_pdf
from extractors.readers.scan import read_image, read_scan_page, scan_pages, with_scans
from extractors.readers.scan_image import Upright, straighten
from extractors.readers.scan_readings import believed, guesses
from extractors.readers.scan_recognition import Area, Reading
from extractors.readers.scan_strips import Strip

SAMPLE = next((ROOT / "data" / "samples").glob("攸县*.pdf"))
#: A page with a statement in three blocks side by side, and names broken over two lines.
PAGE = 13
ROWS = (
    ("Code", "Name", "Amount"),
    ("210", "Health", "-1,234.56"),
    ("211", "Housing", "0.00"),
    ("212", "Roads", "-"),
    ("213", "Water", ""),
    ("214", "Schools", "88,051.70"),
    ("215", "Forests", "7"),
)


def scanned(page: int, dpi: int, turn: float, noise: float, quality: int) -> Image.Image:
    """A page of the sample as a scanner and a JPEG file would give it."""
    pdf = pdfium.PdfDocument(SAMPLE)
    picture = Image.fromarray(pdf[page - 1].render(scale=dpi / 72).to_numpy()[:, :, :3]).rotate(
        turn, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
    )
    pdf.close()
    grain = np.random.default_rng(7).normal(0.0, noise, (picture.height, picture.width, 1))
    buffer = io.BytesIO()
    Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue()))


def drawn(rows: tuple[tuple[str, ...], ...] = ROWS) -> Image.Image:
    """A small ruled table at 150 dpi."""
    width, height, step = (160, 300, 320), 46, 40
    picture = Image.new("L", (sum(width) + 2 * step, height * len(rows) + 2 * step), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(24)
    for row, texts in enumerate(rows):
        x, y = step, step + row * height
        for column, text in enumerate(texts):
            draw.rectangle((x, y, x + width[column], y + height), outline=0, width=2)
            draw.text((x + 12, y + 9), text, fill=0, font=font)
            x += width[column]
    return picture


def as_file(*pictures: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}
    pictures[0].save(buffer, kind, dpi=(150, 150), **more)
    return buffer.getvalue()


def tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def told(text: str) -> str:
    """What is printed, a dash for nothing as nothing."""
    return text.strip("-") and text


def amount(cell: Cell) -> Decimal | str | None:
    try:
        printed = parse_amount(cell.text)
    except NotAnAmount:
        return unicodedata.normalize("NFKC", "".join(cell.text.split()))
    return printed.value if printed is not None else None


@pytest.fixture(scope="module")
def printed() -> Table:
    """The table of the page as its PDF has it."""
    (table,) = tables(read_pdf(SAMPLE.read_bytes(), SAMPLE.name).pages[PAGE - 1])
    return table


@pytest.fixture(scope="module")
def read() -> Page:
    """The same page from a scan: askew, grainy and compressed."""
    return read_scan_page(scanned(PAGE, 150, 1.5, 10.0, 60), PAGE, 150.0)


def test_a_scan_reads_as_the_pdf_it_shows(printed: Table, read: Page) -> None:
    (table,) = tables(read)
    assert (table.row_count, table.column_count, len(table.cells)) == (
        printed.row_count,
        printed.column_count,
        len(printed.cells),
    )
    unread, names = [], 0
    for there, here in zip(printed.cells, table.cells, strict=True):
        assert (here.row, here.column, here.row_span, here.column_span) == (
            there.row,
            there.column,
            there.row_span,
            there.column_span,
        )
        if not here.readable:
            unread.append(there.text)
        elif isinstance(amount(there), str):
            names += amount(there) != amount(here)
        else:
            assert amount(there) == amount(here), (there.text, here.text)
    assert len(unread) <= 3, unread
    assert names <= 3
    assert any("\n" in cell.text for cell in table.cells), "names broken over lines are whole"


def test_boxes_are_those_of_the_page_as_given(printed: Table, read: Page) -> None:
    """Skewed by 1.5 degrees about its middle, so everything lies within a few points of where it was printed."""
    (table,) = tables(read)
    assert read.width == pytest.approx(595.3, abs=1.0)
    assert read.height == pytest.approx(841.9, abs=1.0)
    for there, here in zip(printed.cells, table.cells, strict=True):
        assert there.box is not None
        assert here.box is not None
        # The scan was turned against the clock: what is right of the middle went up, what is above it went left.
        x, y = (there.box.x0 + there.box.x1) / 2 - 297.6, (there.box.y0 + there.box.y1) / 2 - 420.9
        turn = np.radians(1.5)
        expected = (297.6 + x * np.cos(turn) + y * np.sin(turn), 420.9 + y * np.cos(turn) - x * np.sin(turn))
        assert ((here.box.x0 + here.box.x1) / 2, (here.box.y0 + here.box.y1) / 2) == pytest.approx(expected, abs=2.0)


def test_titles_and_units_stand_beside_the_table(read: Page) -> None:
    lines = [block.text for block in read.blocks if not isinstance(block, Table)]
    assert "一般公共预算财政拨款基本支出决算明细表" in lines
    assert any("单位：万元" in line for line in lines)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_drawn_table_reads_whichever_way_it_lies(quarters: int) -> None:
    image = np.ascontiguousarray(np.rot90(np.asarray(drawn().convert("RGB")), quarters))
    (table,) = tables(read_scan_page(image, 1, 150.0))
    texts = {(cell.row, cell.column): told(cell.text) for cell in table.cells if cell.readable}
    assert texts == {(row, column): told(text) for row, texts in enumerate(ROWS) for column, text in enumerate(texts)}


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("TIFF", "image/tiff")])
def test_image_files(kind: str, media_type: str) -> None:
    pages = 2 if kind == "TIFF" else 1
    document = read_image(as_file(*[drawn(ROWS[:3])] * pages, kind=kind), "scan")
    assert (document.reader, document.media_type, len(document.pages)) == ("rapidocr", media_type, pages)
    for number, page in enumerate(document.pages, start=1):
        (table,) = tables(page)
        assert table.page == page.number == number
        assert [cell.text for cell in table.cells if cell.column == 2] == ["Amount", "-1,234.56", "0.00"]
    assert document == read_image(as_file(*[drawn(ROWS[:3])] * pages, kind=kind), "scan"), "always the same"


def test_the_image_pages_of_a_pdf_are_read() -> None:
    data = as_file(drawn(), kind="PDF")
    document = read_pdf(data, "scan.pdf")
    assert [page.image_only for page in document.pages] == [True]
    read = with_scans(document, data)
    assert [page.image_only for page in read.pages] == [False]
    assert read.pages[0].reader == "rapidocr"
    assert any(note.startswith("scanned_page: page 1 ") for note in read.notes)
    (table,) = tables(read.pages[0])
    assert [told(cell.text) for cell in table.cells if cell.column == 2] == [told(row[2]) for row in ROWS]
    assert read.pages[0].width == pytest.approx(document.pages[0].width, abs=1.0)
    assert scan_pages(data, [7]) == {}


def test_a_document_without_scans_is_left_alone() -> None:
    document = Document("a.pdf", "0" * 64, "application/pdf", "pdfium", (Page(1, 10.0, 10.0, ()),))
    assert with_scans(document, b"") is document


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n", "damaged"), (b"no image", "damaged"), (as_file(drawn(), kind="PNG")[:900], "damaged")],
)  # fmt: skip
def test_what_is_no_image_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_image(data, "scan.png")
    assert refused.value.code == code


def test_an_empty_page_has_nothing_on_it() -> None:
    page = read_scan_page(np.full((800, 600, 3), 255, np.uint8), 1, 100.0)
    assert page.blocks == ()


def strip(points: int = 0, *, minus: bool = False, dash: bool = False) -> Strip:
    area = Area(0, 0, 60, 20)
    return Strip(area, area, points, minus, dash)


def reading(text: str, *unsure: int, confidence: float = 0.3) -> Reading:
    return Reading(text, tuple(confidence if k in unsure else 0.99 for k in range(len(text))))


@pytest.mark.parametrize(
    ("seen", "first", "second", "believed_text"),
    [
        (strip(1), reading("12.50"), reading("12.50"), "12.50"),
        (strip(2), reading("1,250.00"), reading("1，250.00"), "1,250.00"),
        (strip(1), reading("12.50"), reading("17.50"), None),
        (strip(1), reading("12.50", 1), reading("12.50"), None),
        (strip(1), reading("12.50", 1, confidence=0.6), reading("12.50"), "12.50"),
        (strip(1), reading("1250"), reading("1250"), None),
        (strip(1), reading("276,69"), reading("276,69"), None),
        (strip(0, minus=True), reading("1250"), reading("1250"), None),
        (strip(0, minus=True), reading("-1250"), reading("-1250"), "-1250"),
        (strip(), reading("1250"), reading("-1250"), None),
        (strip(), reading("1250"), reading("1250%"), None),
        (strip(), reading("行政运行"), None, "行政运行"),
        (strip(), reading("其他收入", 2), reading("其他收人"), "其他收人"),
        (strip(), reading("共12个", 3), reading("共12个"), "共12个"),
        (strip(dash=True), reading("一"), reading(""), "-"),
        (strip(dash=True), reading(""), reading(""), "-"),
    ],
)
def test_a_number_is_believed_only_for_reasons(
    seen: Strip, first: Reading, second: Reading | None, believed_text: str | None
) -> None:
    text, sure = believed(seen, first, second)
    if believed_text is None:
        assert not sure
        assert not any(char.isdigit() for char in text), "no digit of a doubtful number is left to be taken for one"
    else:
        assert (text, sure) == (believed_text, True)


@pytest.mark.parametrize(
    ("points", "first", "second", "expected"),
    [
        (1, "12.50", "17.50", ("12.50", "17.50")),
        (1, "12.50", "12.50", ("12.50", "12.50")),
        (1, "276,69", "276,69", ("276.69", "276.69")),  # the point was taken for a comma
        (2, "1,276,69", "1,276.69", ("1,276.69", "1,276.69")),
        (1, "1250", "12.50", ("12.50", "12.50")),  # the ink has a point
        (0, "1250", "1,250", ("1250", "1,250")),
        (1, "12.5O", "", ()),
        (1, "12,5", "12.50", ("12.50",)),
    ],
)
def test_what_a_doubtful_number_may_be(points: int, first: str, second: str, expected: tuple[str, ...]) -> None:
    assert guesses(strip(points), reading(first), reading(second)) == expected


def test_ink_that_says_nothing_is_unread_and_not_blank() -> None:
    text, sure = believed(strip(), reading(""), reading(""))
    assert not sure
    assert text.strip()


@pytest.mark.parametrize("degrees", [-2.5, 0.0, 0.6, 3.0])
def test_lines_are_put_straight(degrees: float) -> None:
    picture = drawn().rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    upright = straighten(np.asarray(picture.convert("RGB")), 150.0)
    assert np.degrees(np.arctan2(upright.to_upright[1, 0], upright.to_upright[0, 0])) == pytest.approx(degrees, abs=0.1)


def test_quarter_turns_lead_back() -> None:
    from extractors.document import Box

    image = np.zeros((100, 200, 3), np.uint8)
    box = Box(10.0, 20.0, 30.0, 26.0)
    here = Upright(image, 72.0, np.eye(3))
    assert here.turned(4).as_given(box) == here.as_given(box) == box
    turned = here.turned(1).as_given(box)
    assert (turned.x1 - turned.x0, turned.y1 - turned.y0) == (6.0, 20.0)
    assert here.turned(1).turned(3).as_given(box) == box
