"""Amounts as an office prints them, and what a reader must make of each print: the truth is taken from the characters."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal

from benchmarks.corpus.style import Numbers

ROUNDING = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "truncate": ROUND_DOWN}
YUAN_PER_UNIT = {"万元": Decimal(10_000), "元": Decimal(1)}
CENT = Decimal("0.01")
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@dataclass(frozen=True, slots=True)
class Key:
    """Statement, side, line and measure of a figure, as in the vocabulary."""

    statement: str
    side: str | None
    line: str
    measure: str


@dataclass(frozen=True, slots=True)
class TrueFigure:
    """One figure that is printed. `optional` ones may be read or not (the vocabulary has a key, the contract does not
    ask for it)."""

    source: Literal["table", "narrative"]
    key: Key
    amount_yuan: Decimal
    text: str
    optional: bool = False


def quantum(numbers: Numbers) -> Decimal:
    """The last printed digit of an amount."""
    return Decimal(1).scaleb(-numbers.decimals)


@dataclass(slots=True)
class Printer:
    """Prints amounts of the tables and keeps what was printed."""

    numbers: Numbers
    figures: list[TrueFigure] = field(default_factory=list)

    def value(self, cents: int) -> Decimal:
        """The printed number of an amount in 分, in the unit of the report."""
        yuan = Decimal(cents) / 100
        unit = YUAN_PER_UNIT[self.numbers.unit]
        return (yuan / unit).quantize(quantum(self.numbers), rounding=ROUNDING[self.numbers.rounding])

    def text(self, cents: int, zeros: str | None = None) -> str:
        """The characters of an amount; a zero as the report prints zeros."""
        value = self.value(cents)
        if not value:
            text = self.numbers.zeros if zeros is None else zeros
            return text.translate(FULL_WIDTH) if self.numbers.full_width else text
        text = f"{abs(value):,f}" if self.numbers.thousands else f"{abs(value):f}"
        if self.numbers.trimmed:
            text = text.rstrip("0").rstrip(".")
        if value < 0:
            text = f"({text})" if self.numbers.brackets else f"-{text}"
        return text.translate(FULL_WIDTH) if self.numbers.full_width else text

    def figure(self, key: Key, cents: int, zeros: str | None = None) -> str:
        """Print an amount under a key and keep it, unless the cell stays blank."""
        text = self.text(cents, zeros)
        if text not in ("", "-", "—", "/", "－"):
            amount = self.value(cents) * YUAN_PER_UNIT[self.numbers.unit]
            self.figures.append(TrueFigure("table", key, amount.quantize(CENT), text))
        return text
