"""Scans → Document: images of pages put upright, rulings and ink found, every cell recognised by itself.

`read_image`: bytes of a PNG, JPEG or TIFF and a name → Document (`reader="rapidocr"`). `with_scans`: a Document of a PDF
and its bytes → the same with its image-only pages read. `read_scan_page`: one image → Page. Boxes are points of the
page as given, the skew included. Raises UnreadableDocument: `empty`, `damaged`, `too_large`, `recogniser_missing`.
What is not certain is unreadable (`Cell.readable`, U+FFFD in the text), never a guess.
"""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image as Pictures
from PIL import ImageSequence, UnidentifiedImageError

from extractors.document import Block, Box, Cell, Document, Page, Table, TextLine, UnreadableDocument
from extractors.grid import find_tables
from extractors.progress import SCAN_SECONDS, begin
from extractors.readers.glyphs import Glyph, join_lines
from extractors.readers.scan_doubts import doubted
from extractors.readers.scan_image import (
    POINTS_PER_INCH,
    Upright,
    erase,
    ink_of,
    lighten_stamps,
    straighten,
    without,
)
from extractors.readers.scan_lines import find_lines
from extractors.readers.scan_readings import LEAST_DIGIT, read
from extractors.readers.scan_recognition import READER, Area, Image, find_text, read_strips, require_recogniser
from extractors.readers.scan_strips import Ink, Strip, pixels, strips_of_cell, strips_of_text
from extractors.whitespace import missing_tables

#: Resolution at which pages are read, and the range of those left as they are.
_DPI, _LEAST_DPI, _MOST_DPI = 200.0, 140.0, 260.0
#: A page so large that it could be rendered with less than this only is no page of a disclosure.
_LEAST_RENDERED = 60.0
#: Longest side (pixels) of an image that is read: A2 at the usual resolution.
_LONGEST_SIDE = 4700
#: An image of more pixels than this, or a file of more pages, is refused.
_MOST_PIXELS, MOST_PAGES = 120_000_000, 100
#: Long side of A4 in inches: what an image without a believable resolution is taken to show.
_LONG_SIDE = 11.69
#: Programs write the resolution of screens (72 or 96) into images of any kind; no scanner has so little.
_LEAST_DECLARED = 100.0
#: What a pixel that is black or white says, in parts of what a grey one does.
_BILEVEL = 0.7
#: So many of the longest lines tell whether a page stands on its head, where their confidence is below this.
_SAMPLE, _UPSIDE = 6, 0.9


def read_image(data: bytes, name: str) -> Document:
    """Bytes of a PNG, JPEG or TIFF (of one or more pages) and its name → Document."""
    if not data:
        raise UnreadableDocument("empty", f"{name}: the file is empty.")
    require_recogniser(name)
    pages: list[Page] = []
    notes: list[str] = []
    media_type = "application/octet-stream"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pictures.open(io.BytesIO(data))
            media_type = picture.get_format_mimetype() or media_type
            for number, frame in enumerate(_frames(picture, name), start=1):
                begin(f"the scanned page {number}", SCAN_SECONDS)
                dpi = image_dpi(frame)
                page, told = recognise(_pixels(frame), number, dpi, dpi * (_BILEVEL if frame.mode == "1" else 1.0))
                pages.append(page)
                notes += told
    except Pictures.DecompressionBombError as error:
        raise UnreadableDocument("too_large", f"{name}: the image declares too many pixels to be a page") from error
    except UnidentifiedImageError as error:
        raise UnreadableDocument("damaged", f"{name}: the image cannot be opened; fetch the file again.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableDocument("damaged", f"{name}: the image is damaged ({error}); fetch the file again.") from error
    return Document(name, hashlib.sha256(data).hexdigest(), media_type, READER, tuple(pages), tuple(notes))


def _frames(picture: Pictures.Image, name: str) -> Iterator[Pictures.Image]:
    """Pages of an image file; their size is looked at before they are decoded."""
    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if number > MOST_PAGES or frame.width * frame.height > _MOST_PIXELS:
            raise UnreadableDocument(
                "too_large", f"{name}: an image of more than {MOST_PAGES} pages or {_MOST_PIXELS // 10**6} megapixels"
            )
        yield frame


def _pixels(picture: Pictures.Image) -> Image:
    """Any kind of picture → RGB, what is transparent white."""
    if picture.mode in ("I", "I;16", "F"):
        picture = Pictures.fromarray((np.asarray(picture, dtype=np.float64) / 257.0).clip(0, 255).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Pictures.new("RGBA", layered.size, (255, 255, 255, 255))
        picture = Pictures.alpha_composite(paper, layered)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), dtype=np.uint8))


