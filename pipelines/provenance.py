"""Where a disclosure came from and what its source knows of it. Both travel with it into the lake, so that a later
extractor version judges with the same knowledge."""

from __future__ import annotations

import msgspec


class Hints(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a source knows of a disclosure before anybody reads it. The document itself always goes first."""

    division: str | None = None
    """Code (GB/T 2260) of the division that publishes there."""
    department: str | None = None
    fiscal_year: int | None = None
    context: str = ""
    """Words that stood around it: a place, the link that led to it, the title of the page."""


NO_HINTS = Hints()
