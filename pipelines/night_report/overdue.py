"""Who should have published by now and has not been seen.

In: the register of units expected to publish (CSV), the published file, the day. Out: the units that are overdue. For a
division of which the register says nothing, those that published the year before are expected again. "Not seen" is all
that is claimed: a unit may have published where no source of ours looks.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.questions import rows
from pipelines.words import SaidError

#: Local departments publish the account of a year within 20 days of approval, which comes in the summer or autumn of
#: the next year; by the end of October all should have.
DUE_MONTH, DUE_DAY = 10, 31

#: On what ground a unit is expected.
IN_REGISTER, YEAR_BEFORE = "register", "published the year before"

COLUMNS = ("division_code", "department_name", "due", "address", "note")

_DUE = re.compile(r"(\d{1,2})-(\d{1,2})")


class RegisterError(SaidError):
    """The register cannot be used; the message names the line and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One unit that is expected to publish every year, by the day `due` of the next one."""

    division_code: str | None
    department_name: str
    due: tuple[int, int] = (DUE_MONTH, DUE_DAY)
    address: str | None = None

    @staticmethod
    def read(register: Path) -> list[Expectation]:
        """Reads a register; a missing file is a silent one. Raises `RegisterError`."""
        if not register.is_file():
            return []
        with register.open(encoding="utf-8-sig", newline="") as handle:
            table = csv.DictReader(handle)
            missing = set(COLUMNS[:2]) - set(table.fieldnames or ())
            if missing:
                raise RegisterError(
                    "{register} has no column {columns}; it needs {needed}.",
                    register=register,
                    columns=", ".join(sorted(missing)),
                    needed=", ".join(COLUMNS),
                )
            return [_expectation(register, table.line_num, row) for row in table]


def _expectation(register: Path, line: int, row: dict[str, str]) -> Expectation:
    code, name = (row["division_code"] or "").strip(), (row["department_name"] or "").strip()
    due = (row.get("due") or "").strip()
    if not name:
        raise RegisterError("{register}, line {line}: no department_name.", register=register, line=line)
    if code and not re.fullmatch(r"\d{6}", code):
        raise RegisterError(
            "{register}, line {line}: division_code {code!r} is not six digits.",
            register=register,
            line=line,
            code=code,
        )
    found = _DUE.fullmatch(due) if due else None
    try:
        day = date(2024, int(found[1]), int(found[2])) if found else date(2024, DUE_MONTH, DUE_DAY)
    except ValueError:
        found = None
    if due and not found:
        raise RegisterError(
            "{register}, line {line}: due {due!r} is no day; write month-day, for example 10-31.",
            register=register,
            line=line,
            due=due,
        )
    return Expectation(code or None, name, (day.month, day.day), (row.get("address") or "").strip() or None)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A unit whose account of `fiscal_year` was due and has not been seen, and on what ground it is expected."""

    division_code: str | None
    department_name: str
    fiscal_year: int
    due: date
    ground: str
    link: str | None = None


def expected_year(today: date, due: tuple[int, int]) -> tuple[int, date]:
    """The latest fiscal year whose day has passed, and that day."""
    this_year = _day(today.year, due)
    day = this_year if today > this_year else _day(today.year - 1, due)
    return day.year - 1, day


def _day(year: int, due: tuple[int, int]) -> date:
    month, day = due
    return date(year, month, min(day, 28) if month == 2 else day)


# The same cleaning that makes a department in sql/star/02_documents.sql.
_CLEANED = """
regexp_replace(regexp_replace(translate(regexp_replace({0}, '[\\s\\x{{00a0}}\\x{{3000}}]+', '', 'g'), '（）', '()'),
    '\\((汇总|本级|本部|机关|含下属单位)\\)$', ''), '(本级|汇总)$', '')
"""

_SEEN = f"""
SELECT coalesce(r.division_code, '') AS code, {_CLEANED.format("r.department_name")} AS name, r.fiscal_year AS year,
       min(r.department_name) AS shown, min(r.source_url) AS source_url
FROM reports r
WHERE r.kind <> 'budget' AND r.status <> 'rejected' AND r.department_name IS NOT NULL AND r.fiscal_year IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""


def overdue(connection: duckdb.DuckDBPyConnection, register: list[Expectation], today: date) -> list[Overdue]:
    """The units that should have published by `today` and were not seen, by division, name and year."""
    seen = rows(connection, _SEEN)
    published = {(row["code"], row["name"], row["year"]) for row in seen}
    found: dict[tuple[str, str], Overdue] = {}
    for unit in register:
        year, day = expected_year(today, unit.due)
        key = (unit.division_code or "", _cleaned(connection, unit.department_name))
        if (*key, year) not in published:
            found[key] = Overdue(unit.division_code, unit.department_name, year, day, IN_REGISTER, unit.address)
    spoken_of = {unit.division_code or "" for unit in register}
    year, day = expected_year(today, (DUE_MONTH, DUE_DAY))
    for row in seen:
        key = (row["code"], row["name"])
        if row["year"] == year - 1 and (*key, year) not in published and row["code"] not in spoken_of:
            found.setdefault(
                key,
                Overdue(row["code"] or None, row["shown"], year, day, YEAR_BEFORE, row["source_url"]),
            )
    return sorted(found.values(), key=lambda unit: (unit.division_code or "", unit.department_name, unit.fiscal_year))


def _cleaned(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    row = connection.execute(f"SELECT {_CLEANED.format('$1')}", [name]).fetchone()
    return str(row[0]) if row else name
