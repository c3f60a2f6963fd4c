"""Plain line charts as SVG, without a library: a few lines, axes from zero, labels in the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 150, 34, 42
_COLOURS = ("#1f5fa8", "#b3541e", "#3a7d44", "#7a4a9c", "#555555")

Points = Sequence[tuple[float, float]]


def line_chart(title: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """In: what the axes are, and the points of each line by its name. Out: an SVG document."""
    points = [point for line in lines.values() for point in line] or [(0.0, 0.0)]
    right = max(x for x, _ in points) or 1.0
    top = max(y for _, y in points) or 1.0
    inner, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def place(x: float, y: float) -> str:
        return f"{_LEFT + inner * x / right:.1f},{_TOP + tall * (1 - y / top):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{escape(title)}</text>',
    ]
    for part in range(5):
        x, y = right * part / 4, top * part / 4
        level = _TOP + tall * (1 - part / 4)
        parts.append(f'<path d="M{_LEFT} {level:.1f}H{_LEFT + inner}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{level + 4:.1f}" text-anchor="end">{_number(y)}</text>')
        parts.append(
            f'<text x="{_LEFT + inner * part / 4:.1f}" y="{_TOP + tall + 16}" text-anchor="middle">{_number(x)}</text>'
        )
    parts.append(f'<text x="{_LEFT + inner / 2}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_TOP - 4}" text-anchor="start" fill="#555">{escape(up)}</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        if line:
            drawn = " ".join(place(x, y) for x, y in line)
            parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{_WIDTH - _RIGHT + 10}" y="{_TOP + 14 + 18 * number}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"
