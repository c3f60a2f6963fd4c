"""The image of a page before it is read: put upright, stamps lightened, its ink found.

In: an RGB image and its resolution. Out: `Upright` (the image with straight lines, and the way back to the image as
given) and masks of its ink. Pixels, x to the right, y down, unless points are named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.document import Box
from extractors.readers.scan_recognition import Image

Mask = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Places = NDArray[np.float64]

POINTS_PER_INCH = 72.0
#: Pages lie askew by up to this (degrees); what is turned further by less than a quarter is not put upright.
_MOST_SKEW = 4.0
#: Below this the image is left as it is: turning costs sharpness.
_LEAST_SKEW = 0.04
#: Lines on opposite sides of a photographed sheet lean by up to this (degrees); they are parallel below the least.
_MOST_KEYSTONE, _LEAST_KEYSTONE, _KEYSTONE_ROUNDS = 2.0, 0.12, 2
#: A side tells something where this part of the ink of a page lies there.
_FEWEST_ON_SIDE = 0.1
#: The angle is looked for on an image of this size (longest side).
_SKETCH = 1000
_MOST_POINTS = 60_000
#: Ink is darker than its surroundings (over this many points) by this much, and by this many times the grain of the paper.
_SURROUNDINGS, _DARKER, _GRAINS = 18.0, 14.0, 4.0
#: The same for rulings, which are thin and pale and still told by their length.
_LINE_DARKER, _LINE_GRAINS = 9.0, 1.5
#: A pixel is red where its red exceeds the others by this; a stamp covers this part of a page, and is not its text.
_RED = 40
_STAMP, _STAMP_OF_INK = 0.0002, 0.35


@dataclass(frozen=True, slots=True)
class Upright:
    """Image with straight upright lines. `to_upright` maps pixels of the image as given to its own."""

    image: Image
    dpi: float
    to_upright: Matrix

    @property
    def points(self) -> float:
        """Points per pixel."""
        return POINTS_PER_INCH / self.dpi

    def turned(self, quarters: int) -> Upright:
        """The same turned against the clock by quarters."""
        height, width = self.image.shape[:2]
        matrix = self.to_upright
        for _ in range(quarters % 4):
            matrix = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width - 1.0], [0.0, 0.0, 1.0]]) @ matrix
            width, height = height, width
        return Upright(np.ascontiguousarray(np.rot90(self.image, quarters % 4)), self.dpi, matrix)

    def as_given(self, box: Box) -> Box:
        """Box in points of this image → the same in the image as given: its middle moved, its size kept."""
        x, y = (box.x0 + box.x1) / 2 / self.points, (box.y0 + box.y1) / 2 / self.points
        back = np.linalg.inv(self.to_upright)
        given_x, given_y, depth = back @ np.array([x, y, 1.0])
        middle_x, middle_y = given_x / depth * self.points, given_y / depth * self.points
        half_width, half_height = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
        if abs(back[0, 1]) > abs(back[0, 0]):  # a quarter turn
            half_width, half_height = half_height, half_width
        corners = middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height
        return Box(*(round(float(value), 2) for value in corners))


def straighten(image: Image, dpi: float) -> Upright:
    """RGB image → the same with its lines horizontal (or vertical, on a page that is turned), and parallel where the
    sheet was photographed at an angle."""
    height, width = image.shape[:2]
    x, y, scale = _sketched(ink_of(image, dpi))
    angle = _skew(x, y) if len(x) else 0.0
    turn = np.eye(3)
    if abs(angle) >= _LEAST_SKEW:
        rotation = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
        turn = np.vstack([rotation, [0.0, 0.0, 1.0]])
    for _ in range(_KEYSTONE_ROUNDS if len(x) else 0):
        across, down, depth = turn @ np.stack([x / scale, y / scale, np.ones_like(x)])
        turn = _keystone(across / depth * scale, down / depth * scale, (width * scale, height * scale), scale) @ turn
    if np.array_equal(turn, np.eye(3)):
        return Upright(image, dpi, turn)
    straight = cv2.warpPerspective(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,) * 3
    )
    return Upright(straight.astype(np.uint8), dpi, turn)


def _sketched(ink: Mask) -> tuple[Places, Places, float]:
    """Ink of a page → places of its ink on a sketch of it, and the scale of the sketch; none where there is hardly any."""
    scale = min(1.0, _SKETCH / max(ink.shape))
    sketch = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(sketch > 96)
    if len(xs) < 200:
        return np.empty(0), np.empty(0), scale
    step = max(1, len(xs) // _MOST_POINTS)
    return xs[::step].astype(np.float64), ys[::step].astype(np.float64), scale


def _skew(x: Places, y: Places) -> float:
    """Places of ink → degrees by which its lines fall to the right."""

    def sharpness(angle: float) -> float:
        slope = float(np.tan(np.radians(angle)))
        return _sharpness(y - x * slope) + _sharpness(x + y * slope)

    return _sharpest(sharpness, _MOST_SKEW)


def _sharpest(sharpness: Callable[[float], float], span: float) -> float:
    """The angle (degrees) within a span at which ink gathers most sharply; ties go to the smallest turn."""
    best = 0.0
    for width, step in ((span, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = np.arange(best - width, best + width + step / 2, step)
        best = float(min(angles, key=lambda angle: (-sharpness(float(angle)), abs(float(angle)))))
    return best


def _sharpness(place: Places) -> float:
    """How sharply ink gathers in the rows (or columns) it is counted in."""
    return float(np.square(np.diff(np.bincount(np.floor(place - place.min()).astype(np.int64)))).sum())


def _keystone(x: Places, y: Places, size: tuple[float, float], scale: float) -> Matrix:
    """Places of ink on a sketch of a page that is not askew → the transformation of the page that makes lines on
    opposite sides parallel; none where they nearly are."""
    width, height = size

    def slope(place: Places, along: Places, part: NDArray[np.bool_]) -> float:
        if part.sum() < _FEWEST_ON_SIDE * len(place):
            return 0.0
        here, there = place[part], along[part]
        return _sharpest(lambda angle: _sharpness(here - there * float(np.tan(np.radians(angle)))), _MOST_KEYSTONE)

    left, right = slope(x, y, x < width / 3), slope(x, y, x > width * 2 / 3)
    top, bottom = slope(y, x, y < height / 3), slope(y, x, y > height * 2 / 3)
    if max(abs(left - right), abs(top - bottom)) < _LEAST_KEYSTONE:
        return np.eye(3)
    sides = [(width / 6, left), (width * 5 / 6, right)]
    ends = [(height / 6, top), (height * 5 / 6, bottom)]
    seen, wanted = [], []
    for x0, lean in sides:
        for y0, fall in ends:
            a, b = float(np.tan(np.radians(lean))), float(np.tan(np.radians(fall)))
            # x = x0 + a (y - height/2) and y = y0 + b (x - width/2) cross where the corner is seen.
            corner_x = (x0 + a * (y0 - b * width / 2 - height / 2)) / (1.0 - a * b)
            seen.append((corner_x, y0 + b * (corner_x - width / 2)))
            wanted.append((x0, y0))
    found = cv2.getPerspectiveTransform(np.array(seen, np.float32), np.array(wanted, np.float32))
    return np.asarray(np.diag((1 / scale, 1 / scale, 1.0)) @ found @ np.diag((scale, scale, 1.0)), dtype=np.float64)


def lighten_stamps(image: Image) -> Image:
    """RGB image → the same with a red stamp made light. A page printed in red is left alone."""
    red = image[:, :, 0].astype(np.int16) - np.maximum(image[:, :, 1], image[:, :, 2]) > _RED
    count = int(red.sum())
    dark = int((image.min(axis=2) < 128).sum())
    if count < _STAMP * red.size or count > _STAMP_OF_INK * dark:
        return image
    fringe = cv2.dilate(red.astype(np.uint8), square(5)) > 0
    # In the light of its own colour a stamp is paper, and what is printed under it stays dark.
    light = image[fringe][:, :1].astype(np.float64) * (255.0 / float(np.quantile(image[:, :, 0][red], 0.25)))
    result = image.copy()
    result[fringe] = np.minimum(light, 255.0).astype(np.uint8)
    return result


def ink_of(image: Image, dpi: float, *, of_lines: bool = False) -> Mask:
    """RGB image → where it is darker than what surrounds it (255) or not (0); dark enough for text, or for rulings."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    around = 2 * int(_SURROUNDINGS * dpi / POINTS_PER_INCH / 2) + 1
    mean = cv2.blur(grey, (around, around), borderType=cv2.BORDER_REPLICATE)
    darker = mean.astype(np.int16) - grey
    grain = 1.4826 * float(np.median(np.abs(darker - np.median(darker))))
    least = max(_LINE_DARKER, _LINE_GRAINS * grain) if of_lines else max(_DARKER, _GRAINS * grain)
    return np.where(darker > least, 255, 0).astype(np.uint8)


def erase(image: Image, mask: Mask, dpi: float) -> Image:
    """RGB image without what a mask covers: the lightest tone nearby takes its place."""
    around = cv2.dilate(image, square(4 * _halo(dpi) + 5))
    result = image.copy()
    covered = cv2.dilate(mask, square(2 * _halo(dpi) + 1)) > 0
    result[covered] = around[covered]
    return result


def without(ink: Mask, mask: Mask, dpi: float) -> Mask:
    """Ink without what a mask covers."""
    result = ink.copy()
    result[cv2.dilate(mask, square(2 * _halo(dpi) + 1)) > 0] = 0
    return result


def _halo(dpi: float) -> int:
    """How far (pixels) the grey edge of a ruling reaches beyond its ink."""
    return max(1, round(0.5 * dpi / POINTS_PER_INCH))


def square(side: int) -> Mask:
    """A square of so many pixels, for growing and shrinking ink."""
    return np.ones((side, side), np.uint8)
