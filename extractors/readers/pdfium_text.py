"""The characters of a PDF page, all at once, straight from pdfium.

In: an open text page and the matrix to the frame the page is read in. Out: its glyphs in columns, and what of its text
is none of the page's (watermarks, text that is not drawn, ink outside the page). pdfium tells about one character a
call; the calls are made in a row without a line of Python between them, and reckoned with as columns afterwards.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium_helpers
from numpy.typing import NDArray

from extractors.limits import MAX_PAGE_CHARACTERS, at_most
from extractors.readers import pdfium_calls as pdfium
from extractors.readers.glyph_columns import GlyphColumns, Numbers
from extractors.readers.glyphs import along_and_across, printed_character
from extractors.readers.pdfium_calls import Matrix

#: Writing this far (degrees) from a quarter turn is a watermark laid over the page, no text of it.
_SLANT = 10.0
#: Where the ink of a glyph lies further than this many type sizes from its origin, the font's boxes are not trusted.
_STRAY = 1.6
#: Centre of a line of text above its baseline, in parts of the type size.
_MIDDLE = 0.36
#: Characters that print nothing. pdfium adds some of its own where it sees a gap.
_BLANKS = (0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x200B, 0x3000, 0xFEFF)
_FIRST_OF_PAIR, _SECOND_OF_PAIR, _BEHIND_PAIRS = 0xD800, 0xDC00, 0xE000
_REPLACEMENT = 0xFFFD
#: Rendering mode of text that is not drawn.
_INVISIBLE = 3

Places = NDArray[np.int64]


class _Style(NamedTuple):
    """Type size as displayed, direction of writing (-1: slanted), and from user space to along and across it."""

    size: float
    direction: int
    reading: Matrix


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The glyphs of a page; how many characters of watermarks were left out; and how many letters are not drawn."""

    glyphs: GlyphColumns
    slanted: int = 0
    undrawn_letters: int = 0


def read_text(textpage: pdfium_helpers.PdfTextPage, display: Matrix, width: float, height: float) -> PrintedText:
    """Text page of pdfium, the matrix to the frame and its size → what is printed. Raises `too_large`."""
    count = textpage.count_chars()
    at_most("this page", count, MAX_PAGE_CHARACTERS, "characters")
    handle = pdfium.address(ctypes.cast(textpage.raw, ctypes.c_void_p).value)
    codes = np.array(list(map(pdfium.code_of, repeat(handle), range(count))), np.uint32)
    blank = np.logical_or.reduce([codes == code for code in _BLANKS])
    codes, places = _whole_codes(codes, blank)
    runs = np.array(list(map(pdfium.run_of, repeat(handle), places.tolist())), np.uint64)
    styles, undrawn = _styles_of(handle, runs, places, display)
    upright = styles[:, 1] >= 0
    slanted = len(places) - int(np.count_nonzero(upright))
    if slanted:
        codes, places, styles, undrawn = codes[upright], places[upright], styles[upright], undrawn[upright]
    numbers = _positions(handle, places, styles, display)
    x, y = numbers[:2]
    seen = (x >= 0.0) & (x <= width) & (y >= 0.0) & (y <= height)  # nobody sees what is outside the crop box
    if not seen.all():
        codes, places, styles, undrawn, numbers = codes[seen], places[seen], styles[seen], undrawn[seen], numbers[:, seen]  # fmt: skip
    unmapped = np.array(list(map(pdfium.has_no_code, repeat(handle), places.tolist())), np.bool_)
    texts, readable = _characters(codes, unmapped)
    blanks_before = np.cumsum(blank)[places]
    after_blank = np.diff(blanks_before, prepend=0) > 0
    letters = sum(texts[k].isalpha() for k in np.flatnonzero(undrawn).tolist())
    glyphs = GlyphColumns(texts, numbers, styles[:, 1].astype(np.int64), readable, after_blank)
    return PrintedText(glyphs, slanted, letters)


def _whole_codes(codes: NDArray[np.uint32], blank: NDArray[np.bool_]) -> tuple[NDArray[np.uint32], Places]:
    """Code units of a text page → the code points that print something and where they stand. A glyph that has no code
    point of its own is given as the replacement character."""
    printing = ~blank
    first_half = (codes >= _FIRST_OF_PAIR) & (codes < _SECOND_OF_PAIR) & printing
    if first_half.any():  # characters beyond the basic plane
        codes, high = codes.copy(), 0
        for k in np.flatnonzero(printing).tolist():
            code = int(codes[k])
            if first_half[k]:
                high = code
                continue
            if high and _SECOND_OF_PAIR <= code < _BEHIND_PAIRS:
                codes[k] = 0x10000 + ((high - _FIRST_OF_PAIR) << 10) + code - _SECOND_OF_PAIR
            high = 0
        printing &= ~first_half
    places = np.flatnonzero(printing)
    found = codes[places]
    found[found == 0] = _REPLACEMENT
    return found, places


