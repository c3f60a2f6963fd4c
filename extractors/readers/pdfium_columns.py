"""What pdfium tells about all characters of a text page, or all objects of a page or form, in columns.

In: the address of an open page, text page or form. Out: columns of numbers, as pdfium gives them, zeros where it has no
answer. They are gathered by a compiled pass (`_pdfium_pass.c`) where the installation could build it, and call by call
otherwise, or where the environment variable `JUESUAN_PLAIN` is set: the same numbers to the last bit, more slowly.
pdfium is not thread-safe: the caller holds `readers.pdf.PDFIUM_LOCK`.
"""

from __future__ import annotations

from itertools import chain, repeat
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.readers import pdfium_calls as pdfium
from extractors.readers.compiled import PLAIN, built_module, is_wanted, plain

__all__ = [
    "PLAIN", "Characters", "Objects", "Paths", "is_compiled", "plain", "read_characters", "read_codes", "read_objects", "read_paths",
]  # fmt: skip

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

#: What the columns of the compiled pass must look like; one built from older source is not used.
_LAYOUT = 1
#: Segments of a path that is nearly always one line or one rectangle, which its bounds tell.
_TOLD_BY_BOUNDS = (2, 5)


class Characters(NamedTuple):
    """The characters asked about. `points` are, in user space, the x of four points of each, then their y: its origin,
    the left top and the right bottom of its advance box, the middle of the box round its ink. `inked` is true where
    that box has an extent. `unmapped` is true where the font names no character. `style_of` numbers the rows of
    `styles`: a, b, c, d of the matrix, type size, rendering mode; many characters share one, but it may stand there
    more than once."""

    points: Numbers
    inked: NDArray[np.bool_]
    unmapped: NDArray[np.bool_]
    style_of: NDArray[np.int32]
    styles: Numbers


class Objects(NamedTuple):
    """The objects of a page or form in the order drawn. `segments` counts those of paths. `absent` is true for text
    whose font is not embedded. `bounds` has a row for each of left, bottom, right and top; they are given for images,
    such text, and paths of so many segments as a line or a rectangle has."""

    handles: NDArray[np.uint64]
    kinds: NDArray[np.int32]
    segments: NDArray[np.int32]
    absent: NDArray[np.bool_]
    bounds: Numbers


class Paths(NamedTuple):
    """Paths: the six numbers of the matrix of each, whether it is filled and stroked; and of all their segments, one
    path after the other, x, y, kind and whether it closes a subpath."""

    drawn: Numbers
    segments: Numbers


def _compiled_pass() -> ModuleType | None:
    """The compiled pass, told where pdfium's functions lie; None where it was not built."""
    built = built_module("_pdfium_pass", _LAYOUT)
    if built is not None:
        built.connect(tuple(map(pdfium.address_of, built.FUNCTIONS)))
    return built


_built = _compiled_pass()


def _compiled() -> ModuleType | None:
    """The compiled pass where it is to be used."""
    return _built if is_wanted() else None


def is_compiled() -> bool:
    """Whether the compiled pass is used."""
    return _compiled() is not None


def read_codes(text_page: int, count: int) -> NDArray[np.uint32]:
    """The code (UTF-16 unit) of each character of a text page that has so many."""
    if (built := _compiled()) is not None:
        return np.frombuffer(built.codes(text_page, count), np.uint32)
    return np.array(list(map(pdfium.code_of, repeat(pdfium.address(text_page)), range(count))), np.uint32)


def read_characters(text_page: int, places: Places) -> Characters:
    """What pdfium tells about the characters at some places of a text page. Raises `ValueError` for a negative one."""
    if (built := _compiled()) is not None:
        points, inked, unmapped, style_of, styles = built.characters(text_page, places)
        return Characters(
            np.frombuffer(points, np.float64).reshape(8, len(places)),
            np.frombuffer(inked, np.bool_),
            np.frombuffer(unmapped, np.bool_),
            np.frombuffer(style_of, np.int32),
            np.frombuffer(styles, np.float64).reshape(-1, 6),
        )
    handle, wanted = pdfium.address(text_page), places.tolist()
    points = np.empty((8, len(places)))
    points[0], points[4] = pdfium.answers(pdfium.origin_room(), pdfium.origins, wanted, handle).T
    loose = pdfium.answers(pdfium.advance_room(), pdfium.advance_boxes, wanted, handle)
    points[1], points[5], points[2], points[6] = loose.T
    left, right, bottom, top = pdfium.answers(pdfium.ink_room(), pdfium.ink_boxes, wanted, handle).T
    points[3], points[7] = (left + right) / 2, (bottom + top) / 2
    unmapped = np.array(list(map(pdfium.has_no_code, repeat(handle), wanted)), np.bool_)
    return Characters(points, (right > left) & (top > bottom), unmapped, *_styles(handle, wanted))


