"""pdfium's C functions as the readers call them, and the matrices of PDF.

The calls made for every character are what reading a page costs, so addresses are passed as plain integers: a fraction
of the cost of ctypes pointers. pdfium is not thread-safe: whoever calls these holds `readers.pdf.PDFIUM_LOCK`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as raw

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
    """C function of pdfium that takes plain integers for addresses."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
character_code = _function("FPDFText_GetUnicode", _P, _I, result=ctypes.c_uint)
has_no_code = _function("FPDFText_HasUnicodeMapError", _P, _I)
run_of_character = _function("FPDFText_GetTextObject", _P, _I, result=_P)
font_size = _function("FPDFText_GetFontSize", _P, _I, result=ctypes.c_double)
character_matrix = _function("FPDFText_GetMatrix", _P, _I, _P)
advance_box = _function("FPDFText_GetLooseCharBox", _P, _I, _P)
ink_box = _function("FPDFText_GetCharBox", _P, _I, _P, _P, _P, _P)
origin = _function("FPDFText_GetCharOrigin", _P, _I, _P, _P)
object_type = _function("FPDFPageObj_GetType", _P)
object_matrix = _function("FPDFPageObj_GetMatrix", _P, _P)
object_bounds = _function("FPDFPageObj_GetBounds", _P, _P, _P, _P, _P)
text_font = _function("FPDFTextObj_GetFont", _P, result=_P)
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
