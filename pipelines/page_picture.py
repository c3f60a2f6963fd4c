"""A page of a disclosure as a picture, with cells marked: what a figure looked like where it was printed.

In: the archived bytes, a page (from 1) and boxes in points from the top left of the page as displayed, which is how
figures carry them. Out: PNG bytes; None for formats without pages (text, HTML, Excel, Word), whose figures are shown by
their line instead. Raises `NoPicture` where the bytes cannot be rendered.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw

from pipelines.words import SaidError

#: Pixels a point: 144 dots an inch, which shows the small print of nine-column statements.
SCALE = 2.0
POINTS_PER_INCH = 72.0
#: Points of air between a cell and the frame around it.
_AIR = 1.5

Role = Literal["suspect", "other"]
_COLOURS: dict[Role, tuple[int, int, int]] = {"suspect": (192, 57, 43), "other": (31, 97, 141)}


class NoPicture(SaidError):
    """The page cannot be shown; the message says why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to mark: its box in points, and whether it is the suspect or one of the others involved."""

    x0: float
    y0: float
    x1: float
    y1: float
    role: Role = "suspect"


def page_picture(data: bytes, media_type: str, page: int, marks: Iterable[Mark] = ()) -> bytes | None:
    """One page as PNG with its marks; None where the format has no pages."""
    if media_type == "application/pdf":
        picture, scale = _pdf_page(data, page)
    elif media_type.startswith("image/"):
        picture, scale = _image_page(data, page)
    else:
        return None
    return _png(_marked(picture, scale, marks))


def _pdf_page(data: bytes, page: int) -> tuple[Image.Image, float]:
    import pypdfium2 as pdfium

    from extractors.readers.pdf import PDFIUM_LOCK

    try:
        with PDFIUM_LOCK:
            document = pdfium.PdfDocument(data)
            try:
                return document[page - 1].render(scale=SCALE).to_pil().convert("RGB"), SCALE
            finally:
                document.close()
    except (pdfium.PdfiumError, IndexError, ValueError) as error:
        raise NoPicture("page {page} cannot be rendered: {error}", page=page, error=error) from error


def _image_page(data: bytes, page: int) -> tuple[Image.Image, float]:
    from extractors.readers.scan import image_dpi

    try:
        picture = Image.open(io.BytesIO(data))
        picture.seek(page - 1)
        return picture.convert("RGB"), image_dpi(picture) / POINTS_PER_INCH
    except (OSError, EOFError, ValueError, SyntaxError) as error:
        raise NoPicture("page {page} of the image cannot be shown: {error}", page=page, error=error) from error


def _marked(picture: Image.Image, scale: float, marks: Iterable[Mark]) -> Image.Image:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    # The suspect is drawn last, so that nothing covers it.
    for mark in sorted(marks, key=lambda mark: (mark.role == "suspect", mark.y0, mark.x0)):
        red, green, blue = _COLOURS[mark.role]
        box = [
            (mark.x0 - _AIR) * scale, (mark.y0 - _AIR) * scale, (mark.x1 + _AIR) * scale, (mark.y1 + _AIR) * scale,
        ]  # fmt: skip
        draw.rectangle(
            box, fill=(red, green, blue, 40), outline=(red, green, blue, 255), width=max(2, round(1.2 * scale))
        )
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=False)
    return buffer.getvalue()
