"""Every rule is held by a test: changing a sign, an operator, an operand or the tolerance changes an outcome.

All specimens are collected once. A mutant is a copy of what a rule looks at under a report_id of its own, changed in one
place; all mutants are judged together. A mutant whose every outcome is that of the rule itself would pass all tests: it
survives, and the test fails.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipelines.reconciliation.evaluate import collect, judge
from pipelines.reconciliation.rules import load_rules
from tests.rules.builder import Build
from tests.rules.claim_specimens import CLAIM_SPECIMENS, fill_claims, fill_restated
from tests.rules.specimens import BETWEEN, HIERARCHY, WITHIN
from tests.rules.test_identities import add_variants
from tests.rules.test_metadata import CASES, NAMES
from tests.rules.test_peers import fill_peers
from tests.rules.test_structure import fill_structures
from tests.rules.test_years import fill_years

RULES = load_rules()
OPERATORS = {"=": ("<=", ">="), "<=": ("=", ">="), ">=": ("=", "<="), "present": ()}
MOST_TERMS = 12
_HALF = re.compile(r"\b(?:\w+\.)?(?:\w+_)?half(?:_width)?\b(?!\s*(?:AS|,\s*\w+_half))")

_RATIO = {
    "numerator": "numerator = 2 * numerator + 1",
    "denominator": "denominator = 2 * denominator",
    "rate": "rate = 2 * rate",
    "swapped": "numerator = denominator, denominator = numerator",
    "wide": "numerator_half = 10 * numerator_half, denominator_half = 10 * denominator_half, rate_half = 10 * rate_half",
    "exact": "numerator_half = 0, denominator_half = 0, rate_half = 0",
}
_DIFFERENCE = {
    "sign": "actual = -actual",
    "operand": "expected = 2 * expected",
    "wide": "tolerance = 10 * tolerance",
    "exact": "tolerance = 0",
}
_VERDICT = {"negated": "holds = NOT holds", "always": "holds = true", "never": "holds = false"}


def specimens() -> Build:
    """One build with every specimen of every rule."""
    build = Build()
    for specimen in (*WITHIN, *HIERARCHY, *BETWEEN):
        add_variants(build, specimen)
    for name, (_, _, fill, _) in zip(NAMES, CASES, strict=True):
        fill(build.report(name, department="攸县医疗保障局"))
    for number, roles in enumerate(CLAIM_SPECIMENS):
        fill_claims(build.report(f"claims {number}"), roles)
    fill_restated(build)
    fill_structures(build)
    fill_years(build)
    fill_peers(build)
    for report in build.reports:
        report.finish()
    return build


def _copy(build: Build, table: str, rule_id: str, mutant: str, change: str = "", where: str = "true") -> None:
    """Copy the rows of a rule under mutant report ids and change them."""
    connection = build.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE mutant AS SELECT * REPLACE (report_id || '|{mutant}|{rule_id}' AS report_id), "
        f"dense_rank() OVER (PARTITION BY report_id, instance ORDER BY place, statement, side, line, measure, occurrence) AS term "
        f"FROM {table} WHERE rule_id = '{rule_id}' AND NOT contains(report_id, '|')"
        if table == "operand"
        else f"CREATE OR REPLACE TEMP TABLE mutant AS SELECT * REPLACE (report_id || '|{mutant}|{rule_id}' AS report_id), "
        f"0 AS term FROM {table} WHERE rule_id = '{rule_id}' AND NOT contains(report_id, '|')"
    )
    if change == "DELETE":
        connection.execute(f"DELETE FROM mutant WHERE {where}")
    elif change:
        connection.execute(f"UPDATE mutant SET {change} WHERE {where}")
    if table == "operand":
        connection.execute("UPDATE mutant SET check_key = hash(concat_ws('|', report_id, rule_id, instance))")
    connection.execute(f"INSERT INTO {table} SELECT * EXCLUDE (term) FROM mutant")


def _open_names(build: Build) -> None:
    """Mutants are reports and rules of names that no report and no rule has."""
    for table in ("operand", "ratio_row", "difference_row", "verdict_row"):
        for column in ("report_id", "rule_id"):
            build.connection.execute(f"ALTER TABLE {table} ALTER {column} TYPE VARCHAR")
    build.connection.execute("UPDATE operand SET check_key = hash(concat_ws('|', report_id, rule_id, instance))")


def _mutate(build: Build) -> dict[str, list[str]]:
    """Rule → the names of its mutants, written into the tables of `build`."""
    made: dict[str, list[str]] = {}
    tables = {
        "ratio": ("ratio_row", _RATIO),
        "difference": ("difference_row", _DIFFERENCE),
        "verdict": ("verdict_row", _VERDICT),
    }
    for rule in RULES:
        names = made.setdefault(rule.rule_id, [])
        if rule.kind == "identity":
            (row,) = build.select(
                "SELECT coalesce(max(n), 0) AS terms FROM (SELECT count(*) AS n FROM operand WHERE rule_id = ? "
                "AND starts_with(report_id, rule_id) GROUP BY report_id, instance)", rule.rule_id,
            )  # fmt: skip
            for term in range(1, min(row["terms"], MOST_TERMS) + 1):
                _copy(build, "operand", rule.rule_id, f"sign{term}", "coefficient = -coefficient", f"term = {term}")
                _copy(build, "operand", rule.rule_id, f"without{term}", "DELETE", f"term = {term}")
                names += [f"sign{term}", f"without{term}"]
            for name, factor in (("wide", 10), ("exact", 0)):
                _copy(build, "operand", rule.rule_id, name, f"half_width = {factor} * half_width")
                names.append(name)
            for number, operator in enumerate(OPERATORS[rule.operator]):
                build.connection.execute(
                    "INSERT INTO rule SELECT * REPLACE (rule_id || ? AS rule_id, ? AS operator) FROM rule WHERE rule_id = ?",
                    [f"|{number}", operator, rule.rule_id],
                )
                _copy(build, "operand", rule.rule_id, f"operator{number}", f"rule_id = '{rule.rule_id}|{number}'")
                names.append(f"operator{number}")
            continue
        table, changes = tables[rule.kind]
        for name, change in changes.items():
            _copy(build, table, rule.rule_id, name, change)
            names.append(name)
        if rule.kind == "verdict" and _HALF.search(rule.select):
            for name, factor in (("wide", 10), ("exact", 0)):
                text = _HALF.sub(lambda found, factor=factor: f"({factor} * {found[0]})", rule.select)  # type: ignore[misc]
                build.connection.execute(
                    f"INSERT INTO verdict_row BY NAME SELECT '{rule.rule_id}' AS rule_id, * REPLACE "
                    f"(report_id || '|{name}|{rule.rule_id}' AS report_id) FROM ({text}\n) WHERE NOT contains(report_id, '|')"
                )
                names.append(name)
    return made


@cache
def survivors() -> dict[str, list[str]]:
    """Rule → the mutants that no outcome tells from the rule."""
    build = specimens()
    collect(build.connection, RULES)
    _open_names(build)
    made = _mutate(build)
    judge(build.connection)
    killed = {
        (row["rule_id"], row["mutant"])
        for row in build.select(
            "WITH told AS (SELECT split_part(rule_id, '|', 1) AS rule_id, split_part(report_id, '|', 1) AS report_id, "
            "split_part(report_id, '|', 2) AS mutant, instance, outcome, severity FROM evaluated) "
            "SELECT DISTINCT m.rule_id, m.mutant FROM told AS m "
            "INNER JOIN told AS o ON m.rule_id = o.rule_id AND m.report_id = o.report_id AND m.instance = o.instance "
            "WHERE o.mutant = '' AND m.mutant <> '' AND (m.outcome, m.severity) <> (o.outcome, o.severity) "
            # A check that is made no more is as good as another outcome.
            "UNION SELECT o.rule_id, k.mutant FROM told AS o INNER JOIN (SELECT DISTINCT rule_id, mutant FROM told WHERE mutant <> '') AS k "
            "USING (rule_id) ANTI JOIN told AS m ON m.mutant = k.mutant AND m.rule_id = o.rule_id AND m.report_id = o.report_id "
            "AND m.instance = o.instance WHERE o.mutant = '' AND o.outcome IN ('pass', 'rounding', 'fail')"
        )
    }
    return {rule: [name for name in names if (rule, name) not in killed] for rule, names in made.items()}


@pytest.mark.parametrize("rule_id", [rule.rule_id for rule in RULES])
def test_no_mutant_survives(rule_id: str) -> None:
    assert survivors()[rule_id] == []
