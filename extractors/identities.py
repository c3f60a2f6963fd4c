"""The identities of the forms as far as they tell whether a reading is right: sums within a statement, across a row,
and figures printed in two statements.

They are for confirming a reading, not for judging a publisher (`sql/rules` does that): a blank counts as zero, what was
not read makes an identity void, and where an old form prints other lines the identity is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from extractors.numbers import Amount, NotAnAmount, parse_amount
from extractors.statement import Statement, StatementRow

_ZERO, _ONE = Decimal(0), Decimal(1)


class Place(NamedTuple):
    """Where a figure belongs: statement, side (None but in 01 and 04), line and measure."""

    statement: str
    side: str | None
    line: str
    measure: str


class Identity(NamedTuple):
    """The figures of one side are together those of the other. `across` where all stand in one row (a row that slid
    as a whole keeps these)."""

    left: tuple[Place, ...]
    right: tuple[Place, ...]
    across: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """All of its figures."""
        return self.left + self.right

    @property
    def between(self) -> bool:
        """Whether it ties two statements."""
        return len({place.statement for place in self.places}) > 1


@dataclass(slots=True)
class Readings:
    """What stands at each place: an amount, None for a blank. `unread` holds the places that could not be read."""

    amounts: dict[Place, Amount | None] = field(default_factory=dict)
    unread: set[Place] = field(default_factory=set)

    def add(self, statement: Statement) -> None:
        """Add the rows of a statement; a line printed again does not count."""
        seen: set[tuple[str | None, str]] = set()
        for row in statement.rows:
            if row.line is None or (row.side, row.line) in seen:
                continue
            seen.add((row.side, row.line))
            for measure, cell in row.cells.items():
                place = place_of(statement, row, measure)
                try:
                    self.amounts[place] = parse_amount(cell.text)
                except NotAnAmount:
                    self.unread.add(place)
                if not cell.readable and cell.text.strip():
                    self.unread.add(place)

    def has(self, place: Place) -> bool:
        """Whether the form is printed with this row and column."""
        return place in self.amounts or place in self.unread

    def holds(self, identity: Identity) -> bool | None:
        """Whether an identity holds within what rounding explains; None where a figure of it was not read."""
        if not self.unread.isdisjoint(identity.left) or not self.unread.isdisjoint(identity.right):
            return None
        left, right = self._printed(identity.left), self._printed(identity.right)
        difference = _ZERO
        decimals = 0
        for amount in left:
            difference += amount.value
            decimals = max(decimals, amount.decimals)
        for amount in right:
            difference -= amount.value
            decimals = max(decimals, amount.decimals)
        return abs(difference) * 2 <= (len(left) + len(right)) * _ONE.scaleb(-decimals)

    def is_exact(self, identity: Identity) -> bool:
        """Whether the figures of both sides come to the same, to the last digit."""
        left, right = (_sum(self._printed(places)) for places in (identity.left, identity.right))
        return left == right

    def _printed(self, places: Iterable[Place]) -> list[Amount]:
        return [amount for amount in map(self.amounts.get, places) if amount is not None]

    def is_nonzero(self, identity: Identity) -> bool:
        """Whether a figure other than zero stands in an identity."""
        return any(amount.value for place in identity.places if (amount := self.amounts.get(place)) is not None)


def _sum(amounts: Iterable[Amount]) -> Decimal:
    return sum((amount.value for amount in amounts), _ZERO)


def place_of(statement: Statement, row: StatementRow, measure: str) -> Place:
    """The place of a cell of a row that has a line."""
    return Place(statement.form.statement, row.side, row.line or "", measure)


_PARTS_OF_REVENUE = ("superior_subsidy", "business_revenue", "operating_revenue", "subordinate_remittance", "other_revenue")  # fmt: skip
_FUNDS = ("general_budget", "government_fund", "state_capital")
_SPENT = ("basic_expenditure", "project_expenditure")
_Measures = tuple[str, ...]
#: Across a row, by statement: the measures on both sides.
_ACROSS: dict[str, tuple[tuple[_Measures, _Measures], ...]] = {
    "revenue": ((("revenue_total",), ("fiscal_appropriation", *_PARTS_OF_REVENUE)),),
    "expenditure": ((("expenditure_total",), (*_SPENT, "remittance_to_superior", "operating_expenditure", "subsidy_to_subordinates")),),
    "general_budget_expenditure": ((("expenditure_total",), _SPENT),),
    "government_fund": ((("expenditure_total",), _SPENT), (("opening_balance", "revenue_total"), ("expenditure_total", "closing_balance"))),
    "state_capital": ((("expenditure_total",), _SPENT), (("opening_balance", "revenue_total"), ("expenditure_total", "closing_balance"))),
    "appropriation_summary": ((("total",), _FUNDS),),
}  # fmt: skip
#: Down a column: statement, side, lines on both sides ("class" stands for all classes).
_DOWN: tuple[tuple[str, str | None, _Measures, _Measures], ...] = (
    ("revenue_expenditure_summary", "revenue", ("revenue_total",), (*(f"{fund}_appropriation" for fund in _FUNDS), *_PARTS_OF_REVENUE)),
    ("revenue_expenditure_summary", "revenue", ("revenue_total",), ("fiscal_appropriation", *_PARTS_OF_REVENUE)),
    ("revenue_expenditure_summary", "revenue", ("revenue_grand_total",), ("revenue_total", "non_appropriation_surplus_used", "opening_balance")),
    ("revenue_expenditure_summary", "expenditure", ("expenditure_total",), ("class",)),
    ("revenue_expenditure_summary", "expenditure", ("expenditure_grand_total",), ("expenditure_total", "surplus_distribution", "closing_balance")),
    ("appropriation_summary", "revenue", ("revenue_total",), tuple(f"{fund}_appropriation" for fund in _FUNDS)),
    ("appropriation_summary", "revenue", ("opening_balance",), tuple(f"opening_balance_{fund}" for fund in _FUNDS)),
    ("appropriation_summary", "revenue", ("revenue_grand_total",), ("revenue_total", "opening_balance")),
    ("appropriation_summary", "expenditure", ("expenditure_total",), ("class",)),
    ("appropriation_summary", "expenditure", ("closing_balance",), tuple(f"closing_balance_{fund}" for fund in _FUNDS)),
    ("appropriation_summary", "expenditure", ("expenditure_grand_total",), ("expenditure_total", "closing_balance")),
    ("general_budget_basic_expenditure", None, ("personnel_total",), ("301", "303")),
    ("general_budget_basic_expenditure", None, ("public_total",), ("302", "307", "309", "310", "311", "312", "313", "399")),
    ("general_budget_basic_expenditure", None, ("total",), ("personnel_total", "public_total")),
    ("general_budget_basic_expenditure", None, ("total",), ("class",)),
    ("agency_operation", None, ("total",), ("class",)),
    ("government_procurement", None, ("procurement_total",), ("procurement_goods", "procurement_works", "procurement_services")),
)  # fmt: skip
_ITEMS: tuple[tuple[str, _Measures], ...] = (
    ("total", ("overseas_travel", "vehicles_subtotal", "official_reception")),
    ("vehicles_subtotal", ("vehicle_purchase", "vehicle_operation")),
)
_SUMMARY, _FISCAL = "revenue_expenditure_summary", "appropriation_summary"
_GENERAL, _BASIC = "general_budget_expenditure", "general_budget_basic_expenditure"
_IN, _OUT = "revenue", "expenditure"
#: The same fact in two statements.
_COPIES: tuple[tuple[tuple[Place, ...], tuple[Place, ...]], ...] = (
    ((Place(_SUMMARY, _IN, "revenue_total", "amount"),), (Place("revenue", None, "total", "revenue_total"),)),
    (tuple(Place(_SUMMARY, _IN, f"{fund}_appropriation", "amount") for fund in _FUNDS), (Place("revenue", None, "total", "fiscal_appropriation"),)),
    *(((Place(_SUMMARY, _IN, part, "amount"),), (Place("revenue", None, "total", part),)) for part in _PARTS_OF_REVENUE),
    ((Place(_SUMMARY, _OUT, "expenditure_total", "amount"),), (Place("expenditure", None, "total", "expenditure_total"),)),
    *(((Place(_SUMMARY, _IN, f"{fund}_appropriation", "amount"),), (Place(_FISCAL, _IN, f"{fund}_appropriation", "amount"),)) for fund in _FUNDS),
    ((Place(_FISCAL, _IN, "revenue_total", "amount"),), (Place("revenue", None, "total", "fiscal_appropriation"),)),
    ((Place(_SUMMARY, _IN, "revenue_grand_total", "amount"),), (Place(_SUMMARY, _OUT, "expenditure_grand_total", "amount"),)),
    ((Place(_FISCAL, _IN, "revenue_grand_total", "amount"),), (Place(_FISCAL, _OUT, "expenditure_grand_total", "total"),)),
    ((Place(_FISCAL, _OUT, "expenditure_total", "general_budget"),), (Place(_GENERAL, None, "total", "expenditure_total"),)),
    *(((Place(_FISCAL, _OUT, "expenditure_total", fund),), (Place(fund, None, "total", "expenditure_total"),)) for fund in _FUNDS[1:]),
    *(((Place(_FISCAL, _IN, f"{fund}_appropriation", "amount"),), (Place(fund, None, "total", "revenue_total"),)) for fund in _FUNDS[1:]),
    *(((Place(_FISCAL, _IN, f"opening_balance_{fund}", "amount"),), (Place(fund, None, "total", "opening_balance"),)) for fund in _FUNDS[1:]),
    *(((Place(_FISCAL, _OUT, "closing_balance", fund),), (Place(fund, None, "total", "closing_balance"),)) for fund in _FUNDS[1:]),
    ((Place(_GENERAL, None, "total", "basic_expenditure"),), (Place(_BASIC, None, "personnel_total", "final_amount"), Place(_BASIC, None, "public_total", "final_amount"))),
    ((Place(_GENERAL, None, "total", "basic_expenditure"),), (Place(_BASIC, None, "total", "final_amount"),)),
)  # fmt: skip
#: Classes printed in two statements, row by row.
_CLASS_COPIES = (
    ((_SUMMARY, _OUT, "amount"), ("expenditure", None, "expenditure_total")),
    ((_FISCAL, _OUT, "general_budget"), (_GENERAL, None, "expenditure_total")),
    *(((_FISCAL, _OUT, fund), (fund, None, "expenditure_total")) for fund in _FUNDS[1:]),
)  # fmt: skip


def identities(readings: Readings) -> list[Identity]:
    """All identities of the forms of which both sides are printed."""
    by_statement: dict[str, list[Place]] = {}
    for place in [*readings.amounts, *sorted(readings.unread, key=str)]:
        by_statement.setdefault(place.statement, []).append(place)
    found = [*_down(readings, by_statement), *_of_codes(by_statement), *_across(by_statement)]
    found += [*_of_items(by_statement), *_copies(readings, by_statement)]
    return list(dict.fromkeys(found))


def _printed(readings: Readings, places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(place for place in places if readings.has(place))


def _down(readings: Readings, by_statement: dict[str, list[Place]]) -> Iterator[Identity]:
    for statement, side, left, right in _DOWN:
        places = [place for place in by_statement.get(statement, ()) if place.side == side]
        classes = sorted({place.line for place in places if place.line.isdigit() and len(place.line) == 3})
        for measure in dict.fromkeys(place.measure for place in places):
            lines = classes if right == ("class",) else right
            total = _printed(readings, (Place(statement, side, line, measure) for line in left))
            parts = _printed(readings, (Place(statement, side, line, measure) for line in lines))
            if not total or not parts or _is_other_form(right, parts):
                continue
            yield Identity(total, parts)


def _is_other_form(right: Sequence[str], parts: Sequence[Place]) -> bool:
    """Forms print either one line 财政拨款收入 or one a fund, and sub-rows of a balance or none; only one fits."""
    lines = {place.line for place in parts}
    if "fiscal_appropriation" in right:
        return "fiscal_appropriation" not in lines
    return "general_budget_appropriation" in right and "general_budget_appropriation" not in lines


def _of_codes(by_statement: dict[str, list[Place]]) -> Iterator[Identity]:
    """Total = classes, class = groups, group = items, in every column; only parents that are printed with children."""
    for places in by_statement.values():
        columns: dict[tuple[str | None, str], dict[str, Place]] = {}
        for place in places:
            columns.setdefault((place.side, place.measure), {})[place.line] = place
        for (side, _), column in columns.items():
            children: dict[str, list[Place]] = {}
            for line, place in column.items():
                if line.isdigit():
                    children.setdefault(line[:-2] if len(line) > 3 else "total", []).append(place)
            if side is None:
                yield from (
                    Identity((column[line],), tuple(parts)) for line, parts in children.items() if line in column
                )


def _across(by_statement: dict[str, list[Place]]) -> Iterator[Identity]:
    for statement, sums in _ACROSS.items():
        rows: dict[tuple[str | None, str], dict[str, Place]] = {}
        for place in by_statement.get(statement, ()):
            rows.setdefault((place.side, place.line), {})[place.measure] = place
        for row in rows.values():
            for left, right in sums:
                if all(measure in row for measure in left) and any(measure in row for measure in right):
                    parts = tuple(row[measure] for measure in right if measure in row)
                    yield Identity(tuple(row[measure] for measure in left), parts, across=True)


def _of_items(by_statement: dict[str, list[Place]]) -> Iterator[Identity]:
    """09: the items of each phase. They are one row of the form, but each is printed by itself."""
    printed = {place.measure: place for place in by_statement.get("three_public", ())}
    for phase in ("budget", "final"):
        for total, parts in _ITEMS:
            found = tuple(printed[name] for part in parts if (name := f"{phase}_{part}") in printed)
            if f"{phase}_{total}" in printed and found:
                yield Identity((printed[f"{phase}_{total}"],), found)


def _copies(readings: Readings, by_statement: dict[str, list[Place]]) -> Iterator[Identity]:
    for left, right in _COPIES:
        one, two = _printed(readings, left), _printed(readings, right)
        if one and len(two) == len(right) and (len(left) == 1 or left[0] in one):
            yield Identity(one, two)
    for (statement, side, measure), (other, _, column) in _CLASS_COPIES:
        for place in by_statement.get(statement, ()):
            copy = Place(other, None, place.line, column)
            if (place.side, place.measure) == (side, measure) and place.line.isdigit() and readings.has(copy):
                yield Identity((place,), (copy,))
