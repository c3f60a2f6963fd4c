"""What is drawn on a PDF page: rulings, filled areas, images.

In: an open pdfium page and the matrix to the frame it is read in. Out: `Drawings`. Form XObjects are followed with
their matrices; lines, thin filled rectangles, thin images and the sides of stroked outlines are rulings.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium_helpers
import pypdfium2.raw as raw

from extractors.grid import Ruling, is_line
from extractors.limits import MAX_PAGE_OBJECTS, at_most
from extractors.readers import pdfium_calls as pdfium
from extractors.readers.pdfium_calls import Matrix

#: Forms nested deeper than this are not followed (a form may contain itself in a damaged file).
MAX_DEPTH = 12
#: Text narrower than this many points is dropped by pdfium.
_NO_WIDTH = 0.011
#: Slack in points within which a segment counts as level or upright.
_LEVEL = 0.6


@dataclass(slots=True)
class Drawings:
    """Rulings, filled rectangles too thick to be lines, and images of a page, as rectangles in its frame.

    `unseen_texts` counts pieces of text that have no width for pdfium because their font is neither embedded nor
    installed here: single characters of such fonts are missing from its text. `last_text`
    says how many images had been drawn when the last of them was (images[:last_text] lie below it).
    """

    rulings: list[Ruling] = field(default_factory=list)
    areas: list[Ruling] = field(default_factory=list)
    images: list[Ruling] = field(default_factory=list)
    unseen_texts: int = 0
    last_text: int = 0
    objects: int = 0

    def count(self, objects: int) -> None:
        """Counts what is about to be read. Raises `too_large` for more than any page of a disclosure has."""
        self.objects += objects
        at_most("this page", self.objects, MAX_PAGE_OBJECTS, "drawn objects")


def read_drawings(page: pdfium_helpers.PdfPage, display: Matrix) -> Drawings:
    """pdfium page and its matrix to the frame → what is drawn on it, that inside forms included."""
    drawings = Drawings()
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value
    drawings.count(pdfium.page_object_count(handle))
    objects = list(map(pdfium.page_object, repeat(handle), range(pdfium.page_object_count(handle))))
    _read_objects(objects, display, drawings, 0)
    return drawings


def _read_objects(objects: list[int | None], matrix: Matrix, drawings: Drawings, depth: int) -> None:
    kinds = list(map(pdfium.object_type, objects))

    def of_kind(wanted: int) -> list[int | None]:
        return [handle for handle, kind in zip(objects, kinds, strict=True) if kind == wanted]

    _read_paths(of_kind(raw.FPDF_PAGEOBJ_PATH), matrix, drawings)
    drawings.unseen_texts += _count_unseen(of_kind(raw.FPDF_PAGEOBJ_TEXT))
    if set(kinds) <= {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_TEXT}:
        if raw.FPDF_PAGEOBJ_TEXT in kinds:
            drawings.last_text = len(drawings.images)
        return
    for handle, kind in zip(objects, kinds, strict=True):  # images and text may hide each other: one by one
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawings.last_text = len(drawings.images)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _read_image(handle, matrix, drawings)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            count = pdfium.form_object_count(handle)
            drawings.count(count)
            inner = list(map(pdfium.form_object, repeat(handle), range(count)))
            _read_objects(inner, _matrix_of(handle).then(matrix), drawings, depth + 1)


def _count_unseen(texts: list[int | None]) -> int:
    """How many pieces of text have no width because their font is not there."""
    fonts = list(map(pdfium.text_font, texts))
    absent = {font for font in set(fonts) if not pdfium.font_is_embedded(font)}
    return sum(_has_no_width(text) for text, font in zip(texts, fonts, strict=True) if font in absent) if absent else 0


def _has_no_width(handle: int | None) -> bool:
    ((x0, _, x1, _),) = _bounds_of([handle], Matrix())
    return bool(x1 - x0 < _NO_WIDTH)


def _matrix_of(handle: int | None) -> Matrix:
    values = (ctypes.c_float * 6)()
    if not pdfium.object_matrix(handle, ctypes.addressof(values)):
        return Matrix()
    return Matrix(*values)


def _read_paths(handles: list[int | None], matrix: Matrix, drawings: Drawings) -> None:
    """Paths → rulings and areas. One line or one rectangle, which is nearly all of them, is told by its bounds."""
    counts = list(map(pdfium.segment_count, handles))
    plain = [handle for handle, count in zip(handles, counts, strict=True) if count in (2, 5)]
    bars = dict(zip(plain, _bounds_of(plain, matrix), strict=True))
    for handle, count in zip(handles, counts, strict=True):
        bar = bars.get(handle)
        if bar is not None and is_line(bar):
            drawings.rulings.append(bar)
        else:
            _walk_path(handle, count, matrix, drawings)


def _read_image(handle: int | None, matrix: Matrix, drawings: Drawings) -> None:
    """An image → its rectangle; some programs draw their rulings as images stretched thin."""
    (bounds,) = _bounds_of([handle], matrix)
    (drawings.rulings if is_line(bounds) else drawings.images).append(bounds)


def _bounds_of(handles: list[int | None], matrix: Matrix) -> list[Ruling]:
    """Rectangles round objects; an empty one at no place where pdfium knows none."""
    corners = pdfium.answers(pdfium.bounds_room(), pdfium.object_bounds, handles)
    x0, y0, x1, y1 = corners.T
    known = corners.any(axis=1)
    xs = [matrix.a * x + matrix.c * y + matrix.e for x in (x0, x1) for y in (y0, y1)]
    ys = [matrix.b * x + matrix.d * y + matrix.f for x in (x0, x1) for y in (y0, y1)]
    sides = (np.minimum.reduce(xs), np.minimum.reduce(ys), np.maximum.reduce(xs), np.maximum.reduce(ys))
    return [Ruling(*row) for row in np.where(known, sides, 0.0).T.tolist()]


def _walk_path(handle: int | None, count: int, matrix: Matrix, drawings: Drawings) -> None:
    drawings.count(count)
    modes = (ctypes.c_int * 2)()
    pdfium.draw_mode(handle, ctypes.addressof(modes), ctypes.addressof(modes) + 4)
    filled, stroked = modes[0] != 0, modes[1] != 0
    for points, straight in _subpaths(handle, count, _matrix_of(handle).then(matrix)):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        hull = Ruling(min(xs), min(ys), max(xs), max(ys))
        if is_line(hull):
            drawings.rulings.append(hull)
        elif stroked:
            drawings.rulings.extend(_level_pieces(points))
        elif filled and straight and len(points) in (4, 5):
            drawings.areas.append(hull)


def _level_pieces(points: list[tuple[float, float]]) -> Iterator[Ruling]:
    """Corner points of a drawn line → its level and upright pieces."""
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        if abs(ax - bx) <= _LEVEL or abs(ay - by) <= _LEVEL:
            yield Ruling(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _subpaths(handle: int | None, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Subpaths of a path as points in the frame, closed where the path closes them; False where curves are in it."""
    point = (ctypes.c_float * 2)()
    x_address, y_address = ctypes.addressof(point), ctypes.addressof(point) + 4
    points: list[tuple[float, float]] = []
    straight = True
    for k in range(count):
        segment = pdfium.segment_at(handle, k)
        kind = pdfium.segment_type(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        pdfium.segment_point(segment, x_address, y_address)
        points.append(matrix.apply(*point))
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        if pdfium.segment_closes(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight
