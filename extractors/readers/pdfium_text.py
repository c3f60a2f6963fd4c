"""The characters of a PDF page, all at once, straight from pdfium.

In: an open page and the matrix to the frame the page is read in. Out: its glyphs in columns, and what of its text
is none of the page's (watermarks, text that is not drawn, ink outside the page). What pdfium tells about characters comes
in columns, and is reckoned with as columns.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium_helpers
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.limits import MAX_PAGE_CHARACTERS, at_most
from extractors.readers.glyph_columns import GlyphColumns, Numbers
from extractors.readers.glyphs import along_and_across, printed_character
from extractors.readers.pdfium_calls import Matrix
from extractors.readers.pdfium_columns import Characters, Places, read_characters, read_codes

#: Writing this far (degrees) from a quarter turn is a watermark laid over the page, no text of it.
_SLANT = 10.0
#: Where the ink of a glyph lies further than this many type sizes from its origin, the font's boxes are not trusted.
_STRAY = 1.6
#: Centre of a line of text above its baseline, in parts of the type size.
_MIDDLE = 0.36
#: Characters that print nothing. pdfium adds some of its own where it sees a gap.
_BLANKS = (0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x200B, 0x3000, 0xFEFF)
_FIRST_OF_PAIR, _SECOND_OF_PAIR, _BEHIND_PAIRS = 0xD800, 0xDC00, 0xE000
_REPLACEMENT, _LAST_CODE = 0xFFFD, 0x10FFFF
#: What the unit of a code is: one that prints, a blank, none at all, or the first half of a pair.
_PRINTS, _BLANK, _IS_NULL, _FIRST_HALF = range(4)
_WHAT = np.zeros(0x10000, np.uint8)
_WHAT[list(_BLANKS)], _WHAT[0], _WHAT[_FIRST_OF_PAIR:_SECOND_OF_PAIR] = _BLANK, _IS_NULL, _FIRST_HALF
#: Rows of the points of characters: the x of each, their y this many rows further down.
_ORIGIN, _NEAR, _FAR, _INK, _Y = range(5)
#: Rendering mode of text that is not drawn.
_INVISIBLE = 3


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The glyphs of a page; how many characters of watermarks were left out; and how many letters are not drawn."""

    glyphs: GlyphColumns
    slanted: int = 0
    undrawn_letters: int = 0


def read_text(page: pdfium_helpers.PdfPage, display: Matrix, width: float, height: float) -> PrintedText:
    """pdfium page, the matrix to the frame and its size → what is printed. The matrix turns by quarters. Raises
    `too_large`, and `PdfiumError` where pdfium gives no text."""
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        raise pdfium_helpers.PdfiumError("no text page")
    try:
        count = raw.FPDFText_CountChars(text_page)
        at_most("this page", count, MAX_PAGE_CHARACTERS, "characters")
        return _printed_text(ctypes.cast(text_page, ctypes.c_void_p).value or 0, max(count, 0), display, width, height)
    finally:
        raw.FPDFText_ClosePage(text_page)


def _printed_text(handle: int, count: int, display: Matrix, width: float, height: float) -> PrintedText:
    """The same of an open text page with so many characters."""
    codes, places, blank = _printing(read_codes(handle, count))
    told = read_characters(handle, places)
    sizes, directions = _sizes_and_directions(told.styles, display)
    size, direction = sizes[told.style_of], directions[told.style_of]
    turns = sorted(set(directions.tolist()))
    numbers = _positions(told, size, direction, turns, display)
    undrawn = (told.styles[:, 5] == _INVISIBLE)[told.style_of]
    unmapped = told.unmapped
    # Nobody sees what is outside the crop box.
    chosen = ((numbers[:2] >= 0.0) & (numbers[:2] <= [[width], [height]])).all(axis=0) & (direction >= 0)
    slanted = 0
    if not chosen.all():
        slanted = int(np.count_nonzero(direction < 0))
        codes, places, direction, numbers = codes[chosen], places[chosen], direction[chosen], numbers[:, chosen]
        unmapped, undrawn = unmapped[chosen], undrawn[chosen]
    texts, readable = _characters(codes, unmapped)
    letters = sum(texts[k].isalpha() for k in np.flatnonzero(undrawn).tolist())
    return PrintedText(GlyphColumns(texts, numbers, direction, readable, _after_blank(blank, places)), slanted, letters)


def _printing(units: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], Places, NDArray[np.bool_]]:
    """Code units of a text page → the code points that print something, where they stand, and whether each unit is a
    blank. A glyph that has no code point of its own is given as the replacement character."""
    what = _WHAT[np.minimum(units, len(_WHAT) - 1)]
    blank = what == _BLANK
    if what.max(initial=_PRINTS) > _BLANK or units.max(initial=0) > _LAST_CODE:
        units, what = units.copy(), what.copy()
        units[(units == 0) | (units > _LAST_CODE)] = _REPLACEMENT
        _join_pairs(units, what)
    places = np.flatnonzero((what == _PRINTS) | (what == _IS_NULL))
    return units[places], places, blank


def _join_pairs(units: NDArray[np.uint32], what: NDArray[np.uint8]) -> None:
    """Puts characters beyond the basic plane in place of the second halves of their pairs."""
    high = 0
    for k in np.flatnonzero(what != _BLANK).tolist():
        code = int(units[k])
        if what[k] == _FIRST_HALF:
            high = code
            continue
        if high and _SECOND_OF_PAIR <= code < _BEHIND_PAIRS:
            units[k] = 0x10000 + ((high - _FIRST_OF_PAIR) << 10) + code - _SECOND_OF_PAIR
        high = 0


