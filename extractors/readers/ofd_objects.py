"""The objects on an OFD page → glyphs, rulings, areas and images in points.

In: the elements of a page and the matrix from its millimetres to points. Out: they are added to a `PageInk`, the same
that a PDF page gives. Elements are told by their local names: some programs write another namespace, some none.
Raises UnreadableDocument: `too_deep`, `too_large`.
"""

from __future__ import annotations

import itertools
import math
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from extractors.document import UnreadableDocument
from extractors.grid import Ruling, is_line
from extractors.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_OBJECTS, at_most
from extractors.readers.containers import local_name
from extractors.readers.glyphs import Glyph, along_and_across, printed_character
from extractors.readers.pdfium_calls import Matrix
from extractors.readers.pdfium_page import PageInk

_MAX_DEPTH = 16
#: Width of a line where nothing states it, in millimetres (the default of the standard).
_LINE_WIDTH = 0.353
#: Writing this far (degrees) from a quarter turn is a watermark laid over the page.
_SLANT = 10.0
#: Up to this many type sizes the step to the next character is the character's own width.
_OWN_WIDTH = 1.2
_MIDDLE = 0.36
#: Slack in points within which a segment counts as level or upright.
_LEVEL = 0.6

#: Sizes and places are stated again and again; texts up to this length are remembered.
_REMEMBERED = 32

Point = tuple[float, float]
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: How many numbers follow each operator of a path; of these the last two are its end.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(slots=True)
class Resources:
    """What objects refer to by number: settings for drawing, and drawings used several times."""

    line_widths: dict[str, float] = field(default_factory=dict)
    drawings: dict[str, etree._Element] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)

    def add(self, root: etree._Element, path: str) -> None:
        """Take over what a resource part defines; its `path` tells where its image files lie."""
        folder = posixpath.join(posixpath.dirname(path), root.get("BaseLoc", "").strip("/"))
        for media in descendants(root, "MultiMedia"):
            for file in children(media, "MediaFile"):
                name = (file.text or "").strip().replace("\\", "/")
                self.images[media.get("ID", "")] = posixpath.normpath(posixpath.join("/", folder, name)).lstrip("/")
        for settings in descendants(root, "DrawParam"):
            width = numbers(settings.get("LineWidth", ""))
            base = self.line_widths.get(settings.get("Relative", ""))
            if width or base is not None:
                self.line_widths[settings.get("ID", "")] = width[0] if width else base or _LINE_WIDTH
        for kind in ("CompositeGraphicUnit", "CompositeGraphUnit"):
            for drawing in descendants(root, kind):
                self.drawings[drawing.get("ID", "")] = drawing


