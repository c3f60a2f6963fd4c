"""One PDF page straight from pdfium: what is drawn and printed on it, in the frame of the displayed page.

In: an open pdfium page. Out: `PageInk`. Page rotation and crop box are applied; ink outside the page is dropped.
pdfium is not thread-safe: the caller holds the lock.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium_helpers
import pypdfium2.raw as raw

from extractors.limits import MAX_PAGE_CHARACTERS, at_most
from extractors.readers import pdfium_calls as pdfium
from extractors.readers.glyphs import Glyph, along_and_across, printed_character
from extractors.readers.pdfium_calls import Matrix
from extractors.readers.pdfium_drawings import MAX_DEPTH, Drawings, read_drawings

#: Writing this far (degrees) from a quarter turn is a watermark laid over the page, no text of it.
_SLANT = 10.0
#: Where the ink of a glyph lies further than this many type sizes from its origin, the font's boxes are not trusted.
_STRAY = 1.6
#: Centre of a line of text above its baseline, in parts of the type size.
_MIDDLE = 0.36
#: Characters that print nothing. pdfium adds some of its own where it sees a gap.
_BLANKS = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x200B, 0x3000, 0xFEFF))
#: A page that images cover to this part, and that shows no word of text, is a scan.
_SCANNED = 0.5
#: Rendering mode of text that is not drawn.
_INVISIBLE = 3
#: An image hides what lies below it where this part of its pixels is more opaque than this (of 255).
_OPAQUE_PART, _OPAQUE = 0.97, 250
#: A page of which this part (and no fewer glyphs) cannot be told, or of so many letters without one ideograph, has a
#: font that says nothing true about its characters: what is printed can only be recognised by its shape.
_UNTOLD, _FEWEST_UNTOLD, _LETTERS = 0.1, 20, 60
_FIRST_IDEOGRAPH = "\u2e80"


class _Style(NamedTuple):
    """Type size as displayed, direction of writing (-1: slanted), and from user space to along and across it."""

    size: float
    direction: int
    reading: Matrix


@dataclass(slots=True)
class PageInk:
    """What is printed on a page, in points from the top left of the frame it was read in (`width` × `height`).

    `slanted` counts the characters of watermarks, which are left out. `hidden_letters` counts the letters among the
    glyphs that nobody sees: the text that some program recognised and laid under the picture of a page.
    """

    width: float
    height: float
    drawings: Drawings = field(default_factory=Drawings)
    glyphs: list[Glyph] = field(default_factory=list)
    slanted: int = 0
    hidden_letters: int = 0

    def is_scan(self) -> bool:
        """True where what the page shows can only be recognised: images without text (a page number printed over a scan,
        and text that nobody sees, are none), and glyphs that nobody can tell."""
        if not self.glyphs:
            return bool(self.drawings.images)
        return self._is_untold() or (self.image_share() > _SCANNED and self._letters() == self.hidden_letters)

    def hides_text(self) -> bool:
        """Whether the letters on the page are such that nobody sees."""
        return 0 < self.hidden_letters == self._letters()

    def _letters(self) -> int:
        return sum(char.isalpha() for glyph in self.glyphs for char in glyph.text)

    def _is_untold(self) -> bool:
        untold = sum(not glyph.readable for glyph in self.glyphs)
        if untold >= max(_FEWEST_UNTOLD, _UNTOLD * len(self.glyphs)):
            return True
        letters = [glyph.text for glyph in self.glyphs if glyph.text.isalpha()]
        return len(letters) >= _LETTERS and not any(text >= _FIRST_IDEOGRAPH for text in letters)

    def image_share(self, first: int = 0) -> float:
        """Part of the page that its images, from one on, cover (each counted, so it may pass 1)."""
        covered = 0.0
        for x0, y0, x1, y1 in self.drawings.images[first:]:
            covered += max(0.0, min(x1, self.width) - max(x0, 0.0)) * max(0.0, min(y1, self.height) - max(y0, 0.0))
        return covered / (self.width * self.height)

    def dominant_direction(self) -> int:
        """Quarter turns against the clock in which most of the text is written."""
        counts = Counter(glyph.direction for glyph in self.glyphs)
        return min(counts, key=lambda direction: (-counts[direction], direction)) if counts else 0


def read_ink(page: pdfium_helpers.PdfPage, turn: int = 0) -> PageInk:
    """pdfium page → its ink. With `turn` the page is turned so that writing in that direction stands upright."""
    display, width, height = _display(page, turn)
    ink = PageInk(width, height, read_drawings(page, display))
    textpage = page.get_textpage()
    try:
        _read_glyphs(textpage, display, ink)
    finally:
        textpage.close()
    if ink.glyphs and ink.image_share(ink.drawings.last_text) > _SCANNED and _last_image_is_opaque(page):
        ink.hidden_letters = sum(char.isalpha() for glyph in ink.glyphs for char in glyph.text)
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


def _read_glyphs(textpage: pdfium_helpers.PdfTextPage, display: Matrix, ink: PageInk) -> None:
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    loose, doubles = (ctypes.c_float * 4)(), (ctypes.c_double * 6)()
    at_loose = ctypes.addressof(loose)
    d0, d1, d2, d3, d4, d5 = (ctypes.addressof(doubles) + 8 * k for k in range(6))
    styles = _Styles(display)
    runs: dict[int | None, _Style] = {}
    invisible: set[int | None] = set()
    width, height, glyphs = ink.width, ink.height, ink.glyphs
    blank = False
    count = textpage.count_chars()
    at_most("this page", count, MAX_PAGE_CHARACTERS, "characters")
    for index, code in _visible_codes(handle, count):
        if not code:
            blank = True
            continue
        owner = pdfium.run_of_character(handle, index)
        style = runs.get(owner)
        if style is None or owner is None:
            style = runs[owner] = styles.of_character(handle, index)
            if owner is not None and pdfium.text_mode(owner) == _INVISIBLE:
                invisible.add(owner)
        size, direction, (p, q, r, s, t, u) = style
        if direction < 0:
            ink.slanted += 1
            continue
        pdfium.advance_box(handle, index, at_loose)
        pdfium.ink_box(handle, index, d0, d1, d2, d3)
        pdfium.origin(handle, index, d4, d5)
        left, right, bottom, top, origin_x, origin_y = doubles
        near, far = p * loose[0] + r * loose[3] + t, p * loose[2] + r * loose[1] + t
        start, baseline = p * origin_x + r * origin_y + t, q * origin_x + s * origin_y + u
        end = far if far > near else near
        x, y = (left + right) / 2, (bottom + top) / 2
        stray = _STRAY * size
        if right <= left or top <= bottom or abs(x - origin_x) > stray or abs(y - origin_y) > stray:
            x, y = _middle(start, end, baseline - _MIDDLE * size, direction)
        else:
            x, y = display.apply(x, y)
        if not (0.0 <= x <= width and 0.0 <= y <= height):
            continue  # outside the crop box: nobody sees it
        text, readable = printed_character(code, not pdfium.has_no_code(handle, index))
        glyphs.append(Glyph(text, x, y, start, end, baseline, size, direction, readable, blank))
        if invisible and owner in invisible:
            ink.hidden_letters += text.isalpha()
        blank = False


def _visible_codes(handle: int | None, count: int) -> Iterator[tuple[int, int]]:
    """Index and code point of every character of a text page; code 0 for blanks, which print nothing. A glyph that has
    no code point of its own is given as the replacement character."""
    high = 0
    for index in range(count):
        code = pdfium.character_code(handle, index)
        if code in _BLANKS:
            yield index, 0
        elif 0xD800 <= code < 0xDC00:  # first half of a character beyond the basic plane
            high = code
        else:
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            yield index, code or 0xFFFD


def _middle(start: float, end: float, across: float, direction: int) -> tuple[float, float]:
    """Middle of a glyph along and across its writing → point of the page."""
    # Turning back is turning on by what is left of the full circle.
    return along_and_across((start + end) / 2, across, (4 - direction) % 4)


class _Styles:
    """Styles of the runs of text on a page. Runs differ in place and agree in type, so there are few of them."""

    def __init__(self, display: Matrix) -> None:
        self._display = display
        self._values = (ctypes.c_float * 6)()
        self._known: dict[tuple[float, ...], _Style] = {}

    def of_character(self, handle: int | None, index: int) -> _Style:
        """Style of the run that a character of a text page belongs to."""
        pdfium.character_matrix(handle, index, ctypes.addressof(self._values))
        key = (*self._values[:4], pdfium.font_size(handle, index))
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._style(*key)
        return style

    def _style(self, a: float, b: float, c: float, d: float, font_size: float) -> _Style:
        shown = Matrix(a, b, c, d).then(self._display)
        size = font_size * math.hypot(shown.c, shown.d)
        angle = math.degrees(math.atan2(-shown.b, shown.a)) % 360.0
        quarter = round(angle / 90.0)
        if abs(angle - 90.0 * quarter) > _SLANT:
            return _Style(size, -1, Matrix())
        direction = quarter % 4
        (e, f), (ax, ay), (cx, cy) = (
            along_and_across(*self._display.apply(*point), direction) for point in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
        )
        return _Style(size, direction, Matrix(ax - e, ay - f, cx - e, cy - f, e, f))