def _after_blank(blank: NDArray[np.bool_], places: Places) -> NDArray[np.bool_]:
    """Whether a blank stands between a character and the one before it (of those at the places)."""
    blanks = np.cumsum(blank)[places]
    found = np.empty(len(places), np.bool_)
    found[:1] = blanks[:1] > 0
    np.greater(blanks[1:], blanks[:-1], out=found[1:])
    return found


def _sizes_and_directions(styles: Numbers, display: Matrix) -> tuple[Numbers, NDArray[np.int64]]:
    """Type size as displayed and direction of writing (-1: slanted) of each style; the same few come on every page."""
    rows = [_size_and_direction(display, *style) for style in styles[:, :5].tolist()]
    return np.array([size for size, _ in rows], np.float64), np.array([turn for _, turn in rows], np.int64)


@lru_cache(4_096)
def _size_and_direction(display: Matrix, a: float, b: float, c: float, d: float, font_size: float) -> tuple[float, int]:
    shown = Matrix(a, b, c, d).then(display)
    size = font_size * math.hypot(shown.c, shown.d)
    angle = math.degrees(math.atan2(-shown.b, shown.a)) % 360.0
    quarter = round(angle / 90.0)
    return size, -1 if abs(angle - 90.0 * quarter) > _SLANT else quarter % 4


def _positions(
    told: Characters, size: Numbers, direction: NDArray[np.int64], turns: list[int], display: Matrix
) -> Numbers:
    """What pdfium told of characters, their type sizes and directions (of which there are those in `turns`) → x, y,
    start, end, baseline and size of each, as in a `Glyph`. Those of slanted ones mean nothing."""
    if len(turns) == 1:
        found = _placed(told.points, display, turns[0])
    else:
        found = np.empty((6, len(size)))
        for turn in turns:
            here = direction == turn
            found[:, here] = _placed(told.points[:, here], display, turn)
    found[5] = size
    away = np.abs(told.points[_INK::_Y] - told.points[_ORIGIN::_Y]) > _STRAY * size
    for k in np.flatnonzero((away[0] | away[1] | ~told.inked) & (direction >= 0)).tolist():
        _, _, start, end, baseline, own = found[:, k].tolist()
        found[:2, k] = _middle(start, end, baseline - _MIDDLE * own, int(direction[k]))
    return found


def _placed(points: Numbers, display: Matrix, turn: int) -> Numbers:
    """Points (see `Characters`) of characters written in one direction → x, y, start, end and baseline, and a row for
    the size. Display and writing are turned by quarters, so each number follows from one coordinate alone."""
    taken, factors, shifts = _coordinates(display, turn)
    found = points[taken]
    found *= factors
    found += shifts
    np.maximum(found[3], found[4], out=found[3])
    found[4] = found[5]
    return found


@lru_cache(1_024)
def _coordinates(display: Matrix, turn: int) -> tuple[list[int], Numbers, Numbers]:
    """For x, y, start, both ends and baseline: the row of the points that each follows from, the factor and the shift."""
    along = _reading(display, turn)
    wanted = [
        (_INK, display.a, display.c, display.e),
        (_INK, display.b, display.d, display.f),
        (_ORIGIN, along.a, along.c, along.e),
        (_NEAR, along.a, along.c, along.e),
        (_FAR, along.a, along.c, along.e),
        (_ORIGIN, along.b, along.d, along.f),
    ]
    taken = [point if of_x else point + _Y for point, of_x, _, _ in wanted]
    factors = np.array([[of_x or of_y] for _, of_x, of_y, _ in wanted], np.float64)
    # Equal matrices may differ in the sign of a nought, and are one to the cache: added to nought it is lost.
    return taken, factors, np.array([[shift] for *_, shift in wanted], np.float64) + 0.0


def _reading(display: Matrix, direction: int) -> Matrix:
    """From user space to along and across a direction of writing."""
    (e, f), (ax, ay), (cx, cy) = (
        along_and_across(*display.apply(*point), direction) for point in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    )
    return Matrix(ax - e, ay - f, cx - e, cy - f, e, f)


class _Printed:
    """What code points print, looked up for all characters of a page at once; each is worked out when first met."""

    def __init__(self) -> None:
        # Empty pages of these tables take no memory until a code of theirs is met.
        self.known = np.zeros(_LAST_CODE + 1, np.bool_)
        self.texts = np.empty(_LAST_CODE + 1, np.object_)
        self.readable = np.zeros(_LAST_CODE + 1, np.bool_)

    def learn(self, codes: NDArray[np.uint32]) -> None:
        """Works out what is not known yet."""
        for code in set(codes[~self.known[codes]].tolist()):
            self.texts[code], self.readable[code] = printed_character(code, True)
            self.known[code] = True


_PRINTED = _Printed()


def _characters(codes: NDArray[np.uint32], unmapped: NDArray[np.bool_]) -> tuple[list[str], NDArray[np.bool_]]:
    """Code points → texts, and whether it can be told what was printed."""
    _PRINTED.learn(codes)
    texts: list[str] = _PRINTED.texts[codes].tolist()
    readable = _PRINTED.readable[codes]
    for k in np.flatnonzero(unmapped).tolist():
        texts[k], readable[k] = printed_character(int(codes[k]), False)
    return texts, readable


def _middle(start: float, end: float, across: float, direction: int) -> tuple[float, float]:
    """Middle of a glyph along and across its writing → point of the page."""
    # Turning back is turning on by what is left of the full circle.
    return along_and_across((start + end) / 2, across, (4 - direction) % 4)
