"""Rulings of scanned pages: broken ones go on, those that end at a ruling end there."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the packages for scans are not installed")

import numpy as np

from extractors.readers.scan_lines import find_lines

DPI = 72.0  # a pixel is a point
UPRIGHT = (20, 120, 220, 320)


def widths(*across: tuple[int, int, int]) -> list[tuple[int, int]]:
    """Rulings across (y, from, to) among four upright ones → from where to where those found reach, from the top."""
    ink = np.zeros((300, 360), np.uint8)
    for x in UPRIGHT:
        ink[40:260, x : x + 2] = 255
    for y, start, end in [(40, 20, 322), (258, 20, 322), *across]:
        ink[y : y + 2, start:end] = 255
    found = [ruling for ruling in find_lines(ink, DPI).rulings if ruling.x1 - ruling.x0 > ruling.y1 - ruling.y0]
    return sorted({(round(ruling.x0), round(ruling.x1)) for ruling in found if 50 < ruling.y0 < 250})


@pytest.mark.parametrize(
    ("pieces", "reaches"),
    [
        ([(150, 20, 322)], (20, 322)),
        ([(150, 20, 122)], (20, 122)),  # ends at a ruling: the cells beside it are merged
        ([(150, 20, 160)], (20, 222)),  # crosses one and ends inside a cell
        ([(150, 20, 160), (150, 190, 322)], (20, 322)),  # worn off in the middle
        ([(150, 130, 205)], (130, 205)),  # lies inside a cell: an underline, the tops of bold characters
    ],
)
def test_how_far_a_ruling_reaches(pieces: list[tuple[int, int, int]], reaches: tuple[int, int]) -> None:
    found = widths(*pieces)
    assert min(start for start, _ in found) == pytest.approx(reaches[0], abs=2.0)
    assert max(end for _, end in found) == pytest.approx(reaches[1], abs=2.0)
