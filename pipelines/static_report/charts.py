"""Bar charts as inline SVG: drawn by the browser from text, without a script, a font or a request.

In: bars of labelled parts. Out: SVG text, everything in it escaped. Lengths are floats, printed numbers are given as
text by the caller: no amount is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

_WIDTH, _LABEL, _VALUE = 760, 190, 120
_ROW, _BAR, _TOP = 30, 18, 6


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its name, its length and the class of its colour in the style sheet."""

    name: str
    length: Decimal | int
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label, its parts from left to right, and the text at its end."""

    label: str
    parts: tuple[Part, ...]
    value: str


def bars(rows: Sequence[Bar], title: str) -> str:
    """A horizontal bar chart, one row a bar; empty for no rows. `title` is read to those who do not see it."""
    if not rows:
        return ""
    longest = max((sum(max(part.length, 0) for part in row.parts) for row in rows), default=0)
    room = _WIDTH - _LABEL - _VALUE
    scale = room / float(longest) if longest else 0.0
    height = _TOP * 2 + _ROW * len(rows)
    body = "".join(_bar(row, _TOP + _ROW * number, scale) for number, row in enumerate(rows))
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>"
        f'<line class="axis" x1="{_LABEL}" y1="0" x2="{_LABEL}" y2="{height}"/>{body}</svg>'
    )


def _bar(row: Bar, top: int, scale: float) -> str:
    middle = top + _ROW / 2
    drawn, x = [], float(_LABEL)
    for part in row.parts:
        width = max(float(part.length), 0.0) * scale
        if width > 0:
            drawn.append(
                f'<rect class="{part.colour}" x="{x:.1f}" y="{middle - _BAR / 2:.1f}" width="{width:.1f}" '
                f'height="{_BAR}"><title>{escape(part.name)}</title></rect>'
            )
        x += width
    return (
        f'<text class="label" x="{_LABEL - 10}" y="{middle + 4:.1f}">{escape(_short(row.label))}'
        f"<title>{escape(row.label)}</title></text>"
        f'{"".join(drawn)}<text class="value" x="{x + 8:.1f}" y="{middle + 4:.1f}">{escape(row.value)}</text>'
    )


def _short(label: str) -> str:
    """A label that fits into its column: 14 Chinese characters or twice as many Latin ones."""
    room, kept = 27, ""
    for character in label:
        room -= 2 if ord(character) > 0x2E7F else 1
        if room < 0:
            return kept[:-1] + "…"
        kept += character
    return kept
