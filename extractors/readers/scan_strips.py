"""Cells and lines of a scanned page as strips to be recognised: one printed line each, found by its ink.

In: the ink of an upright page, the places of text and the cells. Out: strips. Pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.readers.scan_image import Mask
from extractors.readers.scan_recognition import Area

#: Components smaller than this (points) in both directions are specks.
_SPECK = 1.3
#: What lies this near (points) to a side of a cell is a remnant of its ruling.
_EDGE = 1.6
#: Ink outside the places of text is text itself if it is this large (points).
_TEXT_SIZE = 2.6
#: Part of a component that must lie in a line for it to belong there.
_SHARED = 0.45
#: Gap, in heights of the line, that parts two strips of a cell.
_WIDE_GAP = 1.1
#: A dash is at least this much wider than high, and low.
_DASH_ASPECT, _DASH_HEIGHT = 2.5, 2.2

#: Components at least this high, in parts of the height of the line, are whole characters.
_TALL = 0.5


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line of a cell or of running text: its ink, what its image must not reach beyond (its cell, its
    neighbours above and below), how many points (.,) are seen in it, whether a minus stands before it, whether all of
    it is one dash, how high its characters are, and whether it looks like text (or is ink that nothing but its place
    speaks for)."""

    area: Area
    limit: Area
    points: int
    minus: bool
    dash: bool
    character: float = 0.0
    textual: bool = True


