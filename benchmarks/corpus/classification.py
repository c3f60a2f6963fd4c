"""Functional and economic codes with the names they bear in one year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from schemas.vocabulary import read_csv

#: Classes without items of departments, and funds of their own: drawn only where a style asks for them.
FUND_GROUPS = ("21208", "22960")
CAPITAL_GROUP_PREFIX = "223"
OLD_ECONOMIC_YEAR = 2017
#: Economic codes that the reform of 2018 introduced.
NEW_IN_2018 = frozenset({"30110", "30111", "30112", "30113", "30114", "30311", "309", "312", "313"})


@dataclass(frozen=True, slots=True)
class CodeNames:
    """Code → printed name in one year. `items` are the 7-digit codes whose 款 and 类 are named too."""

    names: dict[str, str]

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(
            code for code in sorted(self.names) if len(code) == 7 and code[:3] in self.names and code[:5] in self.names
        )

    def name(self, code: str) -> str:
        return self.names[code]


def _year(text: str, missing: int) -> int:
    return int(text) if text.isdigit() else missing


@cache
def function_names(year: int) -> CodeNames:
    """The functional classification of a year: of several names of one code the first that is valid in it."""
    names: dict[str, str] = {}
    for row in read_csv("classifications/function_codes.csv"):
        valid = _year(row["valid_from_est"], 0) <= year <= _year(row["valid_to_est"], 9999)
        if valid and row["name"]:
            names.setdefault(row["code"], row["name"])
    return CodeNames(names)


@cache
def economic_names(year: int) -> dict[str, str]:
    """Economic codes of departments with their names in a year, by code."""
    names: dict[str, str] = {}
    rows = [row for row in read_csv("classifications/economic_codes.csv") if row["scheme"].startswith("部门")]
    for row in sorted(rows, key=lambda one: (one["code"], one["valid_to_est"] == "", one["name"])):
        first = min(_year(row["valid_from_est"], 0), OLD_ECONOMIC_YEAR) if row["valid_from_est"] == "2018" else _year(row["valid_from_est"], 0)  # fmt: skip
        if year == OLD_ECONOMIC_YEAR and row["code"][:5] in NEW_IN_2018 and not row["valid_to_est"]:
            continue
        if first <= year <= _year(row["valid_to_est"], 9999):
            names.setdefault(row["code"], row["name"])
    return names
