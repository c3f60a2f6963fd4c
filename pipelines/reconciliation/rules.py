"""The reconciliation rules as they are written down: sql/rules/*.sql, one file a rule, opening with its header.

In: the folder. Out: `Rule` records in order of rule_id. A file without a complete, valid header raises `RuleError`;
a rule is never left out silently.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

RULES_FOLDER = Path(__file__).resolve().parents[2] / "sql" / "rules"

#: What the SELECT of a rule yields, by kind: terms of an identity, a rate with its parts, two numbers, or a verdict.
KINDS = ("identity", "ratio", "difference", "verdict")
OPERATORS = ("=", "<=", ">=", "present")
SEVERITIES = ("error", "warning", "info")
BASES = ("tables", "narrative", "metadata")

#: Statements a report may lack without anything being amiss: no such money, or a local addition.
OPTIONAL_STATEMENTS = ("government_fund", "state_capital", "agency_operation", "government_procurement")

#: The fields of a rule that are words as they stand in its file.
WORDS = (
    "rule_id",
    "kind",
    "severity",
    "operator",
    "basis",
    "title_en",
    "title_zh",
    "identity",
    "source",
    "example",
)
_FIELDS = (*WORDS, "statements", "row_only", "each")


class RuleError(ValueError):
    """A rule file whose header is incomplete or holds a word that is not in the vocabulary."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One reconciliation rule.

    `statements` are those the rule speaks of; one in `required` that a report lacks makes the rule `cannot_evaluate`.
    `row_only` marks an identity among the cells of one row, which proves no figure (whole rows slide). `each` marks a
    rule whose instances concern one statement each, so that a missing one does not silence the others.
    """

    rule_id: str
    kind: str
    severity: str
    operator: str
    basis: str
    title_en: str
    title_zh: str
    identity: str
    source: str
    example: str
    statements: tuple[str, ...]
    required: tuple[str, ...]
    row_only: bool
    each: bool
    select: str


def load_rules(folder: Path = RULES_FOLDER) -> tuple[Rule, ...]:
    """Read all rules of a folder, in order of rule_id. Raises `RuleError` for a bad header or a doubled id."""
    rules = tuple(sorted((read_rule(path) for path in folder.glob("*.sql")), key=lambda rule: rule.rule_id))
    if len({rule.rule_id for rule in rules}) != len(rules):
        raise RuleError(f"two files in {folder} have the same rule_id")
    return rules


def read_rule(path: Path) -> Rule:
    """Read one rule file. The file name is the rule_id."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = list(takewhile(lambda line: line.startswith("-- "), lines))
    select = "\n".join(lines[len(head) :]).strip()
    if not select:
        raise RuleError(f"{path.name}: no SELECT follows the header")
    header: dict[str, str] = {}
    for line in head:
        key, separator, value = line[3:].partition(":")
        if not separator:
            raise RuleError(f"{path.name}: header line without 'name: value': {line}")
        header[key.strip()] = value.strip()
    _check_header(path, header)
    named = tuple(name.strip() for name in header["statements"].split(",") if name.strip())
    statements = tuple(name.removesuffix("?") for name in named)
    required = tuple(name for name in named if not name.endswith("?") and name not in OPTIONAL_STATEMENTS)
    return Rule(
        **{name: header[name] for name in _FIELDS[:10]},
        statements=statements,
        required=required,
        row_only=header["row_only"] == "true",
        each=header["each"] == "true",
        select=select,
    )


def _check_header(path: Path, header: dict[str, str]) -> None:
    """Raise `RuleError` unless every field is there and every word is a known one."""
    missing = [name for name in _FIELDS if name not in header or (not header[name] and name != "statements")]
    if missing:
        raise RuleError(f"{path.name}: header lacks {', '.join(missing)}")
    if header["rule_id"] != path.stem:
        raise RuleError(f"{path.name}: rule_id {header['rule_id']} is not the file name")
    allowed = {
        "kind": KINDS,
        "severity": SEVERITIES,
        "operator": OPERATORS,
        "basis": BASES,
        "row_only": ("true", "false"),
        "each": ("true", "false"),
    }
    for name, words in allowed.items():
        if header[name] not in words:
            raise RuleError(f"{path.name}: {name} is {header[name]!r}, not one of {', '.join(words)}")
