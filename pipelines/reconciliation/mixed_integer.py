"""The mixed-integer program behind `minimal_change`: min Σ w·δ, a change only where δ = 1, all equalities in their bands.

In: the names of the cells that may change, equalities, items. Out: the names of a cheapest set, None where there is
none in the time allowed. Differences are scaled so that the largest is one, and big-M is a small multiple of it: HiGHS
works with tolerances of 1e-6, and amounts in yuan would drown in them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from pipelines.reconciliation.networks import Equality, Item

#: No cell has to change by more than this multiple of the largest difference.
BIG_M = 8.0
#: What a cell costs beyond one; far below one, so that the number of cells decides.
_BLANK, _TOLD, _PROTECTED, _TEXT, _DOUBTED = 0.2, 0.05, 0.01, -0.1, -0.2


class Program:
    """One program; `forbid` adds a no-good cut, so that the next solution is another set."""

    def __init__(self, names: Sequence[str], checks: Sequence[Equality], items: dict[str, Item]) -> None:
        self.names = list(names)
        place = {name: number for number, name in enumerate(self.names)}
        count = len(self.names)
        scale = float(max(max(abs(check.difference) for check in checks), 1))
        rows, columns, values, low, high = [], [], [], [], []
        for row, check in enumerate(checks):
            for name, sign in check.signs.items():
                if name in place:
                    rows.append(row)
                    columns.append(place[name])
                    values.append(float(sign))
            low.append((-check.below - check.difference) / scale)
            high.append((check.above - check.difference) / scale)
        equalities = csr_array((values, (rows, columns)), shape=(len(checks), 2 * count))
        one = np.arange(count)
        ones, bound = np.ones(count), np.full(count, BIG_M)
        columns_of_links = (np.tile(one, 2), np.concatenate([one, count + one]))
        links = [
            csr_array((np.concatenate([sign * ones, -bound]), columns_of_links), shape=(count, 2 * count))
            for sign in (1.0, -1.0)
        ]
        self.constraints = [
            LinearConstraint(equalities, np.array(low), np.array(high)),
            LinearConstraint(vstack(links), -np.inf, np.zeros(2 * count)),
        ]
        self.cost = np.concatenate([np.zeros(count), [_weight(items[name]) for name in self.names]])
        self.integrality = np.concatenate([np.zeros(count), ones])
        self.bounds = Bounds(np.concatenate([-bound, 0 * ones]), np.concatenate([bound, ones]))

    def solve(self, seconds: float) -> list[str] | None:
        """The names of a cheapest set of cells that is not forbidden."""
        result = milp(
            self.cost, integrality=self.integrality, bounds=self.bounds, constraints=self.constraints,
            options={"time_limit": seconds},
        )  # fmt: skip
        if result.x is None:
            return None
        chosen = result.x[len(self.names) :]
        return [name for name, used in zip(self.names, chosen, strict=True) if used > 0.5]

    def forbid(self, chosen: Sequence[str]) -> None:
        """Never again all of these together."""
        row = np.zeros(2 * len(self.names))
        for name in chosen:
            row[len(self.names) + self.names.index(name)] = 1.0
        self.constraints.append(LinearConstraint(row, -np.inf, len(chosen) - 1))


def _weight(item: Item) -> float:
    weight = 1.0 + _PROTECTED * min(item.protection, 10)
    weight += _BLANK if item.state == "blank" else 0.0
    weight += _TOLD if item.told else 0.0
    weight += _TEXT if item.source == "narrative" else 0.0
    return weight + (_DOUBTED if item.repaired or item.conflict else 0.0)
