"""The named styles of the corpus: those of PDF and text from `styles.toml`, those of other formats from `formats/styles.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from benchmarks.corpus.formats.mixtures import FORMATS_PREFIX, formats_mixture
from benchmarks.corpus.mixtures import PREFIX, mixture
from benchmarks.corpus.style import Style

FOLDER = Path(__file__).parent
STYLES_FILES = (FOLDER / "styles.toml", FOLDER / "formats" / "styles.toml")


@cache
def styles() -> tuple[Style, ...]:
    """All styles in the order of the files. Raises `msgspec.ValidationError` for an option that does not exist."""
    return tuple(
        msgspec.structs.replace(style, name=name)
        for file in STYLES_FILES
        for name, style in msgspec.toml.decode(file.read_bytes(), type=dict[str, Style]).items()
    )


def style_named(name: str) -> Style:
    """One style, or the mixture of a number (`mixture-17`, `formats-mixture-17`). Raises `KeyError` where there is none
    of that name."""
    if name.startswith(PREFIX):
        return mixture(int(name.removeprefix(PREFIX)))
    if name.startswith(FORMATS_PREFIX):
        return formats_mixture(int(name.removeprefix(FORMATS_PREFIX)))
    return {style.name: style for style in styles()}[name]
