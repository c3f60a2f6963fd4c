"""Which pages of a PDF are recognised: those whose text says nothing about what they show, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Page, Table
from extractors.readers.glyphs import Glyph
from extractors.readers.pdf import read_pdf
from extractors.readers.pdfium_page import PageInk
from tests.extractors.drawn_pdfs import HEIGHT, WIDTH, draw, draw_pages

INVISIBLE = 3
SENTENCE = "本年收入合计一千万元"
Paint = Callable[[Canvas], None]


def picture(alpha: int = 255) -> ImageReader:
    """A picture of a page with a frame on it."""
    image = Image.new("RGBA", (300, 420), (255, 255, 255, alpha))
    ImageDraw.Draw(image).rectangle((40, 40, 260, 380), outline=(0, 0, 0, alpha), width=3)
    return ImageReader(image if alpha < 255 else image.convert("RGB"))


def drawn_picture(canvas: Canvas, alpha: int = 255) -> None:
    canvas.drawImage(picture(alpha), 0, 0, WIDTH, HEIGHT, mask="auto")


def drawn_text(canvas: Canvas, mode: int = 0, text: str = SENTENCE) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    writing = canvas.beginText(100, 600)
    writing.setFont("STSong-Light", 12)
    writing.setTextRenderMode(mode)
    writing.textLine(text)
    canvas.drawText(writing)


def page_of(*paints: Paint) -> Page:
    def paint(canvas: Canvas) -> None:
        for one in paints:
            one(canvas)

    return read_pdf(draw(paint), "page.pdf").pages[0]


def hidden(canvas: Canvas) -> None:
    drawn_text(canvas, INVISIBLE)


def translucent(canvas: Canvas) -> None:
    drawn_picture(canvas, alpha=40)


@pytest.mark.parametrize(
    ("paints", "recognised", "blocks"),
    [
        ((drawn_picture, hidden), True, 0),
        ((hidden, drawn_picture), True, 0),
        ((drawn_text, drawn_picture), True, 0),
        ((drawn_picture, drawn_text), False, 1),
        ((drawn_text, translucent), False, 1),
        ((drawn_text,), False, 1),
        ((hidden,), False, 1),
    ],
    ids=["layer over", "layer under", "covered", "background", "watermark", "text", "hidden without picture"],
)
def test_text_that_nobody_sees_is_not_what_a_page_shows(
    paints: tuple[Paint, ...], recognised: bool, blocks: int
) -> None:
    page = page_of(*paints)
    assert (page.image_only, len(page.blocks)) == (recognised, blocks)


def test_a_hidden_layer_is_told() -> None:
    def paint(canvas: Canvas) -> None:
        drawn_picture(canvas)
        hidden(canvas)

    assert [note.partition(":")[0] for note in read_pdf(draw(paint), "page.pdf").notes] == ["hidden_text"]


def ink(readable: int, untold: int) -> PageInk:
    glyphs = [
        Glyph("\ufffd" if k < untold else "款", 10.0, 10.0, 5.0, 15.0, 14.0, 10.0, readable=k >= untold)
        for k in range(readable + untold)
    ]
    return PageInk(WIDTH, HEIGHT, glyphs=glyphs)


@pytest.mark.parametrize(("readable", "untold", "recognised"), [(500, 3, False), (500, 15, False), (100, 40, True), (0, 19, False), (0, 20, True)])  # fmt: skip
def test_glyphs_that_nobody_can_tell_are_recognised_by_their_shape(
    readable: int, untold: int, recognised: bool
) -> None:
    assert ink(readable, untold).is_scan() is recognised


def test_only_the_scanned_page_of_a_mixed_document_is_recognised() -> None:
    pytest.importorskip("rapidocr", reason="the optical recogniser is not installed")
    from extractors.readers.scan import with_scans
    from tests.extractors.test_scan import ROWS, drawn

    def table(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(drawn(ROWS[:3])), 40, 500, 420, 105)

    def scanned(canvas: Canvas) -> None:
        image = Image.new("L", (1240, 1754), 255)
        image.paste(drawn(ROWS[:3]), (100, 200))
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    data = draw_pages([drawn_text, scanned, drawn_text])
    document = read_pdf(data, "mixed.pdf")
    read = with_scans(document, data)
    assert [page.image_only for page in document.pages] == [False, True, False]
    assert [page.reader for page in read.pages] == [None, "rapidocr", None]
    assert (read.pages[0], read.pages[2]) == (document.pages[0], document.pages[2])
    (found,) = [block for block in read.pages[1].blocks if isinstance(block, Table)]
    assert [cell.text for cell in found.cells if cell.column == 2] == ["Amount", "-1,234.56", "0.00"]
