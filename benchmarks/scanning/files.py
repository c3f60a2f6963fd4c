"""Pictures of typeset pages, and files of pictures.

In: an invented report and a scan style. Out: the scanned files with what is printed on their pages.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from benchmarks.corpus.disclosure import Disclosure, invent
from benchmarks.corpus.files import render
from benchmarks.corpus.styles import style_named
from benchmarks.scanning.spoil import Pixels, spoil
from benchmarks.scanning.styles import ScanStyle
from tests.typesetting.layout import Heading, StatementBlock

POINTS_PER_INCH = 72
#: Pages are printed at this many times the resolution of the scan, and brought down to it as an optical scanner does.
OVERSAMPLING = 2


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of one scanned report (one, or one a page), how many pages they have, and the report itself, which
    holds the statements that were scanned and their figures alone."""

    style: ScanStyle
    disclosure: Disclosure
    files: tuple[tuple[str, bytes], ...]
    pages: int


def scan(style: ScanStyle) -> Scan:
    """Invent, typeset, print, spoil and file the statements of a style's report."""
    disclosure, pages = _printed(style)
    random = np.random.default_rng(style.seed)
    pictures = [spoil(page, pages[(number + 1) % len(pages)], style, random) for number, page in enumerate(pages)]
    return Scan(style, disclosure, _filed(pictures, style), len(pictures))


def _printed(style: ScanStyle) -> tuple[Disclosure, list[Pixels]]:
    """The statements of the report, as many as fill the wanted pages, and the pictures of their pages."""
    corpus_style = msgspec.structs.replace(style_named(style.report), wording="none")
    whole = invent(corpus_style, style.seed)
    blocks = [block for block in whole.document.blocks if isinstance(block, StatementBlock)]
    part = Heading(1, "部门决算表")
    while True:
        document = replace(whole.document, blocks=(part, *blocks))
        statements = {block.statement for block in blocks}
        figures = tuple(f for f in whole.figures if f.source == "table" and f.key.statement in statements)
        disclosure = replace(whole, document=document, figures=figures)
        data = render(disclosure)
        if not style.pages or _page_count(data) <= style.pages or len(blocks) == 1:
            return disclosure, _pictures(data, style.dpi)
        blocks.pop()


def _page_count(data: bytes) -> int:
    pdf = pdfium.PdfDocument(data)
    try:
        return len(pdf)
    finally:
        pdf.close()


def _pictures(data: bytes, dpi: int) -> list[Pixels]:
    pdf = pdfium.PdfDocument(data)
    try:
        scale = OVERSAMPLING * dpi / POINTS_PER_INCH
        pictures = [Image.fromarray(page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3]) for page in pdf]
    finally:
        pdf.close()
    return [np.asarray(picture.reduce(OVERSAMPLING)) for picture in pictures]


def _filed(pictures: Sequence[Image.Image], style: ScanStyle) -> tuple[tuple[str, bytes], ...]:
    if style.file_format in ("png", "jpeg"):
        return tuple(
            (f"{style.name}-{number}.{style.file_format}", _saved([picture], style))
            for number, picture in enumerate(pictures, start=1)
        )
    return ((f"{style.name}.{style.file_format}", _saved(pictures, style)),)


def _saved(pictures: Sequence[Image.Image], style: ScanStyle) -> bytes:
    first, *rest = [_compressed(picture, style) for picture in pictures]
    buffer = io.BytesIO()
    more: dict[str, Any] = {"save_all": True, "append_images": rest} if rest else {}
    match style.file_format:
        case "pdf":
            lossy = {} if first.mode == "1" else {"quality": style.quality or 95}
            first.save(buffer, "PDF", resolution=style.dpi, **lossy, **more)
        case "tiff":
            kind = "group4" if first.mode == "1" else "tiff_lzw"
            first.save(buffer, "TIFF", dpi=(style.dpi, style.dpi), compression=kind, **more)
        case "png":
            first.save(buffer, "PNG", dpi=(style.dpi, style.dpi))
        case "jpeg":
            first.save(buffer, "JPEG", dpi=(style.dpi, style.dpi), quality=style.quality or 95)
    return buffer.getvalue()


def _compressed(picture: Image.Image, style: ScanStyle) -> Image.Image:
    """The picture with the artefacts of its JPEG; what has no quality is filed as it is."""
    if not style.quality or picture.mode == "1":
        return picture
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=style.quality)
    return Image.open(io.BytesIO(buffer.getvalue())).copy()