def children(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """The children of an element with this local name."""
    yield from element.iterchildren(f"{{*}}{kind}")


def descendants(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    """All elements below an element with this local name."""
    yield from element.iter(f"{{*}}{kind}")


def numbers(text: str) -> list[float]:
    """The numbers in an attribute; too large ones and what is no number are left out."""
    if not text:
        return []
    return [number for number in map(float, _NUMBER.findall(text)) if -1e7 < number < 1e7]


def _number(text: str, default: float) -> float:
    """The first number in an attribute."""
    found = _first_number(text) if len(text) <= _REMEMBERED else _first_number.__wrapped__(text)
    return default if found is None else found


@lru_cache(8_192)
def _first_number(text: str) -> float | None:
    found = numbers(text)
    return found[0] if found else None


@lru_cache(8_192)
def _is_full(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F", "A")


@lru_cache(8_192)
def _printed(char: str) -> tuple[str, bool]:
    return printed_character(ord(char), True)


class ObjectReader:
    """Adds the objects of one page to its ink."""

    def __init__(self, resources: Resources, ink: PageInk, name: str) -> None:
        self._resources = resources
        self._ink = ink
        self._glyphs: list[Glyph] = []
        ink.glyphs = self._glyphs
        self._name = name
        self._objects = 0
        #: The images in the order they are drawn: the path of the file, and from its unit square to points.
        self.pictures: list[tuple[str, Matrix]] = []

    def read(self, block: etree._Element, matrix: Matrix, line_width: float = _LINE_WIDTH, depth: int = 0) -> None:
        """Read a layer, a block or a drawing: whatever holds objects."""
        if depth > _MAX_DEPTH:
            raise UnreadableDocument("too_deep", f"{self._name}: drawings on a page are nested more than {_MAX_DEPTH} deep")  # fmt: skip
        for element in block.iterchildren("*"):
            kind = local_name(element.tag)
            self._count_object()
            if element.get("Visible", "true").lower() in ("false", "0") or element.get("Alpha", "255") == "0":
                continue
            width = self._line_width(element, line_width)
            if kind in ("Layer", "PageBlock"):
                self.read(element, matrix, width, depth + 1)
            elif kind == "TextObject":
                self._text(element, _placed(element, matrix))
            elif kind == "PathObject":
                self._path(element, _placed(element, matrix), width)
            elif kind == "ImageObject":
                self._image(element, matrix)
            elif kind == "CompositeObject":
                self._composite(element, _placed(element, matrix), width, depth)

    def _count_object(self) -> None:
        """Drawings may draw each other: what counts is how often objects are drawn, not how many there are."""
        self._objects += 1
        at_most(self._name, self._objects, MAX_PAGE_OBJECTS, "objects drawn on one page")
        at_most(self._name, len(self._ink.drawings.rulings), MAX_PAGE_OBJECTS, "rulings on one page")

    def _line_width(self, element: etree._Element, inherited: float) -> float:
        named = self._resources.line_widths.get(element.get("DrawParam", ""), inherited)
        return _number(element.get("LineWidth", ""), named)

    def _composite(self, element: etree._Element, matrix: Matrix, width: float, depth: int) -> None:
        drawing = self._resources.drawings.get(element.get("ResourceID", ""))
        for content in children(drawing, "Content") if drawing is not None else ():
            self.read(content, matrix, width, depth + 1)

    def _image(self, element: etree._Element, matrix: Matrix) -> None:
        box = numbers(element.get("Boundary", ""))
        if len(box) == 4:
            bounds = matrix.rectangle(box[0], box[1], box[0] + box[2], box[1] + box[3])
            if is_line(bounds):
                self._ink.drawings.rulings.append(bounds)
                return
            self._ink.drawings.images.append(bounds)
            path = self._resources.images.get(element.get("ResourceID", ""))
            if path is not None:
                square = Matrix(a=box[2], d=box[3], e=box[0], f=box[1]).then(matrix)
                self.pictures.append((path, _placed(element, matrix) if element.get("CTM") else square))

    def _text(self, element: etree._Element, matrix: Matrix) -> None:
        size = _number(element.get("Size", ""), 0.0)
        if size <= 0.0:
            return
        turned = _number(element.get("CharDirection", ""), 0.0)
        angle = (math.degrees(math.atan2(-matrix.b, matrix.a)) - turned) % 360.0
        quarter = round(angle / 90.0)
        slanted = abs(angle - 90.0 * quarter) > _SLANT
        style = _Style(size, quarter % 4, matrix, _number(element.get("HScale", ""), 1.0))
        x = y = 0.0
        for code in children(element, "TextCode"):
            x = _number(code.get("X", ""), x)
            y = _number(code.get("Y", ""), y)
            text = _text_of(code)
            at_most(self._name, len(self._glyphs) + len(text), MAX_PAGE_CHARACTERS, "characters on one page")
            if slanted:
                self._ink.slanted += sum(not char.isspace() for char in text)
            else:
                self._characters(text, code, (x, y), style)

    def _characters(self, text: str, code: etree._Element, origin: Point, style: _Style) -> None:
        right, down = _steps(code.get("DeltaX", ""), len(text)), _steps(code.get("DeltaY", ""), len(text))
        x, y = origin
        blank = False
        for index, char in enumerate(text):
            nominal = style.nominal_width(char)
            # Without any steps stated the characters stand next to each other by their own widths.
            step = right[index] if index < len(right) else (0.0 if down else nominal)
            if char.isspace() or char in "\u200b\ufeff":
                blank = True
            else:
                width = abs(step) if 0.0 < abs(step) <= _OWN_WIDTH * style.size else nominal
                self._glyph(char, (x, y), width, min(width, nominal), style, blank)
                blank = False
            x += step
            y += down[index] if index < len(down) else 0.0

    def _glyph(self, char: str, origin: Point, width: float, ink_width: float, style: _Style, blank: bool) -> None:
        direction, along, size = style.direction, style.along, style.printed_size
        start, baseline = along_and_across(*style.matrix.apply(*origin), direction)
        middle = start + ink_width * along / 2
        x, y = along_and_across(middle, baseline - _MIDDLE * size, (4 - direction) % 4)
        if not (0.0 <= x <= self._ink.width and 0.0 <= y <= self._ink.height):
            return  # outside the page: nobody sees it
        text, readable = _printed(char)
        end = start + width * along
        self._glyphs.append(Glyph(text, x, y, start, end, baseline, size, direction, readable, blank))

    def _path(self, element: etree._Element, matrix: Matrix, line_width: float) -> None:
        stroked = element.get("Stroke", "true").lower() not in ("false", "0")
        filled = element.get("Fill", "false").lower() in ("true", "1")
        data = next(children(element, "AbbreviatedData"), None)
        if data is None or not (stroked or filled):
            return
        half = line_width * math.hypot(matrix.a, matrix.b) / 2 if stroked else 0.0
        for points, straight in _subpaths(data.text or "", matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            hull = Ruling(min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)
            if is_line(hull):
                self._ink.drawings.rulings.append(hull)
            elif stroked:
                self._ink.drawings.rulings.extend(_level_pieces(points))
            elif straight and len(points) in (4, 5):
                self._ink.drawings.areas.append(hull)


@dataclass(slots=True)
class _Style:
    """How a text is set: type size in millimetres, quarter turns, matrix to points, and how far letters are squeezed.
    `along` is how many points a millimetre of a line of text is, `printed_size` the type size in points."""

    size: float
    direction: int
    matrix: Matrix
    squeeze: float
    along: float = field(init=False)
    printed_size: float = field(init=False)

    def __post_init__(self) -> None:
        self.along = math.hypot(self.matrix.a, self.matrix.b)
        self.printed_size = self.size * math.hypot(self.matrix.c, self.matrix.d)

    def nominal_width(self, char: str) -> float:
        """The width a character has in Chinese fonts: a full square or half of one."""
        return self.size * (1.0 if _is_full(char) else 0.5) * self.squeeze


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """From the space of an object (its own matrix, then its place on the page) to points."""
    box = numbers(element.get("Boundary", ""))
    own = numbers(element.get("CTM", ""))
    place = Matrix(e=box[0], f=box[1]) if len(box) == 4 else Matrix()
    return (Matrix(*own).then(place) if len(own) == 6 else place).then(outer)


def _text_of(code: etree._Element) -> str:
    """The characters of a text, without the line breaks and indents of a file that was laid out for people."""
    text = code.text or ""
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text else text


def _steps(text: str, most: int) -> list[float]:
    """Steps between characters: numbers, and `g n v` for n times the same."""
    words = text.split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g" and at + 2 < len(words) and words[at + 1].isdigit():
            value = numbers(words[at + 2])
            steps += (value or [0.0])[:1] * min(int(words[at + 1][:9]), most - len(steps))
            at += 3
        else:
            steps += numbers(words[at])[:1]
            at += 1
    return steps


def _subpaths(data: str, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The parts of a path as points of the page, closed where the path closes them; False where curves are in it."""
    points: list[Point] = []
    straight = True
    words = _PATH.findall(data)
    at = 0
    while at < len(words):
        operator = words[at]
        at += 1
        count = _OPERANDS.get(operator)
        if count is None:
            continue
        operands = words[at : at + count]
        if len(operands) < count or any(word.isalpha() for word in operands):
            break  # cut off: what was drawn before stands
        at += count
        if operator in ("S", "M"):
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        if count:
            points.append(matrix.apply(float(operands[-2]), float(operands[-1])))
        elif points and points[-1] != points[0]:
            points.append(points[0])
        straight = straight and operator not in ("Q", "B", "A")
    if len(points) > 1:
        yield points, straight


def _level_pieces(points: list[Point]) -> Iterator[Ruling]:
    """Corner points of a drawn line → its level and upright pieces."""
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        if abs(ax - bx) <= _LEVEL or abs(ay - by) <= _LEVEL:
            yield Ruling(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
