"""What scans go through, one named style each, from `styles.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

STYLES_FILE = Path(__file__).with_name("styles.toml")


class ScanStyle(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One way of scanning a report that is typeset in the corpus style `report`.

    `dpi` of the file; `skew` in degrees against the clock; `quarters` the sheet lies turned; `perspective` the part of
    the width by which the far edge is narrower; `noise` in grey levels; `blur` in pixels; `light` the part by which the
    far corner is darker; `quality` of JPEG (0: none); `tone` of the file; `dropout` the part of the pixels that a fax
    loses; `rulings` thin and pale, or broken; `stamp` a red seal over the amounts; `bleed` the part of the next page
    that shows through; `specks` of dirt a page. `file_format`: a PDF of pictures, a TIFF of pages, or a picture a page.
    `pages` of the report are scanned, from the first on (0: all). `low` styles hold less than can be read for certain.
    """

    name: str = ""
    report: str = "plain-pdf"
    seed: int = 0
    dpi: int = 200
    skew: float = 0.0
    quarters: int = 0
    perspective: float = 0.0
    noise: float = 4.0
    blur: float = 0.0
    light: float = 0.0
    quality: int = 75
    tone: Literal["colour", "grey", "bilevel"] = "grey"
    dropout: float = 0.0
    rulings: Literal["as_set", "thin", "broken"] = "as_set"
    stamp: bool = False
    bleed: float = 0.0
    specks: int = 0
    file_format: Literal["pdf", "tiff", "png", "jpeg"] = "pdf"
    pages: int = 2
    low: bool = False


@cache
def scan_styles() -> tuple[ScanStyle, ...]:
    """All styles in the order of the file. Raises `msgspec.ValidationError` for an option that does not exist."""
    found = msgspec.toml.decode(STYLES_FILE.read_bytes(), type=dict[str, ScanStyle])
    return tuple(msgspec.structs.replace(style, name=name) for name, style in found.items())
