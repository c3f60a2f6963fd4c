"""Which measures a table of a form has, in the order of its columns."""

from __future__ import annotations

from typing import Any

from extractors.shapes import economic_blocks, two_sided
from schemas.official_forms import Form


def measures_of(form: Form, layout: Any) -> tuple[str, ...]:
    """The measures of a layout that the shape of the form has read."""
    if form.shape == "two_sided":
        found = [layout.columns[side].measures for side in two_sided.SIDES]
        return tuple(dict.fromkeys(measure for columns in found for _, measure in sorted(columns.items())))
    if form.shape == "function_rows":
        return tuple(measure for _, measure in sorted(layout.columns.measures.items()))
    if form.shape == "economic_blocks":
        return (economic_blocks.MEASURE,)
    if form.shape == "item_rows":
        return tuple(layout.measures.values())
    if layout.measures:
        return tuple(measure for _, measure in sorted(layout.measures.items()))
    return tuple(
        f"{phase}_{item}"
        for phase in dict.fromkeys(form.phases.values())
        for item in dict.fromkeys(layout.items.values() or form.items.values())
    )
