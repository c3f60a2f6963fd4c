"""One PDF page straight from pdfium: its printed lines, filled areas and glyphs, in the frame of the displayed page.

In: an open pdfium page. Out: `PageInk`. Uses pdfium's C interface with addresses in place of ctypes objects, because
the calls for every character are what reading costs. Follows form XObjects and applies page rotation and crop box.
pdfium is not thread-safe: the caller holds the lock.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.grid import Ruling, is_line
from extractors.readers.glyphs import Glyph, along_and_across, printed_character

#: Forms nested deeper than this are not followed (a form may contain itself in a damaged file).
_MAX_DEPTH = 12
#: Writing this far (degrees) from a quarter turn is a watermark laid over the page, no text of it.
_SLANT = 10.0
#: Where the ink of a glyph lies further than this many type sizes from its origin, the font's boxes are not trusted.
_STRAY = 1.6
#: Centre of a line of text above its baseline, in parts of the type size.
_MIDDLE = 0.36
#: Characters that print nothing. pdfium adds some of its own where it sees a gap.
_BLANKS = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x200B, 0x3000, 0xFEFF))
#: Slack in points within which a segment counts as level or upright.
_LEVEL = 0.6


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f, as in PDF."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Point → its image."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This one first, `outer` after it."""
        e, f = outer.apply(self.e, self.f)
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )

    def rectangle(self, x0: float, y0: float, x1: float, y1: float) -> Ruling:
        """Rectangle → the upright rectangle round its image."""
        (ax, ay), (bx, by) = self.apply(x0, y0), self.apply(x1, y1)
        if self.b or self.c:
            (cx, cy), (dx, dy) = self.apply(x0, y1), self.apply(x1, y0)
            return Ruling(min(ax, bx, cx, dx), min(ay, by, cy, dy), max(ax, bx, cx, dx), max(ay, by, cy, dy))
        return Ruling(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


class _Style(NamedTuple):
    """Type size as displayed, direction of writing (-1: slanted), and from user space to along and across it."""

    size: float
    direction: int
    reading: Matrix


@dataclass(slots=True)
class PageInk:
    """What is printed on a page, in points from the top left of the frame it was read in (`width` × `height`).

    `areas` are filled rectangles too thick to be lines; `slanted` counts the characters of watermarks left out.
    """

    width: float
    height: float
    rulings: list[Ruling] = field(default_factory=list)
    areas: list[Ruling] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)
    slanted: int = 0
    has_image: bool = False

    def dominant_direction(self) -> int:
        """Quarter turns against the clock in which most of the text is written."""
        counts = Counter(glyph.direction for glyph in self.glyphs)
        return min(counts, key=lambda direction: (-counts[direction], direction)) if counts else 0


