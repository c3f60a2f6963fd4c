"""One PDF page straight from pdfium: what is drawn and printed on it, in the frame of the displayed page.

In: an open pdfium page. Out: `PageInk`. Page rotation and crop box are applied; ink outside the page is dropped.
pdfium is not thread-safe: the caller holds the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium_helpers
import pypdfium2.raw as raw

from extractors.readers.glyph_columns import GlyphColumns
from extractors.readers.glyphs import Glyph
from extractors.readers.pdfium_calls import Matrix
from extractors.readers.pdfium_drawings import MAX_DEPTH, Drawings, read_drawings
from extractors.readers.pdfium_text import read_text

#: A page that images cover to this part, and that shows no word of text, is a scan.
_SCANNED = 0.5
#: An image hides what lies below it where this part of its pixels is more opaque than this (of 255).
_OPAQUE_PART, _OPAQUE = 0.97, 250
#: A page of which this part (and no fewer glyphs) cannot be told, or of so many letters without one ideograph, has a
#: font that says nothing true about its characters: what is printed can only be recognised by its shape.
_UNTOLD, _FEWEST_UNTOLD, _LETTERS = 0.1, 20, 60
_FIRST_IDEOGRAPH = "\u2e80"


@dataclass(slots=True)
class PageInk:
    """What is printed on a page, in points from the top left of the frame it was read in (`width` × `height`).

    `slanted` counts the characters of watermarks, which are left out. `hidden_letters` counts the letters among the
    glyphs that nobody sees: the text that some program recognised and laid under the picture of a page.
    """

    width: float
    height: float
    drawings: Drawings = field(default_factory=Drawings)
    glyphs: Sequence[Glyph] = field(default_factory=list)
    slanted: int = 0
    hidden_letters: int = 0

    def is_scan(self) -> bool:
        """True where what the page shows can only be recognised: images without text (a page number printed over a scan,
        and text that nobody sees, are none), and glyphs that nobody can tell."""
        if not self.glyphs:
            return bool(self.drawings.images)
        return self._is_untold() or (self.image_share() > _SCANNED and self.letters() == self.hidden_letters)

    def hides_text(self) -> bool:
        """Whether the letters on the page are such that nobody sees."""
        return 0 < self.hidden_letters == self.letters()

    def letters(self) -> int:
        """How many letters stand on the page."""
        return sum(map(str.isalpha, "".join(self._texts())))

    def _texts(self) -> list[str]:
        return self.glyphs.texts if isinstance(self.glyphs, GlyphColumns) else [glyph.text for glyph in self.glyphs]

    def _is_untold(self) -> bool:
        glyphs = GlyphColumns.of(self.glyphs)
        untold = len(glyphs) - int(np.count_nonzero(glyphs.readable))
        if untold >= max(_FEWEST_UNTOLD, _UNTOLD * len(glyphs)):
            return True
        if any(text >= _FIRST_IDEOGRAPH and text.isalpha() for text in glyphs.texts):
            return False
        return sum(map(str.isalpha, glyphs.texts)) >= _LETTERS

    def image_share(self, first: int = 0) -> float:
        """Part of the page that its images, from one on, cover (each counted, so it may pass 1)."""
        covered = 0.0
        for x0, y0, x1, y1 in self.drawings.images[first:]:
            covered += max(0.0, min(x1, self.width) - max(x0, 0.0)) * max(0.0, min(y1, self.height) - max(y0, 0.0))
        return covered / (self.width * self.height)

    def dominant_direction(self) -> int:
        """Quarter turns against the clock in which most of the text is written."""
        counts = np.bincount(GlyphColumns.of(self.glyphs).direction, minlength=1)
        return int(counts.argmax())  # of two as frequent the first


def read_ink(page: pdfium_helpers.PdfPage, turn: int = 0) -> PageInk:
    """pdfium page → its ink. With `turn` the page is turned so that writing in that direction stands upright."""
    display, width, height = _display(page, turn)
    ink = PageInk(width, height, read_drawings(page, display))
    printed = read_text(page, display, width, height)
    ink.glyphs, ink.slanted, ink.hidden_letters = printed.glyphs, printed.slanted, printed.undrawn_letters
    if ink.glyphs and ink.image_share(ink.drawings.last_text) > _SCANNED and _last_image_is_opaque(page):
        ink.hidden_letters = ink.letters()
    return ink


def _last_image_is_opaque(page: pdfium_helpers.PdfPage) -> bool:
    """Whether what lies below the image drawn last cannot be seen; watermarks let it through."""
    *_, last = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=MAX_DEPTH)
    try:
        pixels = last.get_bitmap(render=True).to_numpy()
    except (pdfium_helpers.PdfiumError, ValueError):
        return False
    return pixels.ndim == 3 and (pixels.shape[2] < 4 or float((pixels[:, :, 3] > _OPAQUE).mean()) > _OPAQUE_PART)


def _display(page: pdfium_helpers.PdfPage, turn: int) -> tuple[Matrix, float, float]:
    """From PDF user space to the page as displayed: crop box, y down, /Rotate, then `turn`."""
    x0, y0, x1, y1 = page.get_bbox()
    matrix, width, height = Matrix(1, 0, 0, -1, -x0, y1), x1 - x0, y1 - y0
    quarters = (page.get_rotation() // 90 + turn) % 4  # clockwise
    for _ in range(quarters):
        matrix = matrix.then(Matrix(0, 1, -1, 0, height, 0))
        width, height = height, width
    return matrix, width, height
