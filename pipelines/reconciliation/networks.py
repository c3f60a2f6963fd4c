"""The equalities that do not hold, with the cells they share and the equalities these cells are tied to.

In: the temporary tables network_check, network_term and network_item (steps/6_networks.sql). Out: one `Network` a
report, and its connected parts. All amounts are whole millionths of a yuan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

#: A cell without a grid of its own (a blank among blanks) is printed to hundredths of 万元.
DEFAULT_STEP = 100_000_000
YUAN = 1_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One printed cell or blank. `step` is its last printed digit, `unit` its money unit (None for a blank). `told`
    says that the text repeats it, `conflict` that an independent reader read something else."""

    name: str
    source: str
    state: str
    statement: str
    side: str
    line: str
    measure: str
    amount: int
    step: int
    unit: int | None
    repaired: bool
    conflict: bool
    told: bool
    protection: int


@dataclass(frozen=True, slots=True)
class Equality:
    """One equality Σ sign·item within its band: −below ≤ difference ≤ above holds it."""

    check_id: str
    rule_id: str
    instance: str
    failed: bool
    row_only: bool
    difference: int
    above: int
    below: int
    signs: dict[str, int]


@dataclass(slots=True)
class Network:
    """The failed equalities of a report and the passing ones that share a cell with them."""

    report_id: str
    checks: dict[str, Equality] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)

    def failed(self) -> list[Equality]:
        """The equalities that do not hold, in a fixed order."""
        return sorted((check for check in self.checks.values() if check.failed), key=order)

    def parts(self, failed: list[Equality]) -> list[list[Equality]]:
        """The connected components of failed equalities, those that share a cell together."""
        holders: dict[str, list[Equality]] = defaultdict(list)
        for check in failed:
            for item in check.signs:
                holders[item].append(check)
        seen: set[str] = set()
        parts = []
        for first in failed:
            if first.check_id in seen:
                continue
            part, open_checks = [], [first]
            seen.add(first.check_id)
            while open_checks:
                check = open_checks.pop()
                part.append(check)
                for other in (other for item in sorted(check.signs) for other in holders[item]):
                    if other.check_id not in seen:
                        seen.add(other.check_id)
                        open_checks.append(other)
            parts.append(sorted(part, key=order))
        return parts

    def holding(self, items: set[str]) -> list[Equality]:
        """The passing equalities that a change of one of the items would touch."""
        return [check for check in self.checks.values() if not check.failed and not items.isdisjoint(check.signs)]


def order(check: Equality) -> tuple[str, str]:
    """Rule and instance: the order in which checks are listed."""
    return check.rule_id, check.instance


def read_networks(connection: duckdb.DuckDBPyConnection) -> Iterator[Network]:
    """The networks of all reports with a failed equality, in order of report_id."""
    networks: dict[str, Network] = {}
    signs: dict[str, dict[str, int]] = defaultdict(dict)
    for check_id, item, sign in connection.execute(
        "SELECT check_id, item, CAST(sign AS INTEGER) FROM network_term WHERE sign <> 0 ORDER BY check_id, item"
    ).fetchall():
        signs[check_id][item] = sign
    for report_id, *row in connection.execute(
        "SELECT report_id, check_id, rule_id, instance, failed, row_only, CAST(difference * 1000000 AS HUGEINT), "
        "CAST(above * 1000000 AS HUGEINT), CAST(below * 1000000 AS HUGEINT) FROM network_check "
        "ORDER BY report_id, check_id"
    ).fetchall():
        check = Equality(*(*row, signs[row[0]]))
        networks.setdefault(report_id, Network(report_id)).checks[check.check_id] = check
    for report_id, name, *rest in connection.execute(
        "SELECT report_id, item, source, state, statement, side, line, measure, amount, step, unit, repaired, "
        "conflict, told, protection FROM network_item ORDER BY report_id, item"
    ).fetchall():
        networks[report_id].items[name] = Item(name, *rest)
    yield from networks.values()
