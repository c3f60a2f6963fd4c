"""What is drawn on a PDF page: rulings, filled areas, images.

In: an open pdfium page and the matrix to the frame it is read in. Out: `Drawings`. Form XObjects are followed with
their matrices; lines, thin filled rectangles, thin images and the sides of stroked outlines are rulings.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium_helpers
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.grid import Ruling, are_lines, is_line
from extractors.limits import MAX_PAGE_OBJECTS, at_most
from extractors.readers import pdfium_calls as pdfium
from extractors.readers.pdfium_calls import Matrix
from extractors.readers.pdfium_columns import Numbers, Objects, read_objects, read_paths

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
    handle = ctypes.cast(page.raw, ctypes.c_void_p).value or 0
    _read_container(handle, pdfium.page_object_count(handle), display, drawings, 0)
    return drawings


def _read_container(handle: int, count: int, matrix: Matrix, drawings: Drawings, depth: int) -> None:
    """What is drawn in a page (depth 0) or a form of so many objects. Raises `too_large`."""
    count = max(count, 0)
    drawings.count(count)
    objects = read_objects(handle, count, form=depth > 0)
    _read_lines_and_areas(objects, matrix, drawings)
    if objects.absent.any():
        left, _, right, _ = _placed(objects.bounds[:, objects.absent], Matrix())
        drawings.unseen_texts += int(np.count_nonzero(right - left < _NO_WIDTH))
    texts = objects.kinds == raw.FPDF_PAGEOBJ_TEXT
    others = (objects.kinds == raw.FPDF_PAGEOBJ_IMAGE) | (objects.kinds == raw.FPDF_PAGEOBJ_FORM)
    if not others.any():
        if texts.any():
            drawings.last_text = len(drawings.images)
        return
    for k in np.flatnonzero(texts | others).tolist():  # images and text may hide each other: one by one
        kind = objects.kinds[k]
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawings.last_text = len(drawings.images)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            _read_image(objects.bounds[:, k : k + 1], matrix, drawings)
        elif depth < MAX_DEPTH:
            form = int(objects.handles[k])
            inner = pdfium.matrix_of(form).then(matrix)
            _read_container(form, pdfium.form_object_count(form), inner, drawings, depth + 1)


def _read_lines_and_areas(objects: Objects, matrix: Matrix, drawings: Drawings) -> None:
    """Paths → rulings and areas. One line or one rectangle, which is nearly all of them, is told by its bounds."""
    paths = np.flatnonzero(objects.kinds == raw.FPDF_PAGEOBJ_PATH)
    if not len(paths):
        return
    counts = objects.segments[paths]
    sides = _placed(objects.bounds[:, paths], matrix)
    told = ((counts == 2) | (counts == 5)) & are_lines(sides)
    bars = _rulings(sides)
    if told.all():
        drawings.rulings += bars
        return
    walked = np.flatnonzero(~told)
    drawings.count(int(counts[walked].clip(0).sum()))
    outlines = _outlines(objects.handles[paths[walked]], counts[walked].tolist(), matrix)
    for bar, known in zip(bars, told.tolist(), strict=True):
        if known:
            drawings.rulings.append(bar)
        else:
            _read_outline(next(outlines), drawings)


def _read_image(bounds: Numbers, matrix: Matrix, drawings: Drawings) -> None:
    """An image → its rectangle; some programs draw their rulings as images stretched thin."""
    (place,) = _rulings(_placed(bounds, matrix))
    (drawings.rulings if is_line(place) else drawings.images).append(place)


def _placed(bounds: Numbers, matrix: Matrix) -> Numbers:
    """Bounds of objects → the four sides of the rectangles in the frame; empty ones at no place where pdfium knows
    no bounds."""
    a, b, c, d, e, f = matrix
    if b == c == 0.0:
        corners = bounds * [[a], [d], [a], [d]]
    elif a == d == 0.0:
        corners = bounds[[1, 0, 3, 2]] * [[c], [b], [c], [b]]
    else:
        return _placed_slanting(bounds, matrix)
    corners += [[e], [f], [e], [f]]
    sides = np.concatenate((np.minimum(corners[:2], corners[2:]), np.maximum(corners[:2], corners[2:])))
    sides[:, ~bounds.any(axis=0)] = 0.0
    return sides


def _placed_slanting(bounds: Numbers, matrix: Matrix) -> Numbers:
    """The same under a matrix that turns by no quarter or shears: all four corners count."""
    x0, y0, x1, y1 = bounds
    xs = [matrix.a * x + matrix.c * y + matrix.e for x in (x0, x1) for y in (y0, y1)]
    ys = [matrix.b * x + matrix.d * y + matrix.f for x in (x0, x1) for y in (y0, y1)]
    sides = (np.minimum.reduce(xs), np.minimum.reduce(ys), np.maximum.reduce(xs), np.maximum.reduce(ys))
    return np.where(bounds.any(axis=0), sides, 0.0)


def _rulings(sides: Numbers) -> list[Ruling]:
    return list(map(tuple.__new__, itertools.repeat(Ruling), sides.T.tolist()))


@dataclass(frozen=True, slots=True)
class _Outline:
    """A path as drawn in the frame: its subpaths as points, closed where the path closes them, and whether they have
    no curves."""

    filled: bool
    stroked: bool
    subpaths: list[tuple[list[tuple[float, float]], bool]]


def _outlines(handles: NDArray[np.uint64], counts: list[int], matrix: Matrix) -> Iterator[_Outline]:
    """Paths of so many segments each → their outlines in the frame."""
    drawn, segments = read_paths(handles)
    rows = iter(segments.tolist())
    for (*own, filled, stroked), count in zip(drawn.tolist(), counts, strict=True):
        subpaths = list(_subpaths(itertools.islice(rows, max(count, 0)), Matrix(*own).then(matrix)))
        yield _Outline(bool(filled), bool(stroked), subpaths)


def _read_outline(outline: _Outline, drawings: Drawings) -> None:
    for points, straight in outline.subpaths:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        hull = Ruling(min(xs), min(ys), max(xs), max(ys))
        if is_line(hull):
            drawings.rulings.append(hull)
        elif outline.stroked:
            drawings.rulings.extend(_level_pieces(points))
        elif outline.filled and straight and len(points) in (4, 5):
            drawings.areas.append(hull)


def _level_pieces(points: list[tuple[float, float]]) -> Iterator[Ruling]:
    """Corner points of a drawn line → its level and upright pieces."""
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        if abs(ax - bx) <= _LEVEL or abs(ay - by) <= _LEVEL:
            yield Ruling(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _subpaths(segments: Iterable[list[float]], matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Segments (x, y, kind, closing) of a path → its subpaths; False where curves are in one."""
    points: list[tuple[float, float]] = []
    straight = True
    for x, y, kind, closes in segments:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        points.append(matrix.apply(x, y))
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        if closes and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight
