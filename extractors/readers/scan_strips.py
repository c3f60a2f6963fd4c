"""Cells and lines of a scanned page as strips to be recognised, and what may be believed of their readings.

In: the upright image, its ink, the places of text and the cells. Out: glyph groups, one a strip, as `grid.find_tables`
takes them. A number is believed only where two readings of differently cut strips agree, every character of it is
sure, and the points seen in the ink are there; otherwise its characters are given as unreadable. Nothing is put right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.readers.glyphs import UNREADABLE, Glyph
from extractors.readers.scan_image import Mask
from extractors.readers.scan_recognition import Area, Image, Reading, read_strips

#: Every character of a number must be this sure in one reading and nearly in the other; other characters in one.
_SURE_OF_DIGIT, _NEARLY_SURE, _SURE_OF_TEXT = 0.85, 0.5, 0.35
#: Components smaller than this (points) in both directions are specks.
_SPECK = 1.3
#: What lies this near (points) to a side of a cell is a remnant of its ruling.
_EDGE = 1.6
#: Ink outside the places of text is text itself if it is this large (points).
_TEXT_SIZE = 2.6
#: Gap, in heights of the line, that parts two strips of a cell.
_WIDE_GAP = 1.1
#: A dash is at least this much wider than high, and low.
_DASH_ASPECT, _DASH_HEIGHT = 2.5, 2.2
#: Baseline and type size in the ink of a strip, in parts of its height.
_BASELINE = 0.88
#: Margins (above and below, at the sides) of the two cuts of one strip, in parts of its height.
_CUTS = ((0.18, 0.25), (0.06, 0.45))
_NUMBER = re.compile(r"[0-9０-９.,．，]*[0-9０-９][0-9０-９.,．，]*")
_DASHES = frozenset("-－−—–‐‑一_﹣")


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line of a cell or of running text: its ink, what its image must not reach beyond (its cell, its
    neighbours above and below), how many points (.,) are seen in it, whether the ink is one dash, and whether it looks
    like text (or is ink that nothing but its place speaks for)."""

    area: Area
    limit: Area
    points: int
    dash: bool
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
    for top, bottom in _bands(cell, texts, ink, solid):
        line = members[(ink.y[members] >= top) & (ink.y[members] < bottom)]
        strips += _strips_of_line(line, cell, ink)
    return [
        replace(
            strip,
            limit=_between_neighbours(strip, strips),
            textual=any(_lies_in(strip.area, text) for text in texts),
        )
        for strip in strips
    ]


