"""The fixed vocabulary and the classifications, read once from the CSV files beside this module.

Keys of statements, lines and measures are a public contract (`vocabulary/*.csv`). Function and economic codes come
from `classifications/*.csv`, each with a grade of confidence: grade C may suggest a name, never accuse one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.text import code_name

ROOT = Path(__file__).parent


def read_csv(relative: str) -> list[dict[str, str]]:
    """Rows of a CSV file below `schemas/`, as dictionaries of strings."""
    with (ROOT / relative).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@dataclass(frozen=True, slots=True)
class StatementKey:
    """One official statement: its key, usual printed number, title, and the grain of its rows."""

    statement: str
    standard_no: str
    title: str
    grain: str


@cache
def statements() -> dict[str, StatementKey]:
    """All statements by key, in the order of the official forms."""
    return {
        row["statement"]: StatementKey(row["statement"], row["standard_no"], row["title"], row["grain"])
        for row in read_csv("vocabulary/statements.csv")
    }


@cache
def measure_labels() -> dict[tuple[str, str], str]:
    """(statement, measure) → Chinese label."""
    return {(row["statement"], row["measure"]): row["label"] for row in read_csv("vocabulary/measures.csv")}


@cache
def line_labels() -> dict[tuple[str, str, str], str]:
    """(statement, side or '', line) → Chinese label, for lines that are no classification code."""
    return {
        (row["statement"], row["side"], row["line"]): row["label"]
        for row in read_csv("vocabulary/lines.csv")
        if not row["line"].startswith("<")
    }


@dataclass(frozen=True, slots=True)
class Classification:
    """A code classification: every name a code has had, every code a name stands for, and in which years (estimates)."""

    names_by_code: dict[str, tuple[str, ...]]
    codes_by_name: dict[str, tuple[str, ...]]
    years: dict[tuple[str, str], tuple[int, int]]

    def knows(self, code: str) -> bool:
        """Whether the code has been seen in any year."""
        return code in self.names_by_code

    def codes_named(self, name: str, year: int | None = None) -> tuple[str, ...]:
        """Codes a printed name may stand for, in a year where one is given: codes of other years only stand in where
        none is valid in that year."""
        return self.valid(self.codes_by_name.get(code_name(name), ()), name, year)

    def valid(self, codes: tuple[str, ...], name: str, year: int | None) -> tuple[str, ...]:
        """Of several codes with one name those valid in a year; all of them where that leaves none."""
        if year is None:
            return codes
        normal = code_name(name)
        ranges = {code: self.years.get((code, normal), _ALWAYS) for code in codes}
        return tuple(code for code in codes if ranges[code][0] <= year <= ranges[code][1]) or codes


_ALWAYS = (0, 9999)


def _classification(rows: list[dict[str, str]]) -> Classification:
    names: dict[str, list[str]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    years: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        code, normal = row["code"], code_name(row["name"])
        if not normal:
            continue
        if normal not in names[code]:
            names[code].append(normal)
        if code not in codes[normal]:
            codes[normal].append(code)
        first, last = row.get("valid_from_est"), row.get("valid_to_est")
        if first or last:
            years[code, normal] = (int(first or _ALWAYS[0]), int(last or _ALWAYS[1]))
    return Classification(
        {code: tuple(found) for code, found in names.items()},
        {name: tuple(sorted(found)) for name, found in codes.items()},
        years,
    )


@cache
def function_codes() -> Classification:
    """The functional classification (支出功能分类): 类 3 digits, 款 5, 项 7; former names included."""
    rows = read_csv("classifications/function_codes.csv")
    for row in read_csv("classifications/function_code_name_changes.csv"):
        rows += [{"code": row["code"], "name": row["new_name"]}, {"code": row["code"], "name": row["old_name"]}]
    return _classification(rows)


@cache
def economic_codes() -> Classification:
    """The economic classification of departments (301…399); the government scheme (501…) is another one."""
    rows = read_csv("classifications/economic_codes.csv")
    return _classification([row for row in rows if row["scheme"].startswith("部门")])


def is_function_code(text: str) -> bool:
    """Whether digits have the shape of a functional code (2xx, 2xxxx, 2xxxxxx)."""
    return text.isdigit() and len(text) in (3, 5, 7) and text[0] == "2"


def is_economic_code(text: str) -> bool:
    """Whether digits have the shape of an economic code of departments (3xx, 3xxxx)."""
    return text.isdigit() and len(text) in (3, 5) and text[0] == "3"