def _styles(handle: Any, places: list[int]) -> tuple[NDArray[np.int32], Numbers]:
    """Number of the style of each character, and the styles. The characters of a run of text are of one style; one in
    no run is asked about by itself. Only neighbours are compared: few styles follow each other."""
    runs = np.array(list(map(pdfium.run_of, repeat(handle), places)), np.uint64)
    if not places:
        return np.empty(0, np.int32), np.empty((0, 6))
    begins = np.concatenate(([True], (runs[1:] != runs[:-1]) | (runs[1:] == 0)))
    first = np.flatnonzero(begins)
    asked, own = [places[k] for k in first.tolist()], runs[first].tolist()
    rows = np.empty((len(asked), 6))
    rows[:, :4] = pdfium.answers(pdfium.matrix_room(), pdfium.character_matrix, asked, handle)[:, :4]
    rows[:, 4] = list(map(pdfium.font_size, repeat(handle), asked))
    rows[:, 5] = [run and pdfium.text_mode(run) for run in own]
    differs = np.concatenate(([True], (rows[1:] != rows[:-1]).any(axis=1)))
    of_begin = np.cumsum(differs, dtype=np.int32) - 1
    return of_begin[np.cumsum(begins) - 1].astype(np.int32), rows[differs]


def read_objects(container: int, count: int, *, form: bool) -> Objects:
    """The objects of a page, or of a form, that has so many."""
    if (built := _compiled()) is not None:
        handles, kinds, segments, absent, bounds = built.objects(container, count, form)
        return Objects(
            np.frombuffer(handles, np.uint64),
            np.frombuffer(kinds, np.int32),
            np.frombuffer(segments, np.int32),
            np.frombuffer(absent, np.bool_),
            np.frombuffer(bounds, np.float64).reshape(4, count),
        )
    at = pdfium.form_object if form else pdfium.page_object
    found = list(map(at, repeat(container), range(count)))
    kinds = np.array(list(map(pdfium.object_type, found)), np.int32)
    segments, absent = np.zeros(count, np.int32), np.zeros(count, np.bool_)
    for k in np.flatnonzero(kinds == raw.FPDF_PAGEOBJ_PATH).tolist():
        segments[k] = pdfium.segment_count(found[k])
    texts = np.flatnonzero(kinds == raw.FPDF_PAGEOBJ_TEXT).tolist()
    fonts = [pdfium.text_font(found[k]) for k in texts]
    missing = {font for font in set(fonts) if not pdfium.font_is_embedded(font)}
    absent[[k for k, font in zip(texts, fonts, strict=True) if font in missing]] = True
    bounds = np.zeros((4, count))
    bounded = np.flatnonzero(absent | (kinds == raw.FPDF_PAGEOBJ_IMAGE) | np.isin(segments, _TOLD_BY_BOUNDS))
    asked = [found[k] for k in bounded.tolist()]
    bounds[:, bounded] = pdfium.answers(pdfium.bounds_room(), pdfium.object_bounds, asked).T
    return Objects(np.array([handle or 0 for handle in found], np.uint64), kinds, segments, absent, bounds)


def read_paths(handles: NDArray[np.uint64]) -> Paths:
    """Matrix and manner of drawing of paths, and their segments."""
    if (built := _compiled()) is not None:
        drawn, segments = built.paths(handles)
        return Paths(
            np.frombuffer(drawn, np.float64).reshape(-1, 8), np.frombuffer(segments, np.float64).reshape(-1, 4)
        )
    wanted = handles.tolist()
    rows = [(*pdfium.matrix_of(handle), *pdfium.manner_of(handle)) for handle in wanted]
    points = list(chain.from_iterable(map(pdfium.segments_of, wanted)))
    return Paths(np.array(rows, np.float64).reshape(-1, 8), np.array(points, np.float64).reshape(-1, 4))