def _between_neighbours(strip: Strip, strips: Iterable[Strip]) -> Area:
    """The limit of a strip cut back to half the way to the lines above and below it."""
    x0, top, x1, bottom = strip.limit
    for other in strips:
        if other.area.y1 <= strip.area.y0 + 1:
            top = max(top, (other.area.y1 + strip.area.y0) // 2)
        elif other.area.y0 >= strip.area.y1 - 1:
            bottom = min(bottom, (other.area.y0 + strip.area.y1 + 1) // 2)
    return Area(x0, min(top, strip.area.y0), x1, max(bottom, strip.area.y1))


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


def _strips_of_line(line: NDArray[np.intp], cell: Area, ink: Ink) -> list[Strip]:
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
    strips = [_strip(ink, np.array(group), line, cell) for group in groups]
    least = _TEXT_SIZE * ink.pixels
    return [strip for strip in strips if max(strip.area.width, strip.area.height) >= least]


def _strip(ink: Ink, group: NDArray[np.intp], line: NDArray[np.intp], cell: Area) -> Strip:
    area = ink.extent(group)
    points = _points(ink, line[(ink.x[line] >= area.x0) & (ink.x[line] < area.x1)], area)
    dash = len(group) == 1 and area.width > _DASH_ASPECT * area.height and area.height < _DASH_HEIGHT * ink.pixels
    return Strip(area, cell, points, bool(dash))


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


def strip_of_text(area: Area, page: Area, ink: Ink) -> Strip | None:
    """Strip at a place where text was found outside tables; None where there is no ink."""
    members = ink.within(area)
    solid = members[ink.solid[members]]
    if not len(solid):
        return None
    extent = ink.extent(solid)
    margin = area.height // 6
    kept = Area(
        max(extent.x0, area.x0 - margin),
        max(extent.y0, area.y0 - margin),
        min(extent.x1, area.x1 + margin),
        min(extent.y1, area.y1 + margin),
    )
    return Strip(kept, page, 0, False) if kept.width > 1 and kept.height > 1 else None


def read(image: Image, strips: Sequence[tuple[Strip, Area]], points: float) -> list[Glyph]:
    """Strips, each with its cell (or the page) → glyph groups in points (`points` a pixel); none for empty ones."""
    first = read_strips([_cut(image, strip, 0) for strip, _ in strips])
    doubtful = [k for k, reading in enumerate(first) if _wants_second(reading)]
    again = read_strips([_cut(image, strips[k][0], 1) for k in doubtful])
    second = dict(zip(doubtful, again, strict=True))
    texts = [believed(strip, first[k], second.get(k)) for k, (strip, _) in enumerate(strips)]
    named = {
        cell
        for (strip, cell), (text, sure) in zip(strips, texts, strict=True)
        if strip.textual and sure and _is_name(text)
    }
    return [
        _glyph(strip, text, sure, points)
        for (strip, cell), (text, sure) in zip(strips, texts, strict=True)
        if strip.textual or sure or cell not in named  # dirt beside a name is no part of it
    ]


def _wants_second(reading: Reading) -> bool:
    return bool(_NUMBER.search(reading.text)) or reading.lowest < _SURE_OF_DIGIT


def _cut(image: Image, strip: Strip, cut: int) -> Image:
    """The image of a strip with a margin of its own paper: what lies beyond its limit is not on it."""
    area, limit = strip.area, strip.limit
    above, beside = (max(2, round(part * min(area.height, area.width * 3))) for part in _CUTS[cut])
    x0, y0 = max(area.x0 - beside, limit.x0), max(area.y0 - above, limit.y0)
    x1, y1 = min(area.x1 + beside, limit.x1), min(area.y1 + above, limit.y1)
    inner = image[y0:y1, x0:x1]
    paper = tuple(float(value) for value in np.percentile(inner.reshape(-1, 3), 80, axis=0))
    margins = (y0 - (area.y0 - above), area.y1 + above - y1, x0 - (area.x0 - beside), area.x1 + beside - x1)
    top, bottom, left, right = (max(0, margin) for margin in margins)
    padded = cv2.copyMakeBorder(inner, top, bottom, left, right, cv2.BORDER_CONSTANT, value=paper)
    return padded.astype(np.uint8)


def believed(strip: Strip, first: Reading, second: Reading | None) -> tuple[str, bool]:
    """Readings of a strip → its text and whether all of it can be believed."""
    if strip.dash and (not first.text or set(first.text) <= _DASHES):
        return "-", True
    if second is not None and second.lowest > first.lowest and not _is_number(first.text):
        first, second = second, first
    if not first.text:
        return UNREADABLE, False
    chars = [
        char if confidence >= _SURE_OF_TEXT else UNREADABLE
        for char, confidence in zip(first.text, first.confidences, strict=True)
    ]
    _doubt_numbers(strip, first, second, chars)
    text = "".join(chars)
    return text, UNREADABLE not in text


def _doubt_numbers(strip: Strip, first: Reading, second: Reading | None, chars: list[str]) -> None:
    """Makes the numbers of a reading unreadable that are not sure."""
    ours = list(_NUMBER.finditer(first.text))
    theirs = list(_NUMBER.finditer(second.text)) if second is not None else []
    alike = len(ours) == len(theirs)
    lost = _is_number(first.text) and strip.points > sum(char in ".,．，" for char in first.text)
    for k, number in enumerate(ours):
        start, end = number.span()
        sure = alike and _plain(number[0]) == _plain(theirs[k][0]) and not lost
        if sure and second is not None:
            pairs = zip(first.confidences[start:end], second.confidences[theirs[k].start() :], strict=False)
            sure = all(max(pair) >= _SURE_OF_DIGIT and min(pair) >= _NEARLY_SURE for pair in pairs)
        if not sure:
            chars[start:end] = [UNREADABLE] * (end - start)
    if _is_number(first.text) and second is not None and _plain(first.text) != _plain(second.text):
        chars[:] = [UNREADABLE] * len(chars)  # a sign, a bracket or a percent sign that one reading has not


def _is_number(text: str) -> bool:
    """Whether a strip holds a number and no words."""
    return bool(_NUMBER.search(text)) and not any(char.isalpha() for char in text)


def _is_name(text: str) -> bool:
    """Whether a strip holds words and no number."""
    return any(char.isalpha() for char in text) and not _NUMBER.search(text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _glyph(strip: Strip, text: str, readable: bool, points: float) -> Glyph:
    """Reading of a strip → one group for the grid, placed by the middle of its ink."""
    x0, y0, x1, y1 = (value * points for value in strip.area)
    size = y1 - y0
    if strip.dash:
        size = 4.0 * size
    return Glyph(text, (x0 + x1) / 2, (y0 + y1) / 2, x0, x1, y0 + _BASELINE * (y1 - y0), size, readable=readable)


def pixels(box: Box, points: float) -> Area:
    """Box in points → pixels."""
    return Area(*(round(value / points) for value in (box.x0, box.y0, box.x1, box.y1)))
