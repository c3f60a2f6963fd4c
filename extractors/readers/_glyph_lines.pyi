"""Which glyphs of a page stand on one printed line: see `_glyph_lines.c`. Columns come as bytes for `np.frombuffer`."""

import numpy as np
from numpy.typing import NDArray

LAYOUT: int

def ordered(
    kinds: NDArray[np.int64],
    baselines: NDArray[np.float64],
    starts: NDArray[np.float64],
    sizes: NDArray[np.float64],
    same_baseline: float,
    /,
) -> tuple[bytes, bytes] | None: ...
