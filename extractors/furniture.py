"""Page furniture: running heads and feet. They stand at one height on most pages and belong to no sentence and no table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from extractors.document import Document, TextLine
from extractors.numbers import money_unit
from extractors.titles import statement_title
from schemas.text import compact

_DIGITS = re.compile(r"\d+")
_HEIGHT = 3.0
_FEWEST_PAGES = 3
_EDGE_BLOCKS = 2


def without_furniture(document: Document) -> Document:
    """The document without repeated heads and feet; the first print of each stays (it may name the department).

    A line is furniture where the same text (digits apart) is among the first or last two things of at least three pages
    and a third of all pages, always at the same height. Titles and units of statements never are.
    """
    places: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for index, page in enumerate(document.pages):
        last = len(page.blocks) - 1
        for position, block in enumerate(page.blocks):
            if isinstance(block, TextLine) and (position < _EDGE_BLOCKS or position > last - _EDGE_BLOCKS):
                key = _key(block)
                if key is not None:
                    places[key].append((index, position))
    needed = max(_FEWEST_PAGES, len(document.pages) // 3)
    dropped = {place for found in places.values() if len(found) >= needed for place in found[1:]}
    if not dropped:
        return document
    pages = tuple(
        replace(
            page, blocks=tuple(block for position, block in enumerate(page.blocks) if (index, position) not in dropped)
        )
        for index, page in enumerate(document.pages)
    )
    return replace(document, pages=pages)


def _key(line: TextLine) -> tuple[str, int] | None:
    text = _DIGITS.sub("#", compact(line.text))
    if line.box is None or not text or money_unit(line.text) or statement_title(line.text):
        return None
    return text, round(line.box.y0 / _HEIGHT)
