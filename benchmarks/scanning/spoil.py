"""What printing, scanning and filing do to the picture of a page.

In: an RGB picture of a page at the resolution of the scan, the picture of the next page, and a style. Out: the picture
as the file holds it, before compression. All chance comes from the generator that is handed in.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.scanning.styles import ScanStyle

Pixels = NDArray[np.uint8]

PAPER = (250, 250, 247)
SEAL = (205, 40, 45)
#: Seals are 4 cm across, specks up to 0.5 mm, gaps in broken rulings up to 0.7 mm.
SEAL_INCHES, SPECK_INCHES, GAP_INCHES = 1.6, 0.02, 0.028
SHORTEST_RULING_INCHES = 0.3
PALE = 0.62
BILEVEL = 150


def spoil(page: Pixels, behind: Pixels, style: ScanStyle, random: np.random.Generator) -> Image.Image:
    """The page as scanned."""
    picture = page.copy()
    if style.rulings != "as_set":
        picture = _worn_rulings(picture, style, random)
    if style.stamp:
        picture = _stamped(picture, style.dpi, random)
    if style.bleed:
        through = cv2.GaussianBlur(behind[:, ::-1], (0, 0), 1.5)
        through = cv2.resize(through, (picture.shape[1], picture.shape[0]))
        picture = _clipped(picture.astype(np.float64) - (255.0 - through) * style.bleed)
    picture = _specked(picture, style, random)
    picture = _laid(picture, style)
    if style.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), style.blur).astype(np.uint8)
    lit = picture.astype(np.float64) * _light(picture.shape[0], picture.shape[1], style.light)[:, :, None]
    lit += random.normal(0.0, style.noise, (*picture.shape[:2], 1))
    scanned = Image.fromarray(_clipped(lit))
    if style.tone == "colour":
        return scanned
    grey = scanned.convert("L")
    return _bilevel(grey, style, random) if style.tone == "bilevel" else grey


def _clipped(values: NDArray[np.float64]) -> Pixels:
    return values.clip(0, 255).astype(np.uint8)


def _worn_rulings(picture: Pixels, style: ScanStyle, random: np.random.Generator) -> Pixels:
    """Rulings pale, or interrupted as worn printers leave them."""
    dark = (picture.min(axis=2) < 200).astype(np.uint8)
    length = round(SHORTEST_RULING_INCHES * style.dpi)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    rulings = cv2.dilate(across | down, np.ones((3, 3), np.uint8)) > 0
    result = picture.copy()
    if style.rulings == "thin":
        result[rulings] = _clipped(255.0 - (255.0 - result[rulings]) * (1.0 - PALE))
        return result
    ys, xs = np.nonzero(across | down)
    size = max(1, round(GAP_INCHES * style.dpi))
    for k in random.choice(len(ys), len(ys) // (12 * length), replace=False):
        y, x = ys[k], xs[k]
        hole = (
            np.s_[max(0, y - 2) : y + 3, x : x + size] if across[y, x] else np.s_[y : y + size, max(0, x - 2) : x + 3]
        )
        result[hole] = 255
    return result


def _stamped(picture: Pixels, dpi: int, random: np.random.Generator) -> Pixels:
    """A round red seal with a star and a name, printed over the lower half of the page."""
    side = round(SEAL_INCHES * dpi)
    seal = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(seal)
    width = max(2, side // 28)
    draw.ellipse((width, width, side - width, side - width), outline=255, width=width)
    middle, star = side / 2, side / 6
    points = [
        (middle + star * (1.0 if k % 2 == 0 else 0.4) * math.sin(math.pi * k / 5),
         middle - star * (1.0 if k % 2 == 0 else 0.4) * math.cos(math.pi * k / 5))
        for k in range(10)
    ]  # fmt: skip
    draw.polygon(points, fill=255)
    for k in range(9):  # strokes where the characters of the name stand
        angle = math.radians(200 - 27 * k)
        x, y = middle + 0.36 * side * math.cos(angle), middle - 0.36 * side * math.sin(angle)
        half = side / 24
        draw.line((x - half, y, x + half, y), fill=255, width=width)
        draw.line((x, y - half, x, y + half), fill=255, width=width)
    seal = seal.rotate(float(random.uniform(-25, 25)))
    height, breadth = picture.shape[:2]
    x0 = int(random.uniform(0.35, 0.6) * breadth)
    y0 = int(random.uniform(0.25, 0.45) * height)
    result = picture.astype(np.float64)
    cover = np.asarray(seal, dtype=np.float64)[:, :, None] / 255.0 * 0.85
    window = result[y0 : y0 + side, x0 : x0 + side]
    cover = cover[: window.shape[0], : window.shape[1]]
    # Ink over ink: both take light away.
    window *= 1.0 - cover + cover * np.array(SEAL, dtype=np.float64) / 255.0
    return _clipped(result)


def _specked(picture: Pixels, style: ScanStyle, random: np.random.Generator) -> Pixels:
    result = picture.copy()
    height, width = picture.shape[:2]
    for _ in range(style.specks):
        middle = int(random.uniform(0, width)), int(random.uniform(0, height))
        radius = max(1, int(random.uniform(0.3, 0.5) * SPECK_INCHES * style.dpi))
        cv2.circle(result, middle, radius, (40, 40, 40), -1)
    return result


def _laid(picture: Pixels, style: ScanStyle) -> Pixels:
    """The sheet turned, askew and seen from its near edge."""
    picture = np.ascontiguousarray(np.rot90(picture, style.quarters))
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), style.skew, 1.0)
    matrix = np.vstack([turn, [0.0, 0.0, 1.0]])
    if style.perspective:
        inset = style.perspective * width / 2
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        seen = np.array([[inset, 0], [width - inset, 0], [width, height], [0, height]], np.float32)
        matrix = cv2.getPerspectiveTransform(corners, seen) @ matrix
    return cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER
    ).astype(np.uint8)


def _light(height: int, width: int, strength: float) -> NDArray[np.float64]:
    """1 at the near corner, darker by `strength` at the far one."""
    down = np.linspace(0.0, 1.0, height)[:, None]
    across = np.linspace(0.0, 1.0, width)[None, :]
    return np.asarray(1.0 - strength * (0.5 * down**2 + 0.5 * across**2))


def _bilevel(grey: Image.Image, style: ScanStyle, random: np.random.Generator) -> Image.Image:
    values = np.asarray(grey)
    black = values < BILEVEL
    if style.dropout:
        edge = cv2.dilate(black.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        black = np.where(edge & (random.random(black.shape) < 4 * style.dropout), ~black, black)
        black |= random.random(black.shape) < style.dropout / 20
    return Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1")