def _function(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """C function of pdfium that takes plain integers for addresses (a fraction of the cost of ctypes pointers)."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
_unicode = _function("FPDFText_GetUnicode", _P, _I, result=ctypes.c_uint)
_map_error = _function("FPDFText_HasUnicodeMapError", _P, _I)
_text_object = _function("FPDFText_GetTextObject", _P, _I, result=_P)
_font_size = _function("FPDFText_GetFontSize", _P, _I, result=ctypes.c_double)
_char_matrix = _function("FPDFText_GetMatrix", _P, _I, _P)
_loose_box = _function("FPDFText_GetLooseCharBox", _P, _I, _P)
_ink_box = _function("FPDFText_GetCharBox", _P, _I, _P, _P, _P, _P)
_origin = _function("FPDFText_GetCharOrigin", _P, _I, _P, _P)
_object_type = _function("FPDFPageObj_GetType", _P)
_object_matrix = _function("FPDFPageObj_GetMatrix", _P, _P)
_bounds = _function("FPDFPageObj_GetBounds", _P, _P, _P, _P, _P)
_draw_mode = _function("FPDFPath_GetDrawMode", _P, _P, _P)
_segment_count = _function("FPDFPath_CountSegments", _P)
_segment = _function("FPDFPath_GetPathSegment", _P, _I, result=_P)
_segment_type = _function("FPDFPathSegment_GetType", _P)
_segment_close = _function("FPDFPathSegment_GetClose", _P)
_segment_point = _function("FPDFPathSegment_GetPoint", _P, _P, _P)
_page_object_count = _function("FPDFPage_CountObjects", _P)
_page_object = _function("FPDFPage_GetObject", _P, _I, result=_P)
_form_object_count = _function("FPDFFormObj_CountObjects", _P)
_form_object = _function("FPDFFormObj_GetObject", _P, ctypes.c_ulong, result=_P)


def read_ink(page: pdfium.PdfPage, turn: int = 0) -> PageInk:
    """pdfium page → its ink. With `turn` the page is turned so that writing in that direction stands upright."""
    display, width, height = _display(page, turn)
    ink = PageInk(width, height)
    _read_paths(page, display, ink)
    textpage = page.get_textpage()
    try:
        _read_glyphs(textpage, display, ink)
    finally:
        textpage.close()
    return ink


def _display(page: pdfium.PdfPage, turn: int) -> tuple[Matrix, float, float]:
    """From PDF user space to the page as displayed: crop box, y down, /Rotate, then `turn`."""
    x0, y0, x1, y1 = page.get_bbox()
    matrix, width, height = Matrix(1, 0, 0, -1, -x0, y1), x1 - x0, y1 - y0
    quarters = (page.get_rotation() // 90 + turn) % 4  # clockwise
    for _ in range(quarters):
        matrix = matrix.then(Matrix(0, 1, -1, 0, height, 0))
        width, height = height, width
    return matrix, width, height


def _read_glyphs(textpage: pdfium.PdfTextPage, display: Matrix, ink: PageInk) -> None:
    handle = ctypes.cast(textpage.raw, _P).value
    loose, doubles = (ctypes.c_float * 4)(), (ctypes.c_double * 6)()
    at_loose = ctypes.addressof(loose)
    d0, d1, d2, d3, d4, d5 = (ctypes.addressof(doubles) + 8 * k for k in range(6))
    styles: dict[int | None, _Style] = {}
    width, height, glyphs = ink.width, ink.height, ink.glyphs
    blank = False
    for index, code in _visible_codes(handle, textpage.count_chars()):
        if not code:
            blank = True
            continue
        owner = _text_object(handle, index)
        style = styles.get(owner)
        if style is None or owner is None:
            style = styles[owner] = _style(handle, index, display)
        size, direction, (p, q, r, s, t, u) = style
        if direction < 0:
            ink.slanted += 1
            continue
        _loose_box(handle, index, at_loose)
        _ink_box(handle, index, d0, d1, d2, d3)
        _origin(handle, index, d4, d5)
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
        text, readable = printed_character(code, not _map_error(handle, index))
        glyphs.append(Glyph(text, x, y, start, end, baseline, size, direction, readable, blank))
        blank = False


def _visible_codes(handle: int | None, count: int) -> Iterator[tuple[int, int]]:
    """Index and code point of every character of a text page; code 0 for blanks, which print nothing. A glyph that has
    no code point of its own is given as the replacement character."""
    high = 0
    for index in range(count):
        code = _unicode(handle, index)
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


def _style(handle: int | None, index: int, display: Matrix) -> _Style:
    """Style of the run of text that a character belongs to."""
    values = (ctypes.c_float * 6)()
    _char_matrix(handle, index, ctypes.addressof(values))
    shown = Matrix(*values).then(display)
    size = _font_size(handle, index) * math.hypot(shown.c, shown.d)
    angle = math.degrees(math.atan2(-shown.b, shown.a)) % 360.0
    quarter = round(angle / 90.0)
    if abs(angle - 90.0 * quarter) > _SLANT:
        return _Style(size, -1, Matrix())
    direction = quarter % 4
    (e, f), (ax, ay), (cx, cy) = (
        along_and_across(*display.apply(*point), direction) for point in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    )
    return _Style(size, direction, Matrix(ax - e, ay - f, cx - e, cy - f, e, f))


def _read_paths(page: pdfium.PdfPage, display: Matrix, ink: PageInk) -> None:
    handle = ctypes.cast(page.raw, _P).value
    objects = (_page_object(handle, k) for k in range(_page_object_count(handle)))
    _read_objects(objects, display, ink, 0)


def _read_objects(objects: Iterator[int | None], matrix: Matrix, ink: PageInk, depth: int) -> None:
    for handle in objects:
        kind = _object_type(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _read_path(handle, matrix, ink)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            ink.has_image = True
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = (_form_object(handle, k) for k in range(_form_object_count(handle)))
            _read_objects(inner, _matrix_of(handle).then(matrix), ink, depth + 1)


def _matrix_of(handle: int | None) -> Matrix:
    values = (ctypes.c_float * 6)()
    if not _object_matrix(handle, ctypes.addressof(values)):
        return Matrix()
    return Matrix(*values)


_box = (ctypes.c_float * 4)()
_BOX = tuple(ctypes.addressof(_box) + 4 * k for k in range(4))


def _read_path(handle: int | None, matrix: Matrix, ink: PageInk) -> None:
    """A path → rulings and areas. One line or one rectangle, which is nearly all of them, is told by its bounds."""
    count = _segment_count(handle)
    if count in (2, 5):
        if not _bounds(handle, *_BOX):
            return
        left, bottom, right, top = _box
        bar = matrix.rectangle(left, bottom, right, top)
        if is_line(bar):
            ink.rulings.append(bar)
            return
    _walk_path(handle, count, matrix, ink)


def _walk_path(handle: int | None, count: int, matrix: Matrix, ink: PageInk) -> None:
    modes = (ctypes.c_int * 2)()
    _draw_mode(handle, ctypes.addressof(modes), ctypes.addressof(modes) + 4)
    filled, stroked = modes[0] != 0, modes[1] != 0
    for points, straight in _subpaths(handle, count, _matrix_of(handle).then(matrix)):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        hull = Ruling(min(xs), min(ys), max(xs), max(ys))
        if is_line(hull):
            ink.rulings.append(hull)
        elif stroked:
            ink.rulings.extend(_level_pieces(points))
        elif filled and straight and len(points) in (4, 5):
            ink.areas.append(hull)


def _level_pieces(points: list[tuple[float, float]]) -> Iterator[Ruling]:
    """Corner points of a drawn line → its level and upright pieces."""
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        if abs(ax - bx) <= _LEVEL or abs(ay - by) <= _LEVEL:
            yield Ruling(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _subpaths(handle: int | None, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Subpaths of a path as points in the frame, closed where the path closes them; False where curves are in it."""
    point = (ctypes.c_float * 2)()
    x_address, y_address = ctypes.addressof(point), ctypes.addressof(point) + 4
    points: list[tuple[float, float]] = []
    straight = True
    for k in range(count):
        segment = _segment(handle, k)
        kind = _segment_type(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        _segment_point(segment, x_address, y_address)
        points.append(matrix.apply(*point))
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        if _segment_close(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight
