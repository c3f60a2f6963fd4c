"""Pages of an OFD that are only images: put together as they are shown, then read as scans.

A scanned page is one image, or several strips of one. Each is laid on white paper where the page shows it; the
recogniser then reads that paper like any other scan. Images in a format that Pillow cannot open (JBIG2) stay unread:
the page is reported as one that holds only images.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.document import Page, UnreadableDocument
from extractors.progress import SCAN_SECONDS, begin
from extractors.readers.containers import Container
from extractors.readers.pdfium_calls import Matrix

if TYPE_CHECKING:
    from PIL import Image as Pictures

#: The path of an image file in the container, and the matrix from its unit square to points of the page.
Picture = tuple[str, Matrix]
#: Longest side of the paper in pixels, and the most pixels of an image that is opened.
_LONGEST_SIDE, _MOST_PIXELS = 4700, 120_000_000
_MOST_PAGES = 100
_POINTS_PER_INCH = 72.0


def with_scans(
    container: Container, pages: Sequence[Page], scans: Mapping[int, Sequence[Picture]], notes: list[str]
) -> list[Page]:
    """Pages, and the images of those that are nothing else by page number → the same pages with these recognised, what
    is noteworthy about them added to `notes`. Where no recogniser is installed they stay image-only."""
    from extractors.readers.scan_recognition import is_installed

    if not scans or not is_installed():
        return list(pages)
    wanted = sorted(scans)[:_MOST_PAGES]
    return [_recognised(container, page, scans[page.number], notes) if page.number in wanted else page for page in pages]  # fmt: skip


def _recognised(container: Container, page: Page, pictures: Sequence[Picture], notes: list[str]) -> Page:
    import numpy as np

    from extractors.readers.scan import recognise

    begin(f"the scanned page {page.number}", SCAN_SECONDS)
    opened = [(image, matrix) for path, matrix in pictures if (image := _opened(container, path)) is not None]
    if not opened or len(opened) < len(pictures):
        return page
    dpi = max(_dpi(image, matrix) for image, matrix in opened)
    dpi = min(dpi, _LONGEST_SIDE * _POINTS_PER_INCH / max(page.width, page.height))
    paper = _paper(opened, page, dpi / _POINTS_PER_INCH)
    read, told = recognise(np.ascontiguousarray(np.asarray(paper)), page.number, dpi, dpi)
    notes += told
    return replace(read, width=page.width, height=page.height)


def _opened(container: Container, path: str) -> Pictures.Image | None:
    """An image file, or None where it is missing, too large or no image that can be opened."""
    from PIL import Image as Pictures

    try:
        image = Pictures.open(io.BytesIO(container.read(path)))
        if image.width * image.height > _MOST_PIXELS:
            return None
        return image.convert("RGBA")
    except (UnreadableDocument, Pictures.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        return None


def _dpi(image: Pictures.Image, matrix: Matrix) -> float:
    """Pixels an inch that an image is shown with, across."""
    width = math.hypot(matrix.a, matrix.b)
    return image.width / max(width, 1.0) * _POINTS_PER_INCH


def _paper(opened: Sequence[tuple[Pictures.Image, Matrix]], page: Page, scale: float) -> Pictures.Image:
    """White paper of the size of the page, `scale` pixels a point, with the images where the page shows them."""
    from PIL import Image as Pictures

    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    paper = Pictures.new("RGBA", size, (255, 255, 255, 255))
    for image, matrix in opened:
        to_pixels = matrix.then(Matrix(a=scale, d=scale))
        determinant = to_pixels.a * to_pixels.d - to_pixels.b * to_pixels.c
        if abs(determinant) < 1.0:
            continue
        a, b = to_pixels.d / determinant, -to_pixels.c / determinant
        c, d = -to_pixels.b / determinant, to_pixels.a / determinant
        across = (a, b, -(a * to_pixels.e + b * to_pixels.f))
        down = (c, d, -(c * to_pixels.e + d * to_pixels.f))
        inverse = tuple(part * image.width for part in across) + tuple(part * image.height for part in down)
        layer = image.transform(size, Pictures.Transform.AFFINE, inverse, Pictures.Resampling.BICUBIC)
        paper = Pictures.alpha_composite(paper, layer)
    return paper.convert("RGB")
