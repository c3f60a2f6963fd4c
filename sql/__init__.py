"""The SQL of the project: `publications` (files that are one report), `parts` (what is kept of reports that were checked), `star` (tables of the published file), `rules` (one identity a file), `views` (for analysts), `examples` (questions they ask, each answered by one query).

In: a folder name. Out: its files in the order in which they run, or one digest over their text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Script:
    """One SQL file: its name without folder and suffix, and its text."""

    name: str
    text: str


def scripts(folder: str) -> tuple[Script, ...]:
    """The SQL files of `sql/<folder>`, sorted by file name (a leading number gives the order)."""
    return tuple(Script(path.stem, path.read_text(encoding="utf-8")) for path in sorted((ROOT / folder).glob("*.sql")))


def without_comments(text: str) -> str:
    """SQL text without `--` comment lines and trailing comments; for statements that are stored (views)."""
    return re.sub(r"[ \t]*--[^\n]*", "", text).strip()


def literal(value: object) -> str:
    """A SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"
