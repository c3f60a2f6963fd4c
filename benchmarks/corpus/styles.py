"""The named styles of the corpus, from `styles.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from benchmarks.corpus.mixtures import PREFIX, mixture
from benchmarks.corpus.style import Style

STYLES_FILE = Path(__file__).with_name("styles.toml")


@cache
def styles() -> tuple[Style, ...]:
    """All styles in the order of the file. Raises `msgspec.ValidationError` for an option that does not exist."""
    found = msgspec.toml.decode(STYLES_FILE.read_bytes(), type=dict[str, Style])
    return tuple(msgspec.structs.replace(style, name=name) for name, style in found.items())


def style_named(name: str) -> Style:
    """One style, or the mixture of a number (`mixture-17`). Raises `KeyError` where there is none of that name."""
    if name.startswith(PREFIX):
        return mixture(int(name.removeprefix(PREFIX)))
    return {style.name: style for style in styles()}[name]
