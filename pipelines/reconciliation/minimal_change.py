"""The smallest weighted set of cells whose change makes every equality hold (Fellegi–Holt).

In: a connected part of failed equalities, the passing ones around it, their items. Out: all sets of the smallest size,
best first, each with the interval every cell of it would have to lie in. One cell is solved in closed form, several by
mixed-integer programming (HiGHS through SciPy); the amounts are whole numbers throughout but for the program itself,
whose answers are checked in whole numbers again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.reconciliation.networks import DEFAULT_STEP, Equality, Item
from pipelines.reconciliation.typing_slips import WEIGHTS, slip

DEADLINE_SECONDS = 2.0
MOST_CELLS, MOST_CHECKS = 400, 200
MOST_SETS = 12
#: Candidate amounts looked at in one interval when a slip of typing is sought.
MOST_AMOUNTS = 400
#: What the number of digits counts for beside the kind of slip.
_PLACES = 0.5
#: The most that roundings which do not fit speak against a slip: offices differ in how they round.
_MOST_SCATTER = 2.5


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that would be changed: the interval that satisfies its equalities, the amount that fits best, the slip
    of typing that explains it, and the cost (the lower, the more likely)."""

    item: Item
    low: int
    high: int
    amount: int | None
    slip: str
    cost: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The equally small sets of changes, best first; `reason` says why there is none."""

    sets: tuple[tuple[Change, ...], ...]
    reason: str = ""


def solve(failed: Sequence[Equality], holding: Sequence[Equality], items: dict[str, Item]) -> Solution:
    """Find the smallest sets of cells. A blank that stands in one failed equality only is no candidate."""
    names, _ = _candidates(failed, items)
    singles = single_cell(failed, holding, items)
    if singles:
        return Solution(tuple((change,) for change in singles))
    if len(names) > MOST_CELLS or len(failed) + len(holding) > MOST_CHECKS:
        return Solution((), f"{len(failed)} failed checks over {len(names)} cells are too many to be solved together")
    return _several(names, failed, holding, items)


def single_cell(failed: Sequence[Equality], holding: Sequence[Equality], items: dict[str, Item]) -> list[Change]:
    """The cells that satisfy everything each by itself, best first."""
    names, counts = _candidates(failed, items)
    found = (_single(items[name], failed, holding) for name in names if counts[name] == len(failed))
    return sorted((change for change in found if change is not None), key=_rank)


def _candidates(failed: Sequence[Equality], items: dict[str, Item]) -> tuple[list[str], dict[str, int]]:
    """The cells of the failed equalities that may change, and in how many of these each cell stands."""
    counts: dict[str, int] = {}
    for check in failed:
        for name in check.signs:
            counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, count in counts.items() if items[name].state == "printed" or count > 1), counts


def _rank(change: Change) -> tuple[float, str]:
    return change.cost, change.item.name


def _single(item: Item, failed: Sequence[Equality], holding: Sequence[Equality]) -> Change | None:
    """The interval in which this cell alone satisfies everything; None where there is no such amount."""
    interval = _interval(item, [check for check in (*failed, *holding) if item.name in check.signs])
    return interval and _change(item, *interval, failed)


def _interval(item: Item, checks: Sequence[Equality]) -> tuple[int, int] | None:
    low, high = -(10**30), 10**30
    for check in checks:
        sign = check.signs[item.name]
        ends = sorted((-(check.below + check.difference) * sign, (check.above - check.difference) * sign))
        # sign is ±1 or a small whole number; rounding towards the inside keeps the interval exact.
        factor = sign * sign
        low, high = max(low, -(-ends[0] // factor)), min(high, ends[1] // factor)
    step = item.step or DEFAULT_STEP
    first, last = -(-(item.amount + low) // step) * step, (item.amount + high) // step * step
    return (first, last) if first <= last else None


def _change(item: Item, low: int, high: int, failed: Sequence[Equality]) -> Change:
    """The amount in the interval that fits best: a likely slip of typing, else what the tightest equality says."""
    step = item.step or DEFAULT_STEP
    tightest = min(
        (check for check in failed if item.name in check.signs),
        key=lambda check: (check.above, check.rule_id, check.instance),
    )
    wanted = item.amount - tightest.difference * tightest.signs[item.name]
    wanted = min(max(round(Decimal(wanted) / step) * step, low), high)
    kind, amount, evidence = "none", wanted, 0.0
    if item.unit and (high - low) // step <= MOST_AMOUNTS:
        kind, amount, evidence = _likely_slip(item, low, high, wanted, tightest)
    narrow = high - low <= max(2 * step, tightest.above + tightest.below)
    return Change(item, low, high, amount if narrow or kind != "none" else None, kind, _cost(item, evidence))


def _likely_slip(item: Item, low: int, high: int, wanted: int, check: Equality) -> tuple[str, int, float]:
    """The slip of typing that explains the cell best, the amount it leads to, and its evidence as a log-likelihood: the
    kind of slip, less how far the amount is from closing the sum (the roundings of its parts scatter little), less how
    many slips of the kind a number of so many digits allows."""
    assert item.unit is not None
    step = item.step or DEFAULT_STEP
    decimals = max(len(str(item.unit // step)) - 1, 0)
    printed = Decimal(item.amount) / item.unit
    places = math.log(max(len(str(abs(item.amount) // step)), 1))
    # A band of (n + 1)·½ steps is that of n + 1 roundings, each with a variance of a twelfth of a step squared.
    variance = max(min(check.above, check.below) * step / 6, step * step / 12)
    # Where digits are cut off, the wider end of the band says by how much the sum of the parts falls short on average.
    likely = wanted + (check.above - check.below) * check.signs[item.name]
    best = ("none", wanted, 0.0)
    for amount in range(low, high + 1, step):
        kind = slip(printed, Decimal(amount) / item.unit, decimals)
        if kind == "none":
            continue
        evidence = WEIGHTS[kind] - min((amount - likely) ** 2 / (2 * variance), _MOST_SCATTER) - _PLACES * places
        if (evidence, -abs(amount - wanted)) > (best[2], -abs(best[1] - wanted)):
            best = (kind, amount, evidence)
    return best


def _cost(item: Item, evidence: float) -> float:
    """Between sets of one size: the text before the tables, blanks last, what a second reader disputes first, what the
    text repeats or many sums confirm last; then the slip. Each is a weight of evidence, not a probability."""
    cost = 4.0 - evidence
    cost += 3.0 if item.state == "blank" else 0.0
    cost -= 6.0 if item.conflict else 0.0
    cost -= 1.0 if item.repaired else 0.0
    cost += 1.0 if item.told else 0.0
    cost -= 2.0 if item.source == "narrative" else 0.0
    return cost + min(item.protection, 10) * 0.05


def _several(
    names: list[str], failed: Sequence[Equality], holding: Sequence[Equality], items: dict[str, Item]
) -> Solution:
    """The program, solved again with a cut for every set found, until a set is larger or time is up."""
    from pipelines.reconciliation.mixed_integer import Program

    program = Program(
        names, [*failed, *(check for check in holding if not check.signs.keys().isdisjoint(names))], items
    )
    ends = time.monotonic() + DEADLINE_SECONDS
    found: list[tuple[Change, ...]] = []
    smallest = 0
    while len(found) < MOST_SETS:
        left = ends - time.monotonic()
        if left <= 0:
            break
        chosen = program.solve(left)
        if chosen is None or (smallest and len(chosen) > smallest):
            break
        program.forbid(chosen)
        changes = _verified(chosen, failed, holding, items)
        if changes is not None:
            smallest = len(chosen)
            found.append(changes)
    if found:
        return Solution(
            tuple(sorted(found, key=lambda one: (sum(change.cost for change in one), [c.item.name for c in one])))
        )
    if time.monotonic() >= ends:
        return Solution((), f"no set of cells was found within {DEADLINE_SECONDS:g} seconds")
    return Solution((), "no change of these cells alone makes every check hold")


def _verified(
    chosen: list[str], failed: Sequence[Equality], holding: Sequence[Equality], items: dict[str, Item]
) -> tuple[Change, ...] | None:
    """The set with exact intervals. A cell is solved from the equalities it shares with no other cell of the set; the
    shared ones are then solved with the amounts found; None where one of them stays open."""
    checks = [*failed, *(check for check in holding if not check.signs.keys().isdisjoint(chosen))]
    known: dict[str, int] = {}
    changes: dict[str, Change] = {}
    while len(changes) < len(chosen):
        progress = False
        for name in chosen:
            if name in changes:
                continue
            own = [
                _settled(check, known, items)
                for check in checks
                if name in check.signs
                and not any(other != name and other not in known and other in check.signs for other in chosen)
            ]
            wrong = [check for check in own if check.failed]
            if not wrong:
                continue
            interval = _interval(items[name], own)
            if interval is None:
                return None
            changes[name] = _change(items[name], *interval, wrong)
            amount = changes[name].amount
            known[name] = interval[0] if amount is None else amount
            progress = True
        if not progress:
            return None
    settled = [_settled(check, known, items) for check in checks]
    if any(not -check.below <= check.difference <= check.above for check in settled):
        return None
    return tuple(changes[name] for name in sorted(chosen))


def _settled(check: Equality, known: dict[str, int], items: dict[str, Item]) -> Equality:
    """The equality with the amounts found so far put in."""
    moved = sum(check.signs[name] * (known[name] - items[name].amount) for name in known if name in check.signs)
    if not moved:
        return check
    return Equality(
        check.check_id, check.rule_id, check.instance, check.failed, check.row_only, check.difference + moved,
        check.above, check.below, check.signs,
    )  # fmt: skip
