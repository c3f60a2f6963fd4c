"""pdfplumber and camelot behind the interface of the PDF reader, and in agreement with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Page, Table, TextLine, UnreadableDocument
from extractors.readers.pdf import read_pdf
from extractors.readers.witnesses import read_pdf_with_camelot, read_pdf_with_pdfplumber
from tests.extractors.drawn_pdfs import HEIGHT, Block, draw, draw_pages, table
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
Reader = Callable[[bytes, str, Sequence[int] | None], Document]
READERS: dict[str, Reader] = {"pdfplumber": read_pdf_with_pdfplumber, "camelot": read_pdf_with_camelot}
reading = pytest.mark.parametrize("reader", READERS)


def tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def texts(found: Table) -> dict[Block, str]:
    """Texts by place, without blanks: where these are put is each reader's own affair."""
    return {
        (c.row, c.column, c.row + c.row_span, c.column + c.column_span): "".join(c.text.split()) for c in found.cells
    }


def titled(canvas: Canvas) -> None:
    table(MERGED, XS, YS)(canvas)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, HEIGHT - 60, "Title")
    canvas.drawString(60, HEIGHT - 300, "note")


@reading
def test_merged_cells_boxes_and_lines(reader: str) -> None:
    document = READERS[reader](draw(titled), "drawn.pdf", None)
    (page,) = document.pages
    (found,) = tables(page)
    assert (document.reader, document.media_type, page.number) == (reader, "application/pdf", 1)
    assert texts(found) == MERGED
    assert found.column_edges == pytest.approx(XS, abs=1.0)
    box = found.cells[-1].box
    assert box is not None
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((260, 140, 360, 160), abs=1.0)
    assert [b.text if isinstance(b, TextLine) else "table" for b in page.blocks] == ["Title", "table", "note"]


@reading
def test_only_the_pages_asked_for_are_read(reader: str) -> None:
    data = draw_pages([titled, lambda canvas: canvas.drawString(60, 700, "text"), table(MERGED, XS, YS)])
    document = READERS[reader](data, "drawn.pdf", [3, 1])
    assert [(page.number, len(tables(page))) for page in document.pages] == [(1, 1), (3, 1)]
    assert READERS[reader](data, "drawn.pdf", []).pages == ()


@reading
@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("mislabelled", b"no PDF"),
        ("truncated", draw(titled)[:700]),
        ("encrypted", draw_pages([titled], password="secret")),
        ("damaged", b"%PDF-1.4\n" + b"rubbish " * 200 + b"\n%%EOF\n"),
    ],
)
def test_what_cannot_be_read_says_why(reader: str, code: str, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        READERS[reader](data, "bad.pdf", [1])
    assert caught.value.code == code


@reading
def test_a_page_that_is_not_there_is_refused(reader: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        READERS[reader](draw(titled), "drawn.pdf", [2])
    assert caught.value.code == "no_such_page"


def test_camelot_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert tables(read_pdf_with_camelot(draw(titled), "drawn.pdf").pages[0])
    assert list(tmp_path.iterdir()) == []


def statement_pages(document: Document) -> list[int]:
    return [page.number for page in document.pages if tables(page)]


@pytest.mark.parametrize("pattern", ["上海*.pdf", "佛山*.pdf"])
def test_pdfplumber_agrees_with_pdfium_in_every_cell_of_real_final_accounts(pattern: str) -> None:
    found = sorted(SHARED.glob(pattern))
    if not found:
        pytest.skip(f"{SHARED}/{pattern} is not on this machine")
    data = found[0].read_bytes()
    ours = read_pdf(data, found[0].name)
    theirs = read_pdf_with_pdfplumber(data, found[0].name, statement_pages(ours))
    cells = 0
    for page in theirs.pages:
        for mine, other in zip(tables(ours.pages[page.number - 1]), tables(page), strict=True):
            assert texts(mine) == texts(other), f"page {page.number}"
            cells += len(mine.cells)
    assert cells > 1400


def test_camelot_agrees_with_pdfium_in_every_amount_of_a_real_statement() -> None:
    found = sorted(SHARED.glob("佛山*.pdf"))
    if not found:
        pytest.skip(f"{SHARED}/佛山*.pdf is not on this machine")
    data = found[0].read_bytes()
    ours, theirs = read_pdf(data, "a.pdf"), read_pdf_with_camelot(data, "a.pdf", [8])
    (mine,), (other,) = tables(ours.pages[7]), tables(theirs.pages[0])
    assert texts(mine) == texts(other)
