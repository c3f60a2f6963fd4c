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
    """A code classification: every name a code has had, and every code a name stands for."""

    names_by_code: dict[str, tuple[str, ...]]
    codes_by_name: dict[str, tuple[str, ...]]

    def knows(self, code: str) -> bool:
        """Whether the code has been seen in any year."""
        return code in self.names_by_code

    def codes_named(self, name: str, parent: str | None = None) -> tuple[str, ...]:
        """Codes a printed name may stand for; with `parent`, only its direct children."""
        codes = self.codes_by_name.get(code_name(name), ())
        if parent is None:
            return codes
        return tuple(code for code in codes if len(code) == len(parent) + 2 and code.startswith(parent))


def _classification(rows: list[tuple[str, str]]) -> Classification:
    names: dict[str, list[str]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    for code, name in rows:
        normal = code_name(name)
        if normal and normal not in names[code]:
            names[code].append(normal)
        if normal and code not in codes[normal]:
            codes[normal].append(code)
    return Classification(
        {code: tuple(found) for code, found in names.items()},
        {name: tuple(sorted(found)) for name, found in codes.items()},
    )


@cache
def function_codes() -> Classification:
    """The functional classification (支出功能分类): 类 3 digits, 款 5, 项 7; former names included."""
    rows = [(row["code"], row["name"]) for row in read_csv("classifications/function_codes.csv")]
    for row in read_csv("classifications/function_code_name_changes.csv"):
        rows += [(row["code"], row["new_name"]), (row["code"], row["old_name"])]
    return _classification(rows)


@cache
def economic_codes() -> Classification:
    """The economic classification of departments (301…399); the government scheme (501…) is another one."""
    return _classification(
        [
            (row["code"], row["name"])
            for row in read_csv("classifications/economic_codes.csv")
            if row["scheme"].startswith("部门")
        ]
    )


def is_function_code(text: str) -> bool:
    """Whether digits have the shape of a functional code (2xx, 2xxxx, 2xxxxxx)."""
    return text.isdigit() and len(text) in (3, 5, 7) and text[0] == "2"


def is_economic_code(text: str) -> bool:
    """Whether digits have the shape of an economic code of departments (3xx, 3xxxx)."""
    return text.isdigit() and len(text) in (3, 5) and text[0] == "3"