def _styles_of(
    handle: Any, runs: NDArray[np.uint64], places: Places, display: Matrix
) -> tuple[Numbers, NDArray[np.bool_]]:
    """For each character the numbers of its style (size, direction, and the six of the matrix), and whether it is not
    drawn. The characters of a run of text are of one style; one in no run is asked about by itself."""
    kinds, first, kind_of = np.unique(runs, return_index=True, return_inverse=True)
    alone = runs == 0
    if alone.any():
        kind_of = np.where(alone, len(kinds) + np.cumsum(alone) - 1, kind_of)
        first = np.concatenate((first, np.flatnonzero(alone)))
    table = _read_styles(handle, places[first].tolist(), display)
    invisible = [run != 0 and pdfium.text_mode(run) == _INVISIBLE for run in kinds.tolist()]
    undrawn = np.array(invisible + [False] * (len(first) - len(invisible)), np.bool_)
    return table[kind_of], undrawn[kind_of]


def _read_styles(handle: Any, places: list[int], display: Matrix) -> Numbers:
    """The numbers of the style at each place. Runs differ in place and agree in type, so there are few of them."""
    matrices = pdfium.answers(pdfium.matrix_room(), pdfium.character_matrix, places, handle)[:, :4].tolist()
    sizes = map(pdfium.font_size, repeat(handle), places)
    known: dict[tuple[float, ...], tuple[float, ...]] = {}
    rows: list[tuple[float, ...]] = []
    for matrix, size in zip(matrices, sizes, strict=True):
        key = (*matrix, size)
        row = known.get(key)
        if row is None:
            style = _style(display, *key)
            row = known[key] = (style.size, style.direction, *style.reading)
        rows.append(row)
    return np.array(rows, np.float64).reshape(-1, 8)


def _style(display: Matrix, a: float, b: float, c: float, d: float, font_size: float) -> _Style:
    shown = Matrix(a, b, c, d).then(display)
    size = font_size * math.hypot(shown.c, shown.d)
    angle = math.degrees(math.atan2(-shown.b, shown.a)) % 360.0
    quarter = round(angle / 90.0)
    if abs(angle - 90.0 * quarter) > _SLANT:
        return _Style(size, -1, Matrix())
    direction = quarter % 4
    (e, f), (ax, ay), (cx, cy) = (
        along_and_across(*display.apply(*point), direction) for point in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    )
    return _Style(size, direction, Matrix(ax - e, ay - f, cx - e, cy - f, e, f))


def _positions(handle: Any, places: Places, styles: Numbers, display: Matrix) -> Numbers:
    """For each character x, y, start, end, baseline and size, as in a `Glyph`."""
    wanted = places.tolist()
    loose = pdfium.answers(pdfium.advance_room(), pdfium.advance_boxes, wanted, handle)
    ink = pdfium.answers(pdfium.ink_room(), pdfium.ink_boxes, wanted, handle)
    at = pdfium.answers(pdfium.origin_room(), pdfium.origins, wanted, handle)
    size, _, p, q, r, s, t, u = styles.T
    (left, right, bottom, top), (origin_x, origin_y) = ink.T, at.T
    near, far = p * loose[:, 0] + r * loose[:, 3] + t, p * loose[:, 2] + r * loose[:, 1] + t
    start, baseline = p * origin_x + r * origin_y + t, q * origin_x + s * origin_y + u
    end = np.where(far > near, far, near)
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    x = display.a * middle_x + display.c * middle_y + display.e
    y = display.b * middle_x + display.d * middle_y + display.f
    stray = (
        (right <= left)
        | (top <= bottom)
        | (np.abs(middle_x - origin_x) > _STRAY * size)
        | (np.abs(middle_y - origin_y) > _STRAY * size)
    )
    for k in np.flatnonzero(stray).tolist():
        across = float(baseline[k]) - _MIDDLE * float(size[k])
        x[k], y[k] = _middle(float(start[k]), float(end[k]), across, int(styles[k, 1]))
    return np.array((x, y, start, end, baseline, size))


@lru_cache(32_768)
def _printed(code: int) -> tuple[str, bool]:
    return printed_character(code, True)


def _characters(codes: NDArray[np.uint32], unmapped: NDArray[np.bool_]) -> tuple[list[str], NDArray[np.bool_]]:
    """Code points → texts, and whether it can be told what was printed."""
    kinds, kind_of = np.unique(codes, return_inverse=True)
    printed = list(map(_printed, kinds.tolist()))
    texts: list[str] = np.array([text for text, _ in printed], np.object_)[kind_of].tolist()
    readable = np.array([told for _, told in printed], np.bool_)[kind_of]
    for k in np.flatnonzero(unmapped).tolist():
        texts[k], readable[k] = printed_character(int(codes[k]), False)
    return texts, readable


def _middle(start: float, end: float, across: float, direction: int) -> tuple[float, float]:
    """Middle of a glyph along and across its writing → point of the page."""
    # Turning back is turning on by what is left of the full circle.
    return along_and_across((start + end) / 2, across, (4 - direction) % 4)
