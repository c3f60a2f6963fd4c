"""The official forms as data: titles, columns and rows of each statement, read from `forms/*.toml`.

Layout drift between provinces and years lives in those files, never in code: a new printed label is a new alias there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from schemas.text import heading, label
from schemas.vocabulary import ROOT

Shape = Literal["two_sided", "function_rows", "economic_blocks", "three_public", "item_rows"]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A named row: its side, key and printed labels. With `after`, it only stands below the row of that key."""

    side: str
    line: str
    labels: frozenset[str]
    after: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """One official statement. `columns` maps a side (`revenue`, `expenditure`, or `both`) to printed label → measure."""

    statement: str
    shape: Shape
    titles: tuple[str, ...]
    columns: dict[str, dict[str, str]]
    rows: tuple[FormRow, ...]
    total_labels: frozenset[str]
    items: dict[str, str]
    phases: dict[str, str]

    def measure(self, printed: str, side: str = "both") -> str | None:
        """The measure a printed column label stands for: an alias, or the visible beginning (six characters or more)
        of aliases of exactly one measure, as narrow columns cut their headings off."""
        return lookup(self.columns.get(side, {}), printed)

    def exact_measure(self, printed: str, side: str = "both") -> str | None:
        """The measure whose alias a printed column label is, in full."""
        return self.columns.get(side, {}).get(heading(printed))

    def line(self, side: str, printed: str, seen: frozenset[str]) -> str | None:
        """The key of a named row on a side, given the keys seen above it on that side."""
        name = heading(printed)
        matches = [row for row in self.rows if row.side == side and name in row.labels]
        below = [row for row in matches if row.after is not None and row.after in seen]
        plain = [row for row in matches if row.after is None]
        chosen = (below or plain)[:1]
        return chosen[0].line if chosen else None


def lookup(aliases: dict[str, str], printed: str) -> str | None:
    """The key whose alias a printed label is, or begins (six characters or more, one key only)."""
    name = heading(printed)
    if name in aliases:
        return aliases[name]
    if len(name) < 6:
        return None
    keys = {key for alias, key in aliases.items() if alias.startswith(name)}
    return keys.pop() if len(keys) == 1 else None


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    return {heading(alias): key for key, aliases in table.items() for alias in aliases}


def _form(text: str) -> Form:
    raw = tomllib.loads(text)
    return Form(
        statement=raw["statement"],
        shape=cast(Shape, raw["shape"]),
        titles=tuple(label(title) for title in raw["titles"]),
        columns={side: _inverted(columns) for side, columns in raw.get("columns", {}).items()},
        rows=tuple(
            FormRow(row.get("side", ""), row["line"], frozenset(map(heading, row["labels"])), row.get("after"))
            for row in raw.get("rows", [])
        ),
        total_labels=frozenset(map(heading, raw.get("total_labels", []))),
        items=_inverted(raw.get("items", {})),
        phases=_inverted(raw.get("phases", {})),
    )


@cache
def forms() -> dict[str, Form]:
    """All official forms by statement key, in the order of the forms."""
    loaded = [_form(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "forms").glob("*.toml"))]
    return {form.statement: form for form in loaded}
