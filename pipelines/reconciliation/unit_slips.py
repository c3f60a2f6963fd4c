"""A whole statement in another unit than it says (×10⁴ or ÷10⁴), as one finding.

In: the network of a report and the statements that rule M02 failed. Out: one structure a statement with the failed
checks that hold once its amounts are put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipelines.reconciliation.networks import Network
from pipelines.reconciliation.structures import Structure

FACTORS = (Fraction(10_000), Fraction(1, 10_000), Fraction(100_000_000), Fraction(1, 100_000_000))


def unit_slips(network: Network, accused: Iterable[tuple[str, str]]) -> Iterator[Structure]:
    """`accused` are (statement, check_id of its M02). The factor is the one that mends most checks."""
    for statement, check_id in accused:
        mended = {factor: _mended(network, statement, factor) for factor in FACTORS}
        factor = max(FACTORS, key=lambda one: len(mended[one]))
        times = f"×{factor}" if factor > 1 else f"÷{1 / factor}"
        printed = (item for _, item in sorted(network.items.items()) if item.state == "printed")
        figure = next((item.name for item in printed if (item.source, item.statement) == ("table", statement)), None)
        yield Structure(
            f"unit:{network.report_id}|{statement}",
            network.report_id,
            statement,
            None,
            figure,
            (check_id, *sorted(mended[factor])),
            f"every amount of the statement is in another unit than it declares; {times} they agree with the others",
            f"该表全部金额的单位与所标单位不符；{times} 后与其他报表一致",
        )


def _mended(network: Network, statement: str, factor: Fraction) -> list[str]:
    """The failed checks between this statement and others that hold with its amounts multiplied."""
    mended = []
    for check in network.failed():
        terms = [(sign, network.items[name]) for name, sign in check.signs.items()]
        own = [(sign, item) for sign, item in terms if (item.source, item.statement) == ("table", statement)]
        if not own or len(own) == len(check.signs):
            continue
        change = sum(sign * item.amount * (factor - 1) for sign, item in own)
        band = max(factor, Fraction(1)) * sum(abs(sign) * item.step for sign, item in own) / 2
        if -check.below - band <= check.difference + change <= check.above + band:
            mended.append(check.check_id)
    return mended
