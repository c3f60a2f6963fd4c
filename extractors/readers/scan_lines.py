"""The rulings of an upright page, found in its ink.

In: the ink of a page (`scan_image.ink_of`, of lines) and its resolution. Out: `Lines`. Pixels unless points are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.grid import Ruling
from extractors.readers.scan_image import POINTS_PER_INCH, Mask, square
from extractors.readers.scan_recognition import Area

#: A run of ink this long (points) may be a ruling; from the second length on it is one whatever it touches. Across it is
#: longer: the tops of bold characters side by side make runs too.
_PIECE, _RULING_ACROSS, _RULING_DOWN = 11.0, 60.0, 30.0
#: Gaps (points) in a printed line that are closed before runs are measured.
_GAP = 0.7
#: How near (points) the ends of a short piece must come to other rulings; strokes of characters do not come so near.
_TOUCH = 0.7
_THICKEST = 3.0
#: A ruling is broken, not ended, where ink covers at least this part of the way to the next ruling across it, and at
#: most that part of the way beside it (this far away, in points): text has ink there too.
_INKED, _INKED_BESIDE, _BESIDE = 0.55, 0.35, 1.6


@dataclass(frozen=True, slots=True)
class Lines:
    """Rulings of a page: in points, and as a mask of their pixels."""

    rulings: tuple[Ruling, ...]
    mask: Mask


def find_lines(ink: Mask, dpi: float) -> Lines:
    """Ink of an upright page → its rulings."""
    pixels = dpi / POINTS_PER_INCH
    across, down = _runs(ink, pixels, horizontal=True), _runs(ink, pixels, horizontal=False)
    areas = _completed(_rulings(across, down, pixels), ink, pixels)
    mask = np.zeros_like(ink)
    for area in areas:
        mask[area.y0 : area.y1, area.x0 : area.x1] = 255
    mask[cv2.dilate(ink, square(3)) == 0] = 0
    rulings = tuple(Ruling(*(round(value / pixels, 2) for value in area)) for area in areas)
    return Lines(rulings, mask)


def _runs(ink: Mask, pixels: float, *, horizontal: bool) -> list[Area]:
    """Thin straight runs of ink in one direction, as areas."""

    def shape(points: float) -> Mask:
        length = max(2, round(points * pixels))
        return np.ones((1, length) if horizontal else (length, 1), np.uint8)

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, shape(_GAP))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, shape(_PIECE))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened.astype(np.uint8), connectivity=8)
    areas = [Area(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
    thickest = _THICKEST * pixels
    return sorted(area for area in areas if min(area.width, area.height) <= thickest)


def _rulings(across: list[Area], down: list[Area], pixels: float) -> list[Area]:
    """Runs that are rulings: the long ones, and short ones that reach from one ruling to another. A stroke of a
    character inside a cell ends short of its sides."""
    touch = _TOUCH * pixels
    sure_across = [area for area in across if area.width >= _RULING_ACROSS * pixels]
    sure_down = [area for area in down if area.height >= _RULING_DOWN * pixels]
    rest_across = [area for area in across if area.width < _RULING_ACROSS * pixels]
    rest_down = [area for area in down if area.height < _RULING_DOWN * pixels]
    down_kept = sure_down + [area for area in rest_down if _spans(area, sure_across, touch, vertical=True)]
    across_kept = sure_across + [area for area in rest_across if _spans(area, sure_down, touch, vertical=False)]
    return sorted(across_kept + down_kept)


def _spans(area: Area, others: Iterable[Area], touch: float, *, vertical: bool) -> bool:
    """Whether both ends of a run lie at a ruling of the other direction."""
    start, end = (area.y0, area.y1) if vertical else (area.x0, area.x1)
    middle = (area.x0 + area.x1) / 2 if vertical else (area.y0 + area.y1) / 2
    at_start = at_end = False
    for other in others:
        low, high = (other.x0, other.x1) if vertical else (other.y0, other.y1)
        if not low - touch <= middle <= high + touch:
            continue
        near, far = (other.y0, other.y1) if vertical else (other.x0, other.x1)
        at_start = at_start or near - touch <= start <= far + touch
        at_end = at_end or near - touch <= end <= far + touch
    return at_start and at_end


def _completed(areas: list[Area], ink: Mask, pixels: float) -> list[Area]:
    """Rulings → the same, each going on to the next ruling across its way where most of the way is ink: printers and
    fax machines break them."""
    across = [area for area in areas if area.width >= area.height]
    down = [area for area in areas if area.width < area.height]
    # Turned about, a ruling downwards is one across.
    across = [_longer(area, down, ink, pixels) for area in across]
    turned = [_longer(_turned(area), [_turned(other) for other in across], ink.T, pixels) for area in down]
    return sorted(across + [_turned(area) for area in turned])


def _turned(area: Area) -> Area:
    return Area(area.y0, area.x0, area.y1, area.x1)


def _longer(area: Area, crossing: Iterable[Area], ink: Mask, pixels: float) -> Area:
    """A ruling across with both of its ends moved on from crossing ruling to crossing ruling, as far as ink leads. One
    that crosses others and ends inside a cell is broken there, whatever ink is left: rulings end at rulings."""
    touch, slack, beside = _TOUCH * pixels, max(1, round(_TOUCH * pixels)), round(_BESIDE * pixels)
    near, far = slack + 1, slack + 1 + beside
    track = np.any(ink[max(0, area.y0 - slack) : area.y1 + slack] > 0, axis=0)
    above = np.any(ink[max(0, area.y0 - far) : max(0, area.y0 - near)] > 0, axis=0)
    below = np.any(ink[area.y1 + near : area.y1 + far] > 0, axis=0)

    def leads(start: int, end: int) -> bool:
        free = max(above[start:end].mean(), below[start:end].mean()) <= _INKED_BESIDE
        return bool(free and track[start:end].mean() >= _INKED)

    y = (area.y0 + area.y1) / 2
    places = sorted((other.x0, other.x1) for other in crossing if other.y0 - touch <= y <= other.y1 + touch)
    x0, x1 = area.x0, area.x1
    crosses = any(x0 - touch <= start and end <= x1 + touch for start, end in places)
    inside = crosses and not any(start - near <= x1 <= end + near for start, end in places)
    for start, end in places:
        if start > x1 + touch:
            if not inside and not leads(x1, start):
                break
            x1, inside = end, False
    inside = crosses and not any(start - near <= x0 <= end + near for start, end in places)
    for start, end in reversed(places):
        if end < x0 - touch:
            if not inside and not leads(end, x0):
                break
            x0, inside = start, False
    return Area(x0, area.y0, x1, area.y1)
