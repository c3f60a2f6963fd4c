"""A disclosure as OFD: the typesetter of the PDF draws on a canvas that writes the objects of OFD pages."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape

from reportlab.pdfbase import pdfmetrics

from benchmarks.corpus.formats.workbook_xlsx import zipped

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
#: Millimetres in a point.
_MM = 25.4 / 72
_Matrix = tuple[float, float, float, float, float, float]


def _then(first: _Matrix, second: _Matrix) -> _Matrix:
    """Both one after the other, as `x' = ax + cy + e`, `y' = bx + dy + f`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


@dataclass(slots=True)
class OfdText:
    """Text to be drawn: where it begins and its runs of (text, font, size)."""

    x: float
    y: float
    runs: list[tuple[str, str, float]] = field(default_factory=list)
    _font: tuple[str, float] = ("", 0.0)

    def setFont(self, name: str, size: float) -> None:
        """The font of what follows."""
        self._font = name, size

    def setTextRenderMode(self, mode: int) -> None:
        """Bold by stroking is not drawn in OFD."""

    def textOut(self, text: str) -> None:
        """Add a run."""
        self.runs.append((text, *self._font))


class OfdCanvas:
    """The part of a PDF canvas that the typesetter uses, writing OFD. Coordinates are points from the bottom left, as
    in a PDF; in the file they are millimetres from the top left. `stated_places`: objects carry their place in
    their matrix, instead of in their boundary alone."""

    def __init__(self, *, matrices: bool = False) -> None:
        self._matrices = matrices
        self.pages: list[str] = []
        self._objects: list[str] = []
        self._width, self._height = 595.0, 842.0
        self._turned = False
        self._matrix: _Matrix = (1, 0, 0, 1, 0, 0)
        self._kept: list[tuple[_Matrix, float]] = []
        self._line_width = 1.0
        self._dashes = ""
        self._grey = 0.0
        self._number = 10

    # The names are those of the canvas of reportlab.
    def setTitle(self, title: str) -> None:
        """The title is not written."""

    def setPageSize(self, size: tuple[float, float]) -> None:
        """The size of the next page, in points."""
        self._width, self._height = size
        self._turned = False
        self._matrix = (1, 0, 0, 1, 0, 0)

    def setPageRotation(self, degrees: int) -> None:
        """A page that lies on its side is an upright one whose content is turned."""
        if degrees:
            self._width, self._height = self._height, self._width

    def saveState(self) -> None:
        """Keep matrix and grey."""
        self._kept.append((self._matrix, self._grey))

    def restoreState(self) -> None:
        """Take back what was kept."""
        self._matrix, self._grey = self._kept.pop()

    def translate(self, x: float, y: float) -> None:
        """Move the origin."""
        self._matrix = _then((1, 0, 0, 1, x, y), self._matrix)

    def rotate(self, degrees: float) -> None:
        """Turn what follows."""
        cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        self._matrix = _then((cosine, sine, -sine, cosine, 0, 0), self._matrix)

    def setFillGray(self, grey: float) -> None:
        """The grey of areas; black is 0."""
        self._grey = grey

    def setLineWidth(self, width: float) -> None:
        """Width of lines in points."""
        self._line_width = width

    def setDash(self, *lengths: float) -> None:
        """Lengths of dashes and gaps; none for a plain line."""
        self._dashes = " ".join(f"{length * _MM:.3f}" for length in lengths)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked line."""
        self._path([(x0, y0), (x1, y1)], closed=False, stroke=True, fill=False)

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        """A rectangle, stroked or filled."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._path(corners, closed=True, stroke=bool(stroke), fill=bool(fill))

    def beginText(self, x: float, y: float) -> OfdText:
        """Text that begins at a place."""
        return OfdText(x, y)

    def drawText(self, text: OfdText) -> None:
        """Draw the runs, an object each."""
        x = text.x
        for content, font, size in text.runs:
            widths = [pdfmetrics.stringWidth(char, font, size) for char in content]
            self._text(content, x, text.y, size, widths)
            x += sum(widths)

    def showPage(self) -> None:
        """End the page."""
        box = f"0 0 {self._width * _MM:.3f} {self._height * _MM:.3f}"
        self.pages.append(
            f"{_DECLARATION}<ofd:Page {_SPACE}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="2">{"".join(self._objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
        self._objects = []

    def save(self) -> None:
        """The file is taken with `ofd`."""

    def ofd(self) -> bytes:
        """The file of all pages."""
        numbers = range(len(self.pages))
        places = "".join(f'<ofd:Page ID="{n + 100_000}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in numbers)
        parts = {
            "OFD.xml": f'{_DECLARATION}<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1'
            "</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"{_DECLARATION}<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>1</ofd:MaxUnitID>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>",
            **{f"Doc_0/Pages/Page_{n}/Content.xml": self.pages[n] for n in numbers},
        }
        return zipped({name: content.encode() for name, content in parts.items()})

    def _on_page(self) -> _Matrix:
        """From the points of the caller to the millimetres of the page, whose y goes down."""
        return _then(self._matrix, (_MM, 0, 0, -_MM, 0, self._height * _MM))

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _path(self, points: list[tuple[float, float]], *, closed: bool, stroke: bool, fill: bool) -> None:
        a, b, c, d, e, f = self._on_page()
        placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        left, top = min(x for x, _ in placed), min(y for _, y in placed)
        width, height = max(x for x, _ in placed) - left, max(y for _, y in placed) - top
        own = [(x - left, y - top) for x, y in placed]
        data = " ".join(f"{'L' if at else 'M'} {x:.3f} {y:.3f}" for at, (x, y) in enumerate(own)) + (
            " C" if closed else ""
        )
        dashes = f' DashPattern="{self._dashes}"' if self._dashes else ""
        level = round(255 * self._grey)
        colour = f'<ofd:FillColor Value="{level} {level} {level}"/>' if fill else ""
        self._objects.append(
            f'<ofd:PathObject ID="{self._next_number()}" Boundary="{left:.3f} {top:.3f} {width:.3f} {height:.3f}" '
            f'LineWidth="{self._line_width * _MM:.3f}" Stroke="{str(stroke).lower()}" Fill="{str(fill).lower()}"{dashes}>'
            f"{colour}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _text(self, text: str, x: float, y: float, size: float, widths: list[float]) -> None:
        """One line of text. Turned writing carries a matrix; so does all other where the canvas wants it."""
        a, b, c, d, e, f = self._on_page()
        x0, y0 = a * x + c * y + e, b * x + d * y + f
        total = sum(widths)
        corners = [(x0 + a * s + c * t, y0 + b * s + d * t) for s in (0.0, total) for t in (-0.3 * size, size)]
        left, top = min(p for p, _ in corners), min(q for _, q in corners)
        width, height = max(p for p, _ in corners) - left, max(q for _, q in corners) - top
        boundary = f"{left:.3f} {top:.3f} {width:.3f} {height:.3f}"
        if self._matrices or abs(b) > 1e-9:
            # The text is written in points of its own, which the matrix sets upright, turns and places.
            matrix = f' CTM="{a:.6f} {b:.6f} {-c:.6f} {-d:.6f} {x0 - left:.4f} {y0 - top:.4f}"'
            unit, start = 1.0, (0.0, 0.0)
        else:
            matrix, unit, start = "", _MM, (x0 - left, y0 - top)
        steps = _steps([width * unit for width in widths[:-1]])
        self._objects.append(
            f'<ofd:TextObject ID="{self._next_number()}" Boundary="{boundary}"{matrix} Font="1" Size="{size * unit:.4f}">'
            f'<ofd:TextCode X="{start[0]:.3f}" Y="{start[1]:.3f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )


def _steps(steps: list[float]) -> str:
    """Steps between characters, equal ones in the short form of the standard."""
    words: list[str] = []
    at = 0
    while at < len(steps):
        end = at
        while end < len(steps) and abs(steps[end] - steps[at]) < 1e-9:
            end += 1
        words.append(f"g {end - at} {steps[at]:.4f}" if end - at > 1 else f"{steps[at]:.4f}")
        at = end
    return " ".join(words)