class Ink:
    """Components of the ink of a page, rulings left out."""

    def __init__(self, ink: Mask, pixels_per_point: float) -> None:
        self.pixels = pixels_per_point
        _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        stats = stats[1:]
        self.x0, self.y0 = stats[:, 0], stats[:, 1]
        self.x1, self.y1 = stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
        self.width, self.height = stats[:, 2], stats[:, 3]
        self.x, self.y = (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2
        self.solid = np.maximum(self.width, self.height) >= _SPECK * pixels_per_point

    def within(self, area: Area) -> NDArray[np.intp]:
        """Numbers of the components whose middle lies in an area."""
        inside = (self.x >= area.x0) & (self.x < area.x1) & (self.y >= area.y0) & (self.y < area.y1)
        return np.flatnonzero(inside)

    def at_edge(self, members: NDArray[np.intp], cell: Area) -> NDArray[np.bool_]:
        """Which of the components lie along a side of a cell: what is left of a ruling."""
        edge = _EDGE * self.pixels
        x0, y0, x1, y1 = self.x0[members], self.y0[members], self.x1[members], self.y1[members]
        return np.asarray(
            (x1 <= cell.x0 + edge) | (x0 >= cell.x1 - edge) | (y1 <= cell.y0 + edge) | (y0 >= cell.y1 - edge)
        )

    def extent(self, members: NDArray[np.intp]) -> Area:
        """Rectangle round components."""
        return Area(
            int(self.x0[members].min()),
            int(self.y0[members].min()),
            int(self.x1[members].max()),
            int(self.y1[members].max()),
        )


def strips_of_cell(cell: Area, texts: Sequence[Area], ink: Ink) -> list[Strip]:
    """The strips in a cell: its ink, line by line. A cell without ink has none."""
    members = ink.within(cell)
    solid = members[ink.solid[members] & ~ink.at_edge(members, cell)]
    if not len(solid):
        return []
    strips: list[Strip] = []
    bands = _bands(cell, texts, ink, solid)
    for k, (top, bottom) in enumerate(bands):
        # Half the way to the lines above and below: characters of tight lines touch each other.
        low = (bands[k - 1][1] + top) // 2 if k else cell.y0
        high = (bottom + bands[k + 1][0]) // 2 if k + 1 < len(bands) else cell.y1
        shared = np.minimum(ink.y1[members], min(bottom, high)) - np.maximum(ink.y0[members], max(top, low))
        line = members[shared > _SHARED * np.minimum(ink.height[members], bottom - top)]
        strips += _strips_of_line(line, Area(cell.x0, low, cell.x1, high), ink)
    return [replace(strip, textual=any(_lies_in(strip.area, text) for text in texts)) for strip in strips]


def _lies_in(area: Area, text: Area) -> bool:
    """Whether the middle of an area lies at a place of text."""
    x, y = (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2
    return text.x0 <= x < text.x1 and text.y0 <= y < text.y1


def _bands(cell: Area, texts: Iterable[Area], ink: Ink, solid: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Heights between which a line of text stands in a cell: where text was found, then where ink is left over."""
    found = sorted(
        (max(text.y0, cell.y0), min(text.y1, cell.y1))
        for text in texts
        if text.height < 1.5 * text.width
        and min(text.x1, cell.x1) - max(text.x0, cell.x0) > 0.4 * text.height
        and min(text.y1, cell.y1) - max(text.y0, cell.y0) > 0.6 * text.height
    )
    bands = _merged(found, share=0.5)
    left_over = [
        (int(ink.y0[k]), int(ink.y1[k])) for k in solid if not any(top <= ink.y[k] < bottom for top, bottom in bands)
    ]
    least = _TEXT_SIZE * ink.pixels
    for top, bottom in _merged(sorted(left_over), share=0.0):
        near = next((k for k, band in enumerate(bands) if top < band[1] and bottom > band[0]), None)
        members = solid[(ink.y[solid] >= top) & (ink.y[solid] < bottom)]
        if near is not None and (bottom - top < 0.6 * (bands[near][1] - bands[near][0])):
            bands[near] = min(top, bands[near][0]), max(bottom, bands[near][1])
        elif max(ink.width[members].max(), bottom - top) >= least:
            bands.append((top, bottom))
    return sorted(bands)


def _merged(spans: Iterable[tuple[int, int]], share: float) -> list[tuple[int, int]]:
    """Sorted spans → spans; those that overlap by more than a share of the shorter one are one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged:
            low, high = merged[-1]
            if min(high, end) - start > share * min(high - low, end - start):
                merged[-1] = low, max(high, end)
                continue
        merged.append((start, end))
    return merged


def _strips_of_line(line: NDArray[np.intp], limit: Area, ink: Ink) -> list[Strip]:
    """Components of one line in a cell → its strips, parted at wide gaps."""
    solid = line[ink.solid[line]]
    if not len(solid):
        return []
    order = solid[np.lexsort((ink.y0[solid], ink.x0[solid]))]
    height = int(ink.y1[order].max() - ink.y0[order].min())
    gap = _WIDE_GAP * max(height, 6.0 * ink.pixels)
    groups: list[list[int]] = []
    end = 0
    for k in order:
        if not groups or ink.x0[k] - end > gap:
            groups.append([])
            end = 0
        groups[-1].append(int(k))
        end = max(end, int(ink.x1[k]))
    strips = [_strip(ink, np.array(group), line, limit) for group in groups]
    least = _TEXT_SIZE * ink.pixels
    return [strip for strip in strips if max(strip.area.width, strip.area.height) >= least]


def _strip(ink: Ink, group: NDArray[np.intp], line: NDArray[np.intp], limit: Area) -> Strip:
    area = ink.extent(group)
    area = Area(area.x0, max(area.y0, limit.y0), area.x1, min(area.y1, limit.y1))
    points = _points(ink, line[(ink.x[line] >= area.x0) & (ink.x[line] < area.x1)], area)
    dash = len(group) == 1 and area.width > _DASH_ASPECT * area.height and area.height < _DASH_HEIGHT * ink.pixels
    heights = ink.height[group]
    character = (
        float(np.median(heights[heights >= _TALL * area.height])) if heights.max() >= _TALL * area.height else 0.0
    )
    return Strip(area, limit, points, _begins_with_minus(ink, group, area), bool(dash), character)


def _begins_with_minus(ink: Ink, group: NDArray[np.intp], area: Area) -> bool:
    """Whether the leftmost component of a strip is a bar at half height."""
    first = group[np.lexsort((ink.y0[group], ink.x0[group]))[0]]
    width, height = int(ink.width[first]), int(ink.height[first])
    bar = 0.18 * area.height < width < area.height and height < 0.28 * area.height and width > 1.5 * height
    return bool(bar and 0.3 * area.height < ink.y[first] - area.y0 < 0.8 * area.height)


def _points(ink: Ink, members: NDArray[np.intp], area: Area) -> int:
    """Points and commas seen in a strip: small, low, and with nothing above them (the foot of a broken digit has)."""
    size = 0.34 * area.height
    width, height, top = ink.width[members], ink.height[members], ink.y0[members]
    small = (width <= size) & (height <= 1.4 * size) & (np.maximum(width, height) >= 0.07 * area.height)
    low = top > area.y0 + 0.62 * area.height
    seen = 0
    for k in members[small & low & (np.minimum(width, height) >= 2)]:
        beside = (ink.x0[members] < ink.x1[k]) & (ink.x1[members] > ink.x0[k]) & (members != k)
        seen += not bool(beside.any())
    return seen


def strips_of_text(area: Area, page: Area, ink: Ink) -> list[Strip]:
    """The strips at a place where text was found outside tables."""
    return _strips_of_line(ink.within(area), page, ink)


def pixels(box: Box, points: float) -> Area:
    """Box in points → pixels."""
    return Area(*(round(value / points) for value in (box.x0, box.y0, box.x1, box.y1)))
