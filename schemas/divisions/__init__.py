"""Administrative divisions (GB/T 2260), county level and above, with the years in which each code was in use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from schemas.vocabulary import read_csv


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code, name, level and full path (`湖北省/武汉市/黄陂区`), and the years it was seen."""

    code: str
    name: str
    level: str
    path: tuple[str, ...]
    first_year: int
    last_year: int

    def is_within(self, other: Division) -> bool:
        """Whether this division lies in another one, by the leading digits of their codes."""
        digits = {"province": 2, "prefecture": 4, "county": 6}[other.level]
        return self.code != other.code and self.code[:digits] == other.code[:digits]

    def exists_in(self, year: int | None) -> bool:
        """Whether the division's code was in use in a year (reports name divisions of the year they were published)."""
        return year is None or self.first_year <= year <= self.last_year + 1


@cache
def divisions() -> dict[str, tuple[Division, ...]]:
    """All divisions by printed name."""
    found: dict[str, list[Division]] = defaultdict(list)
    for row in read_csv("divisions/divisions.csv"):
        if row["kind"] != "division":
            continue
        division = Division(
            row["code"], row["name"], row["level"], tuple(row["full_path"].split("/")),
            int(row["first_year_seen"]), int(row["last_year_seen"]),
        )  # fmt: skip
        found[division.name].append(division)
    return {name: tuple(sorted(entries, key=lambda entry: entry.code)) for name, entries in found.items()}
