"""The rule files: complete headers, valid words, listed in the catalogue; what a bad header says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.reconciliation.catalogue import CATALOGUE, NOT_EVALUATED, catalogue, families
from pipelines.reconciliation.rules import OPTIONAL_STATEMENTS, RULES_FOLDER, RuleError, load_rules, read_rule
from tests.rules.builder import Build

REQUIRED = {
    *(f"M{number:02}" for number in range(1, 10)),
    *(f"T{number:02}" for number in range(1, 28)),
    *(f"H{number:02}" for number in range(1, 8)),
    *(f"B{number:02}" for number in range(1, 26) if number != 20),
    *(f"N{number:02}" for number in range(1, 16)),
    *(f"A{number:02}" for number in range(1, 11)),
    *(f"Y{number:02}" for number in range(1, 8)),
    "D03",
    "D07",
    "D08",
}


@pytest.mark.parametrize("path", sorted(RULES_FOLDER.glob("*.sql")), ids=lambda path: path.stem)
def test_every_rule_file_has_a_complete_header(path: Path) -> None:
    rule = read_rule(path)
    assert rule.rule_id == path.stem
    assert rule.select.upper().lstrip("- ").split()[0] != ""
    assert any("\u4e00" <= character <= "\u9fff" for character in rule.title_zh)


def test_every_rule_of_the_specification_is_there_or_said_not_to_be() -> None:
    assert {rule.rule_id for rule in load_rules()} == REQUIRED
    assert set(NOT_EVALUATED) == {"B20", "D01", "D02", "D04", "D05", "D06", "M10"}


def test_the_catalogue_is_current() -> None:
    rules = load_rules()
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue(rules)
    assert families(rules) == {"A", "B", "D", "H", "M", "N", "T", "Y"}


def test_statements_of_headers_are_in_the_vocabulary() -> None:
    connection = Build().connection
    vocabulary = RULES_FOLDER.parents[1] / "schemas" / "vocabulary" / "statements.csv"
    known = {row[0] for row in connection.execute("SELECT statement FROM read_csv(?)", [str(vocabulary)]).fetchall()}
    assert {statement for rule in load_rules() for statement in rule.statements} <= known
    assert set(OPTIONAL_STATEMENTS) <= known


def test_dim_rule_lists_every_rule() -> None:
    build = Build().reconcile()
    assert [row["rule_id"] for row in build.select("SELECT rule_id FROM dim_rule")] == sorted(REQUIRED)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("-- severity: error\n", ""), "lacks severity"),
        (("severity: error", "severity: fatal"), "not one of"),
        (("rule_id: T05", "rule_id: T99"), "not the file name"),
        (("kind: identity", "kind identity"), "without 'name: value'"),
    ],
)
def test_a_bad_header_is_refused(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = (RULES_FOLDER / "T05.sql").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "T05.sql"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        read_rule(path)
