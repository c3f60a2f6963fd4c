"""The compiled pass over a PDF page and the calls it replaces give the same numbers, and so the same reports."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.document import UnreadableDocument
from extractors.extract import extract_all
from extractors.readers import pdfium_calls, pdfium_columns
from extractors.readers.pdfium_page import read_ink
from tests.extractors.drawn_pdfs import HEIGHT, MANNERS, WIDTH, draw, draw_pages, table, whole
from tests.hostile import pdfs

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "data" / "samples").glob("*.pdf"))
XS, YS = [60.0, 160.0, 260.0, 360.0], [100.0, 120.0, 140.0, 160.0]
CELLS = {block: f"{k},234.5{k}" for k, block in enumerate(whole(3, 3))}

compiled = pytest.mark.skipif(
    not pdfium_columns.is_compiled(), reason="the compiled pass was not built, or JUESUAN_PLAIN is set"
)


def _picture(opaque: bool) -> ImageReader:
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 200, 200, 255 if opaque else 60)).save(buffer, "PNG")
    return ImageReader(io.BytesIO(buffer.getvalue()))


def _forms(canvas: Canvas) -> None:
    canvas.beginForm("inner", 0, 0, WIDTH, HEIGHT)
    table(CELLS, XS, YS)(canvas)
    canvas.drawImage(_picture(True), 20, 20, 300, 0.5)
    canvas.endForm()
    canvas.beginForm("outer", 0, 0, WIDTH, HEIGHT)
    canvas.skew(10, 5)
    canvas.doForm("inner")
    canvas.rotate(90)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.translate(30, -150)
    canvas.doForm("outer")


def _outlines(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(50, 700)
    path.curveTo(60, 760, 140, 760, 150, 700)
    path.lineTo(150, 650)
    path.close()
    path.circle(300, 500, 40)
    path.moveTo(400, 400)
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.rect(100, 100, 200, 80, stroke=0, fill=1)
    canvas.rect(100, 300, 200, 80, stroke=1, fill=0)
    canvas.rotate(3)
    canvas.rect(200, 400, 90, 90, stroke=1, fill=1)


def _watermark(canvas: Canvas) -> None:
    table(CELLS, XS, YS)(canvas)
    canvas.rotate(30)
    canvas.setFont("Helvetica", 40)
    canvas.drawString(200, 200, "SAMPLE")


def _directions(canvas: Canvas) -> None:
    canvas.translate(300, 400)
    for _ in range(4):
        canvas.rotate(90)
        canvas.setFont("Helvetica-Oblique", 9)
        canvas.drawString(20, 20, "turned by a quarter, 1,234.56")


def _hidden(canvas: Canvas) -> None:
    text = canvas.beginText(60, 500)
    text.setTextRenderMode(3)
    text.textLine("recognised and laid below")
    canvas.drawText(text)
    canvas.drawImage(_picture(True), 0, 0, WIDTH, HEIGHT)
    canvas.drawImage(_picture(False), 0, 0, WIDTH, HEIGHT, mask="auto")


def _cropped(canvas: Canvas) -> None:
    canvas.setCropBox((50, 100, 500, 800))
    table(CELLS, XS, YS)(canvas)
    canvas.drawString(10, 500, "outside")


def _symbols(canvas: Canvas) -> None:
    for size, font in enumerate(("Symbol", "ZapfDingbats", "Courier"), start=1):
        canvas.setFont(font, 0.01 if size == 3 else 4 * size)
        canvas.drawString(60, 100 * size, "abc - 123 -")


def _empty(canvas: Canvas) -> None:
    del canvas


def _unmapped() -> bytes:
    data = draw(table({(0, 0, 1, 1): "AB", (0, 1, 1, 2): "12"}, XS[:3], YS[:2]))
    return data.replace(b"/Encoding /WinAnsiEncoding", b"/Encoding <</Differences [65 /gX1 /gX2]>>")


PAINTED: tuple[Callable[[Canvas], None], ...] = (_forms, _outlines, _watermark, _directions, _hidden, _cropped, _symbols, _empty)  # fmt: skip
FILES: dict[str, Callable[[], bytes]] = {
    **{path.name: path.read_bytes for path in SAMPLES},
    "painted": lambda: draw_pages(PAINTED),
    "turned": lambda: draw_pages(PAINTED, rotation=90),
    "upside down": lambda: draw_pages(PAINTED, rotation=180),
    "manners": lambda: draw_pages([table(CELLS, XS, YS, manner) for manner in MANNERS]),
    "tiny": lambda: draw(_watermark, size=(3.0, 3.0)),
    "unmapped": _unmapped,
    "many rulings": pdfs.many_rulings,
    "many characters": pdfs.many_characters,
    "boundless page": pdfs.boundless_page,
    "boundless image": pdfs.boundless_image,
}


def _handle(raw: object) -> int:
    found = ctypes.cast(raw, ctypes.c_void_p).value  # type: ignore[arg-type]
    assert found is not None
    return found


def _bits(*columns: NDArray[np.generic]) -> list[tuple[tuple[int, ...], bytes]]:
    """Columns to the last bit."""
    return [(column.shape, column.tobytes()) for column in columns]


def _text_columns(page: pdfium.PdfPage) -> Iterator[object]:
    text_page = page.get_textpage()
    handle, count = _handle(text_page.raw), min(text_page.count_chars(), 20_000)
    yield _bits(pdfium_columns.read_codes(handle, count))
    for step in (1, 3):  # characters that stand behind each other, and some
        found = pdfium_columns.read_characters(handle, np.arange(0, count, step))
        yield _bits(found.points, found.inked, found.unmapped, found.styles[found.style_of])
    text_page.close()


def _drawn_columns(handle: int, count: int, depth: int = 0) -> Iterator[object]:
    objects = pdfium_columns.read_objects(handle, count, form=depth > 0)
    yield _bits(*objects)
    yield _bits(*pdfium_columns.read_paths(objects.handles[objects.kinds == pdfium.raw.FPDF_PAGEOBJ_PATH]))
    for form in objects.handles[objects.kinds == pdfium.raw.FPDF_PAGEOBJ_FORM].tolist():
        yield from _drawn_columns(form, pdfium_calls.form_object_count(form), depth + 1)


def _ink(page: pdfium.PdfPage, turn: int) -> object:
    try:
        ink = read_ink(page, turn)
    except UnreadableDocument as error:
        return str(error)
    return repr((ink.drawings, [tuple(glyph) for glyph in ink.glyphs], ink.slanted, ink.hidden_letters))


def _everything(page: pdfium.PdfPage) -> list[object]:
    handle = _handle(page.raw)
    count = min(pdfium_calls.page_object_count(handle), 20_000)
    return [*_text_columns(page), *_drawn_columns(handle, count), _ink(page, 0), _ink(page, 1)]


@compiled
@pytest.mark.parametrize("name", FILES)
def test_both_give_the_same_numbers(name: str) -> None:
    with pdfium.PdfDocument(FILES[name]()) as pdf:
        for page in pdf:
            found = _everything(page)
            with pdfium_columns.plain():
                assert not pdfium_columns.is_compiled()
                assert _everything(page) == found
            page.close()


@compiled
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_give_the_same_reports(path: Path) -> None:
    data = path.read_bytes()
    found = msgspec.json.encode(extract_all(data, path.name))
    with pdfium_columns.plain():
        assert msgspec.json.encode(extract_all(data, path.name)) == found


@compiled
def test_what_is_no_address_and_no_count_is_refused() -> None:
    from extractors.readers import _pdfium_pass as built

    with pdfium.PdfDocument(draw(_watermark)) as pdf:
        page = pdf[0]
        text_page = page.get_textpage()
        handle, text = _handle(page.raw), _handle(text_page.raw)
        assert built.codes(text, 0) == b""
        assert built.characters(text, np.empty(0, np.int64)) == (b"",) * 5
        assert built.objects(handle, 0, False) == (b"",) * 5
        assert built.paths(np.empty(0, np.uint64)) == (b"", b"")
        for wrong in (-1, 1 << 40):
            with pytest.raises((ValueError, OverflowError)):
                built.codes(text, wrong)
            with pytest.raises((ValueError, OverflowError)):
                built.objects(handle, wrong, False)
            with pytest.raises(ValueError, match="no such character"):
                built.characters(text, np.array([wrong], np.int64))
        with pytest.raises(ValueError, match="an address is 0"):
            built.codes(0, 3)
        with pytest.raises(ValueError, match="an address is 0"):
            built.connect((0,) * len(built.FUNCTIONS))
        with pytest.raises(ValueError, match="a tuple of"):
            built.connect(())
        # Characters and objects that are not there have no answers.
        count = text_page.count_chars()
        points, *_ = built.characters(text, np.array([count, count + 7], np.int64))
        assert not np.frombuffer(points).any()
        assert set(built.objects(handle, 10_000, False)[1][-400:]) == {0}


def test_without_the_compiled_pass_pdfium_is_asked_call_by_call() -> None:
    """So it is where the environment says so, and where the pass was not built; the report is the same."""
    sample = SAMPLES[0]
    code = (
        "import sys, pathlib, hashlib, msgspec\n"
        "if sys.argv[1] == 'absent': sys.modules['extractors.readers._pdfium_pass'] = None\n"
        "from extractors.extract import extract_all\n"
        "from extractors.readers import pdfium_columns\n"
        "path = pathlib.Path(sys.argv[2])\n"
        "told = msgspec.json.encode(extract_all(path.read_bytes(), path.name))\n"
        "print(pdfium_columns.is_compiled(), hashlib.sha256(told).hexdigest())\n"
    )
    expected = msgspec.json.encode(extract_all(sample.read_bytes(), sample.name))
    digest = hashlib.sha256(expected).hexdigest()
    for how, variables in (("absent", {}), ("unwanted", {pdfium_columns.PLAIN: "1"})):
        told = subprocess.run(
            [sys.executable, "-c", code, how, str(sample)],
            cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert told.stdout.split() == ["False", digest]
