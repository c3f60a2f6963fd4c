"""What is drawn on a PDF page: rulings, filled areas, images.

In: an open pdfium page and the matrix to the frame it is read in. Out: `Drawings`. Form XObjects are followed with
their matrices; lines, thin filled rectangles, thin images and the sides of stroked outlines are rulings.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

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
    objects = (pdfium.page_object(handle, k) for k in range(pdfium.page_object_count(handle)))
    _read_objects(objects, display, drawings, 0)
    return drawings


def _read_objects(objects: Iterator[int | None], matrix: Matrix, drawings: Drawings, depth: int) -> None:
    for handle in objects:
        kind = pdfium.object_type(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _read_path(handle, matrix, drawings)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _read_image(handle, matrix, drawings)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            drawings.unseen_texts += _is_unseen(handle)
            drawings.last_text = len(drawings.images)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            drawings.count(pdfium.form_object_count(handle))
            inner = (pdfium.form_object(handle, k) for k in range(pdfium.form_object_count(handle)))
            _read_objects(inner, _matrix_of(handle).then(matrix), drawings, depth + 1)


def _is_unseen(handle: int | None) -> bool:
    x0, _, x1, _ = _bounds_of(handle, Matrix())
    return x1 - x0 < _NO_WIDTH and not pdfium.font_is_embedded(pdfium.text_font(handle))


def _matrix_of(handle: int | None) -> Matrix:
    values = (ctypes.c_float * 6)()
    if not pdfium.object_matrix(handle, ctypes.addressof(values)):
        return Matrix()
    return Matrix(*values)


def _read_path(handle: int | None, matrix: Matrix, drawings: Drawings) -> None:
    """A path → rulings and areas. One line or one rectangle, which is nearly all of them, is told by its bounds."""
    count = pdfium.segment_count(handle)
    if count in (2, 5):
        bar = _bounds_of(handle, matrix)
        if is_line(bar):
            drawings.rulings.append(bar)
            return
    _walk_path(handle, count, matrix, drawings)


def _read_image(handle: int | None, matrix: Matrix, drawings: Drawings) -> None:
    """An image → its rectangle; some programs draw their rulings as images stretched thin."""
    bounds = _bounds_of(handle, matrix)
    (drawings.rulings if is_line(bounds) else drawings.images).append(bounds)


#: Where pdfium writes bounds; one for all, since there are hundreds of paths on a page and one lock.
_found = (ctypes.c_float * 4)()


def _bounds_of(handle: int | None, matrix: Matrix) -> Ruling:
    """Rectangle round an object; an empty one at no place where pdfium knows none."""
    at = ctypes.addressof(_found)
    if not pdfium.object_bounds(handle, at, at + 4, at + 8, at + 12):
        return Ruling(0.0, 0.0, 0.0, 0.0)
    return matrix.rectangle(*_found)


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
