"""Which glyphs of a page stand on one printed line, and in which order along it.

In: what is told of glyphs, as columns: the kind of each (only those of one kind stand on one line), its baseline, start
and type size. Out: their places by kind and line and along it, and the number of the line of each. A compiled module
(`_glyph_lines.c`) gives the same where it was built.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.readers.compiled import built_module, is_wanted
from extractors.readers.glyphs import SAME_BASELINE

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_built = built_module("_glyph_lines", 1)
#: The first glyph begins a line.
BEGINNING = np.zeros(1, np.int64)


def line_order(kind: Places, baseline: Numbers, start: Numbers, size: Numbers) -> tuple[Places, Places]:
    """Columns of glyphs (of which there are some) → places and numbers of lines, in order."""
    if _built is not None and is_wanted():
        found = _built.ordered(*map(np.ascontiguousarray, (kind, baseline, start, size)), SAME_BASELINE)
        if found is not None:  # else a position is no number
            return np.frombuffer(found[0], np.int64), np.frombuffer(found[1], np.int64)
    return _ordered(kind, baseline, start, size)


def _ordered(kind: Places, baseline: Numbers, start: Numbers, size: Numbers) -> tuple[Places, Places]:
    """The same without the module. What is the same for all glyphs need not be sorted by, and where nothing is out of
    its place behind another of its line, nothing is sorted again."""
    order = np.lexsort((start, baseline, kind) if kind.any() else (start, baseline))
    line = _line_numbers(baseline[order], size[order], kind[order])
    starts = start[order]
    if ((line[1:] == line[:-1]) & (starts[1:] < starts[:-1])).any():
        order = order[np.lexsort((starts, line))]
    return order, line


def _line_numbers(baseline: Numbers, size: Numbers, kind: Places) -> Places:
    """For each glyph, ordered by kind and baseline, the number of the line it is on."""
    # Most neighbours differ in nothing that matters here: only where one does, the next line may begin.
    differs = (baseline[1:] != baseline[:-1]) | (size[1:] != size[:-1]) | (kind[1:] != kind[:-1])
    changes = np.concatenate((BEGINNING, np.flatnonzero(differs) + 1))
    kinds, baselines, sizes = kind[changes], baseline[changes].tolist(), size[changes].tolist()
    begins = np.concatenate((BEGINNING == 0, kinds[1:] != kinds[:-1]))
    of_kind = np.maximum.accumulate(np.where(begins, np.arange(len(changes)), 0))
    asked = np.flatnonzero(~begins)
    first = 0
    for k, earliest in zip(asked.tolist(), of_kind[asked].tolist(), strict=True):
        first = max(first, earliest)
        if baselines[k] - baselines[first] > SAME_BASELINE * min(sizes[first], sizes[k]):
            begins[k] = True
            first = k
    lengths = np.concatenate((changes[1:], (len(baseline),))) - changes
    return np.repeat(np.cumsum(begins) - 1, lengths)
