"""pdfium's C functions as Python calls them, and the matrices of PDF.

The calls made for every character are what reading a page costs, so addresses are passed as plain integers: a fraction
of the cost of ctypes pointers. pdfium is not thread-safe: whoever calls these holds `readers.pdf.PDFIUM_LOCK`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.grid import Ruling


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
        if (self.b or self.c) and (self.a or self.d):
            (cx, cy), (dx, dy) = self.apply(x0, y1), self.apply(x1, y0)
            return Ruling(min(ax, bx, cx, dx), min(ay, by, cy, dy), max(ax, bx, cx, dx), max(ay, by, cy, dy))
        if ax > bx:
            ax, bx = bx, ax
        return Ruling(ax, ay, bx, by) if ay <= by else Ruling(ax, by, bx, ay)


def _function(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """C function of pdfium that takes plain integers for addresses. What is passed beyond the arguments named here, or
    to a function without any named, is passed as it is: integers as `int`, addresses as `address` or `byref` make them.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(name))


def address_of(name: str) -> int:
    """Where a C function of pdfium lies."""
    found = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert found is not None, name
    return found


def address(handle: int | None) -> Any:
    """An address made ready once to be passed to many calls."""
    return ctypes.c_void_p.from_param(handle)


_P, _I = ctypes.c_void_p, ctypes.c_int
# Asked about every character of a text page: (address of the page, index, addresses to write to).
code_of = _function("FPDFText_GetUnicode", result=ctypes.c_uint)
has_no_code = _function("FPDFText_HasUnicodeMapError")
run_of = _function("FPDFText_GetTextObject", result=ctypes.c_size_t)
font_size = _function("FPDFText_GetFontSize", result=ctypes.c_double)
character_matrix = _function("FPDFText_GetMatrix")
advance_boxes = _function("FPDFText_GetLooseCharBox")
ink_boxes = _function("FPDFText_GetCharBox")
origins = _function("FPDFText_GetCharOrigin")
# Asked about every object of a page.
object_type = _function("FPDFPageObj_GetType", _P)
object_matrix = _function("FPDFPageObj_GetMatrix", _P, _P)
object_bounds = _function("FPDFPageObj_GetBounds", _P)
text_font = _function("FPDFTextObj_GetFont", _P, result=ctypes.c_size_t)
text_mode = _function("FPDFTextObj_GetTextRenderMode", _P)
font_is_embedded = _function("FPDFFont_GetIsEmbedded", _P)
draw_mode = _function("FPDFPath_GetDrawMode", _P, _P, _P)
segment_count = _function("FPDFPath_CountSegments", _P)
segment_at = _function("FPDFPath_GetPathSegment", _P, _I, result=_P)
segment_type = _function("FPDFPathSegment_GetType", _P)
segment_closes = _function("FPDFPathSegment_GetClose", _P)
segment_point = _function("FPDFPathSegment_GetPoint", _P, _P, _P)
page_object_count = _function("FPDFPage_CountObjects", _P)
page_object = _function("FPDFPage_GetObject", _P, _I, result=_P)
form_object_count = _function("FPDFFormObj_CountObjects", _P)
form_object = _function("FPDFFormObj_GetObject", _P, ctypes.c_ulong, result=_P)


class Room:
    """Room for what pdfium writes about many characters or objects in a row, with the addresses ready to be passed.

    `numbers` has a row for each of `AT_ONCE` of them; `addresses` one list for each number of a row, or (`together`)
    one for the whole row. Made once; whoever uses it holds the lock.
    """

    AT_ONCE = 2_048

    def __init__(self, kind: Any, parts: int, *, together: bool = False) -> None:
        self._memory = (kind * (parts * self.AT_ONCE))()
        step = ctypes.sizeof(kind)
        self.numbers: NDArray[Any] = np.frombuffer(self._memory, kind).reshape(self.AT_ONCE, parts)
        self.addresses = tuple(
            [ctypes.byref(self._memory, (row * parts + part) * step) for row in range(self.AT_ONCE)]
            for part in range(1 if together else parts)
        )


def answers(room: Room, question: Callable[..., int], subjects: Sequence[Any], *context: Any) -> NDArray[np.float64]:
    """Asks about one subject after the other (in a `context`, passed before it). Out: a row of numbers for each, zeros
    where pdfium has no answer."""
    found = np.empty((len(subjects), room.numbers.shape[1]))
    for first in range(0, len(subjects), room.AT_ONCE):
        part = subjects[first : first + room.AT_ONCE]
        told = list(map(question, *map(repeat, context), part, *room.addresses))
        rows = found[first : first + len(part)]
        rows[:] = room.numbers[: len(part)]
        if not all(told):
            rows[np.array(told) == 0] = 0.0
    return found


@cache
def advance_room() -> Room:
    """Room for advance boxes."""
    return Room(ctypes.c_float, 4, together=True)


@cache
def ink_room() -> Room:
    """Room for boxes round the ink of characters."""
    return Room(ctypes.c_double, 4)


@cache
def origin_room() -> Room:
    """Room for origins."""
    return Room(ctypes.c_double, 2)


@cache
def matrix_room() -> Room:
    """Room for matrices."""
    return Room(ctypes.c_float, 6, together=True)


@cache
def bounds_room() -> Room:
    """Room for bounds of objects."""
    return Room(ctypes.c_float, 4)


def matrix_of(handle: int | None) -> Matrix:
    """Matrix of an object; where pdfium knows none, the one that changes nothing."""
    values = (ctypes.c_float * 6)()
    return Matrix(*values) if object_matrix(handle, ctypes.addressof(values)) else Matrix()


def manner_of(path: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    modes = (ctypes.c_int * 2)()
    told = draw_mode(path, ctypes.addressof(modes), ctypes.addressof(modes) + ctypes.sizeof(ctypes.c_int))
    return bool(told and modes[0]), bool(told and modes[1])


def segments_of(path: int) -> Iterator[tuple[float, float, int, bool]]:
    """Segments of a path: the point, the kind, and whether it closes its subpath."""
    point = (ctypes.c_float * 2)()
    x, y = ctypes.addressof(point), ctypes.addressof(point) + ctypes.sizeof(ctypes.c_float)
    for k in range(segment_count(path)):
        segment = segment_at(path, k)
        told = segment_point(segment, x, y)
        yield point[0] if told else 0.0, point[1] if told else 0.0, segment_type(segment), bool(segment_closes(segment))