def image_dpi(picture: Pictures.Image) -> float:
    """Resolution an image declares, unless it is that of a screen or the page would be huge; else that of an A4 page."""
    declared = picture.info.get("dpi", (0.0, 0.0))
    longest = max(picture.size)
    try:
        dpi = float(declared[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    believable = dpi >= _LEAST_DECLARED and longest / dpi <= 2.0 * _LONG_SIDE
    return dpi if believable else longest / _LONG_SIDE


def with_scans(document: Document, data: bytes) -> Document:
    """Document of a PDF and its bytes → the same with its image-only pages read. Where no recogniser is installed, and
    beyond the first pages of a very long scan, they stay image-only. Pages name their reader."""
    from extractors.readers.scan_recognition import is_installed

    wanted = [page.number for page in document.pages if page.image_only]
    if not wanted or not is_installed():
        return document
    read = _scanned(data, wanted[:MOST_PAGES])
    pages = tuple(read[page.number][0] if page.number in read else page for page in document.pages)
    notes = [*document.notes, *(note for _, (_, told) in sorted(read.items()) for note in told)]
    return replace(document, pages=pages, notes=tuple(notes))


def scan_pages(data: bytes, numbers: Sequence[int]) -> dict[int, Page]:
    """Bytes of a PDF and the numbers of pages (from 1) → those pages, rendered and recognised. A page that cannot be
    rendered is left out."""
    return {number: page for number, (page, _) in _scanned(data, numbers).items()}


def _scanned(data: bytes, numbers: Sequence[int]) -> dict[int, tuple[Page, list[str]]]:
    """As `scan_pages`, each page with its notes."""
    from extractors.readers.pdf import PDFIUM_LOCK

    pages: dict[int, tuple[Page, list[str]]] = {}
    for number in sorted(set(numbers)):
        # Opened for each page: recognising takes seconds, and nobody else could use pdfium meanwhile.
        with PDFIUM_LOCK:
            rendered = _render(data, number)
        begin(f"the scanned page {number}", SCAN_SECONDS)
        if rendered is not None:
            pages[number] = recognise(rendered[0], number, *rendered[1:])
    return pages


def _render(data: bytes, number: int) -> tuple[Image, float, float] | None:
    """A page as an image, the resolution of that, and the resolution the page was scanned with."""
    pdf = pdfium.PdfDocument(data)
    try:
        page = pdf[number - 1]
        longest = max(page.get_size())
        dpi = min(_DPI, _LONGEST_SIDE * POINTS_PER_INCH / max(longest, 1.0))
        if dpi < _LEAST_RENDERED or _most_pixels(page) > _MOST_PIXELS:
            return None
        image = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True).to_numpy()
        return np.ascontiguousarray(image[:, :, :3]), dpi, _scanned_dpi(page, dpi)
    except (pdfium.PdfiumError, ValueError, IndexError):
        return None
    finally:
        pdf.close()


def _most_pixels(page: pdfium.PdfPage) -> int:
    """Pixels of the largest image on a page as declared, before anything is decoded."""
    sizes = [shown.get_px_size() for shown in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
    return max((width * height for width, height in sizes), default=0)


def _scanned_dpi(page: pdfium.PdfPage, rendered: float) -> float:
    """Resolution of the image that fills a page; that of the rendering where none does."""
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        x0, y0, x1, y1 = image.get_bounds()
        if (x1 - x0) * (y1 - y0) > width * height / 2:
            pixels = min(image.get_px_size()) / max(min(x1 - x0, y1 - y0), 1.0) * POINTS_PER_INCH
            return float(pixels * (_BILEVEL if image.get_metadata().bits_per_pixel == 1 else 1.0))
    return rendered


def read_scan_page(image: Image | Pictures.Image, number: int, dpi: float, scanned_dpi: float | None = None) -> Page:
    """RGB image of a page (array or PIL), its number and its resolution → Page in points of the image as given.
    `scanned_dpi` is the resolution it was scanned with, where it was made larger since."""
    given = _pixels(image) if isinstance(image, Pictures.Image) else np.ascontiguousarray(image[:, :, :3])
    return recognise(given, number, dpi, scanned_dpi or dpi)[0]


def recognise(given: Image, number: int, dpi: float, scanned_dpi: float) -> tuple[Page, list[str]]:
    """As `read_scan_page` of an RGB array, with what is noteworthy about the page (`code: page n …`)."""
    height, width = given.shape[:2]
    size = round(width * POINTS_PER_INCH / dpi, 2), round(height * POINTS_PER_INCH / dpi, 2)
    scaled, dpi = _scaled(given, dpi)
    upright, texts = _upright(straighten(lighten_stamps(scaled), dpi))
    found, character = _blocks(number, upright, texts, scanned_dpi / dpi)
    page = Page(number, *size, tuple(_as_given(block, upright) for block in found), reader=READER)
    notes = [_note(page)]
    if 0 < character < LEAST_DIGIT:
        needed = math.ceil(scanned_dpi * LEAST_DIGIT / character / 10) * 10 + 10
        notes.append(
            f"small_type: page {number} was scanned with about {scanned_dpi:.0f} dots an inch, too few for numbers of its "
            f"size; they were left unread; scan it again with {needed} or more"
        )
    return page, notes


def _scaled(image: Image, dpi: float) -> tuple[Image, float]:
    """Image and its resolution → both as they are read."""
    longest = max(image.shape[:2])
    factor = 1.0 if _LEAST_DPI <= dpi <= _MOST_DPI else _DPI / dpi
    factor = min(factor, _LONGEST_SIDE / longest)
    if factor == 1.0:
        return image, dpi
    kind = cv2.INTER_AREA if factor < 1.0 else cv2.INTER_CUBIC
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=kind).astype(np.uint8), dpi * factor


def _upright(straight: Upright) -> tuple[Upright, list[Area]]:
    """Image with straight lines → the same with its text upright, and the places of text on it."""
    texts = find_text(straight.image)
    long = [text for text in texts if max(text.width, text.height) > 2 * min(text.width, text.height)]
    if sum(text.height - text.width for text in long) > 0:
        straight = straight.turned(1)
        texts = find_text(straight.image)
    longest = sorted(texts, key=lambda text: (-text.width, text))[:_SAMPLE]
    strips = [straight.image[text.y0 : text.y1, text.x0 : text.x1] for text in longest]
    as_is = _mean_confidence(strips)
    if not strips or as_is >= _UPSIDE:
        return straight, texts
    if _mean_confidence([np.ascontiguousarray(np.rot90(strip, 2)) for strip in strips]) <= as_is:
        return straight, texts
    straight = straight.turned(2)
    return straight, find_text(straight.image)


def _mean_confidence(strips: Sequence[Image]) -> float:
    readings = read_strips(strips)
    return sum(reading.confidence for reading in readings) / len(readings) if readings else 0.0


def _blocks(number: int, upright: Upright, texts: Sequence[Area], scanned: float) -> tuple[list[Block], float]:
    """Upright page → its tables and lines in reading order, in points of the upright image, and how many pixels of the
    scan its smaller characters are high. `scanned` is how many pixels of the scan a pixel of the image stands for."""
    ink = ink_of(upright.image, upright.dpi)
    lines = find_lines(ink_of(upright.image, upright.dpi, of_lines=True), upright.dpi)
    grids, _ = find_tables(number, lines.rulings, ())
    clean = erase(upright.image, lines.mask, upright.dpi)
    text_ink = Ink(without(ink, lines.mask, upright.dpi), 1.0 / upright.points)
    strips = _strips(grids, texts, text_ink, upright)
    glyphs = read(clean, strips, upright.points, scanned)
    tables, left_over = find_tables(number, lines.rulings, glyphs)
    if not tables and glyphs:
        tables, left_over = missing_tables(number, lines.rulings, glyphs)
    blocks: list[Block] = [*(doubted(table) for table in tables), *_text_lines(number, left_over)]
    heights = [strip.character * scanned for strip, _ in strips if strip.character]
    return sorted(blocks, key=_place), float(np.percentile(heights, 25)) if heights else 0.0


def _strips(grids: Sequence[Table], texts: Sequence[Area], ink: Ink, upright: Upright) -> list[tuple[Strip, Area]]:
    """Tables and places of text → strips, each with its cell, or the page."""
    strips: list[tuple[Strip, Area]] = []
    for grid in grids:
        for cell in grid.cells:
            if cell.box is not None:
                area = pixels(cell.box, upright.points)
                near = [text for text in texts if _touches(text, area)]
                strips += [(strip, area) for strip in strips_of_cell(area, near, ink)]
    height, width = upright.image.shape[:2]
    page = Area(0, 0, width, height)
    tables = [pixels(grid.box, upright.points) for grid in grids if grid.box is not None]
    for text in texts:
        x, y = (text.x0 + text.x1) / 2, (text.y0 + text.y1) / 2
        if not any(table.x0 <= x < table.x1 and table.y0 <= y < table.y1 for table in tables):
            strips += [(strip, page) for strip in strips_of_text(text, page, ink)]
    return strips


def _touches(one: Area, other: Area) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _text_lines(number: int, glyphs: Sequence[Glyph]) -> list[TextLine]:
    return [TextLine(number, line.text, line.box, size=line.size) for line in join_lines(glyphs)]


def _place(block: Block) -> tuple[float, float, float, str]:
    box = block.box or Box(0.0, 0.0, 0.0, 0.0)
    return box.y0, box.x0, box.x1, block.text if isinstance(block, TextLine) else ""


def _as_given(block: Block, upright: Upright) -> Block:
    """Block of the upright image → the same with boxes on the page as given. The column edges stay as read."""
    box = upright.as_given(block.box) if block.box is not None else None
    if isinstance(block, TextLine):
        return block._replace(box=box)
    cells = tuple(_cell_as_given(cell, upright) for cell in block.cells)
    return replace(block, cells=cells, box=box)


def _cell_as_given(cell: Cell, upright: Upright) -> Cell:
    return cell._replace(box=upright.as_given(cell.box)) if cell.box is not None else cell


def _note(page: Page) -> str:
    cells = [cell for block in page.blocks if isinstance(block, Table) for cell in block.cells]
    unread = sum(not cell.readable for cell in cells)
    return f"scanned_page: page {page.number} was read by optical recognition; {unread} of {len(cells)} cells are not certain"
