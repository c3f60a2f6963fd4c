"""Amounts of one invented final account in 分, consistent by construction over all statements.

Every item of the functional classification has flows of its own (brought forward + revenue = spending + carried
forward); all totals are sums of these flows, so the identities of RULES.md hold to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Literal

import msgspec

from benchmarks.corpus.classification import (
    CAPITAL_GROUP_PREFIX,
    FUND_GROUPS,
    economic_names,
    function_names,
)
from benchmarks.corpus.departments import Department

Money = Literal["general_budget", "government_fund", "state_capital"]
FUNDS: tuple[Money, ...] = ("general_budget", "government_fund", "state_capital")
OTHER_REVENUE = ("superior_subsidy", "business_revenue", "operating_revenue", "subordinate_remittance", "other_revenue")
PUBLIC_PARTS = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "official_reception")
PERSONNEL = ("301", "303")
#: Items that every department has: pensions, medical care, housing.
COMMON_ITEMS = ("2080501", "2080502", "2080505", "2080506", "2101101", "2101102", "2101103", "2210201", "2210202")
FEW_YUAN, MANY_YUAN = 2_000, 9_000_000


@dataclass(slots=True)
class Item:
    """The flows of one functional item, in 分. `revenue` to `closing` are fiscal money of one kind of budget."""

    code: str
    money: Money
    opening: int = 0
    revenue: int = 0
    basic: int = 0
    project: int = 0
    closing: int = 0
    other_revenue: dict[str, int] = field(default_factory=dict)
    education_fees: int = 0
    other_basic: int = 0
    other_project: int = 0
    remittance_to_superior: int = 0
    operating_expenditure: int = 0
    subsidy_to_subordinates: int = 0

    @property
    def fiscal_spending(self) -> int:
        return self.basic + self.project

    @property
    def spending(self) -> int:
        return self.fiscal_spending + self.other_spending

    @property
    def other_spending(self) -> int:
        return (
            self.other_basic
            + self.other_project
            + self.remittance_to_superior
            + self.operating_expenditure
            + self.subsidy_to_subordinates
        )

    @property
    def income(self) -> int:
        return self.revenue + sum(self.other_revenue.values())


@dataclass(slots=True)
class Accounts:
    """Everything one report prints, in 分: items, balances of other money, economic codes, 三公, procurement."""

    department: Department
    items: list[Item]
    economic: dict[str, int]
    other_opening: int
    surplus_used: int
    distribution: int
    other_closing: int
    three_public: dict[str, int]
    meetings: dict[str, int]
    procurement: dict[str, int]
    initial_budget: dict[str, int]

    def of(self, money: Money) -> list[Item]:
        return [item for item in self.items if item.money == money]


class Size(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How much a report holds: items of its own class, whether other money, funds and state capital occur, and the
    smallest step of its amounts in 分 (1: to the cent; 10,000: whole 0.01 万元, so that printed sums are exact)."""

    own_items: int = 6
    other_money: bool = False
    fund_items: int = 0
    capital_items: int = 0
    carry_over: bool = True
    negative: bool = False
    step: int = 1


def invent_accounts(random: Random, department: Department, size: Size) -> Accounts:
    """Draw the amounts of a report."""
    items = [_general_item(random, code, size) for code in _codes(random, department, size)]
    items += [_appropriated_item(random, code, "government_fund", size) for code in _funds(random, department, size)]
    if department.year >= 2020:
        items += [
            _appropriated_item(random, code, "state_capital", size) for code in _capital(random, department, size)
        ]
    items.sort(key=lambda item: item.code)
    balances = _add_other_money(random, items, size) if size.other_money else (0, 0, 0, 0)
    economic = _economic(random, sum(item.basic for item in items if item.money == "general_budget"), department, size)
    return Accounts(
        department,
        items,
        economic,
        *balances,
        three_public=_three_public(random, economic, items, size),
        meetings={"meetings": _amount(random, size, 60_000), "training": _amount(random, size, 60_000)},
        procurement=_procurement(random, size),
        initial_budget=_initial_budget(random, items, size),
    )


def _amount(random: Random, size: Size, most: int = MANY_YUAN) -> int:
    """An amount in 分, small ones as likely as large ones."""
    low, high = FEW_YUAN * 100, most * 100
    value = int(low * (high / low) ** random.random())
    return max(size.step, value - value % size.step)


def _codes(random: Random, department: Department, size: Size) -> list[str]:
    names = function_names(department.year)
    funds = (*FUND_GROUPS, CAPITAL_GROUP_PREFIX, "234", "231", "232", "233", "227")
    own = [code for code in names.items if code.startswith(department.main_class) and not code.startswith(funds)]
    own = [code for code in own if not (code[:5] in ("22904", "22960", "21208", "21214") or "彩票" in names.name(code))]
    chosen = set(random.sample(own, min(size.own_items, len(own))))
    common = [code for code in COMMON_ITEMS if code in names.items]
    return sorted(chosen | set(random.sample(common, random.randint(3, len(common)))))


def _funds(random: Random, department: Department, size: Size) -> list[str]:
    pool = [code for code in function_names(department.year).items if code.startswith(FUND_GROUPS)]
    return sorted(random.sample(pool, min(size.fund_items, len(pool))))


def _capital(random: Random, department: Department, size: Size) -> list[str]:
    pool = [code for code in function_names(department.year).items if code.startswith(CAPITAL_GROUP_PREFIX)]
    return sorted(random.sample(pool, min(size.capital_items, len(pool))))


def _general_item(random: Random, code: str, size: Size) -> Item:
    item = Item(code, "general_budget")
    if code in COMMON_ITEMS or random.random() < 0.4:
        item.basic = _amount(random, size)
    if code not in COMMON_ITEMS and (not item.basic or random.random() < 0.5):
        item.project = _amount(random, size)
    _balance(random, item, size)
    return item


def _appropriated_item(random: Random, code: str, money: Money, size: Size) -> Item:
    item = Item(code, money, project=_amount(random, size))
    _balance(random, item, size)
    return item


def _balance(random: Random, item: Item, size: Size) -> None:
    """Opening and closing balance, so that opening + revenue = spending + closing."""
    if size.carry_over and random.random() < 0.4:
        item.closing = _amount(random, size, 500_000)
    if size.carry_over and random.random() < 0.4:
        part = random.choice((3, 5, 10))
        item.opening = min(_amount(random, size, 500_000), (item.fiscal_spending + item.closing) // part)
        item.opening -= item.opening % size.step
    item.revenue = item.fiscal_spending + item.closing - item.opening


def _add_other_money(random: Random, items: list[Item], size: Size) -> tuple[int, int, int, int]:
    """Money that is no appropriation. Returns opening balance, surplus used, distribution and closing balance."""
    general = [item for item in items if item.money == "general_budget"]
    for source in OTHER_REVENUE:
        item = random.choice(general)
        item.other_revenue[source] = item.other_revenue.get(source, 0) + _amount(random, size)
    schools = [item for item in general if item.code.startswith("205") and item.other_revenue.get("business_revenue")]
    for item in schools:
        item.education_fees = item.other_revenue["business_revenue"] // 2 // size.step * size.step
    if size.negative:
        candidates = [item for item in general if "other_revenue" not in item.other_revenue]
        item = random.choice(candidates or general)
        item.other_revenue["other_revenue"] = -_amount(random, size, 8_000)
    received = sum(sum(item.other_revenue.values()) for item in items)
    opening, used = _amount(random, size, 400_000), _amount(random, size, 200_000)
    left = max(opening + used + received, 0)
    for name in (
        "other_basic",
        "other_project",
        "remittance_to_superior",
        "operating_expenditure",
        "subsidy_to_subordinates",
    ):
        item = random.choice(general)
        part = min(_amount(random, size), left // 3 // size.step * size.step)
        setattr(item, name, getattr(item, name) + part)
        left -= part
    distribution = left // 10 // size.step * size.step
    return opening, used, distribution, left - distribution


def _economic(random: Random, total: int, department: Department, size: Size) -> dict[str, int]:
    """Spread basic expenditure of the general budget over economic codes of five digits."""
    names = economic_names(department.year)
    leaves = [
        code for code in names if len(code) == 5 and code[:3] in ("301", "302", "303", "310") and code[:3] in names
    ]
    rare = [code for code in leaves if code.startswith("310") and code not in ("31002", "31003", "31013")]
    usual = [code for code in leaves if code not in rare]
    chosen = sorted(
        {*random.sample(usual, random.randint(14, min(38, len(usual)))), "30101", "30201", "30217", "30231"}
    )
    steps = total // size.step
    weights = [(8 if code.startswith(PERSONNEL) else 1) * random.uniform(0.1, 1) for code in chosen]
    parts = [int(steps * weight / sum(weights)) for weight in weights]
    parts[chosen.index("30101")] += steps - sum(parts)
    amounts = dict(zip(chosen, (part * size.step for part in parts), strict=True))
    amounts["30101"] += total - sum(amounts.values())
    return {code: amount for code, amount in amounts.items() if amount}


def _three_public(random: Random, economic: dict[str, int], items: list[Item], size: Size) -> dict[str, int]:
    """Final and budget amounts of the four leaves of 09; the final ones cover what 06 holds of them."""
    counterpart = {"overseas_travel": "30212", "vehicle_purchase": "31013", "vehicle_operation": "30231", "official_reception": "30217"}  # fmt: skip
    amounts: dict[str, int] = {}
    for name in PUBLIC_PARTS:
        final = economic.get(counterpart[name], 0)
        if final and random.random() < 0.3 and sum(item.project for item in items) > 10 * final:
            final += final // 4 // size.step * size.step
        amounts[f"final_{name}"] = final
        spare = random.choice((0, final // 5, final // 2))
        amounts[f"budget_{name}"] = final + spare // size.step * size.step
    return amounts


def _procurement(random: Random, size: Size) -> dict[str, int]:
    parts = {name: _amount(random, size, 900_000) for name in ("procurement_goods", "procurement_services")}
    parts["procurement_works"] = _amount(random, size, 900_000) if random.random() < 0.5 else 0
    total = sum(parts.values())
    small = total // 2 // size.step * size.step
    return {
        "procurement_total": total,
        **parts,
        "sme_contracts": small,
        "small_micro_contracts": small // 2 // size.step * size.step,
    }


def _initial_budget(random: Random, items: list[Item], size: Size) -> dict[str, int]:
    """The initial budget of every item of the general budget: as spent, less, more, or none."""
    budgets: dict[str, int] = {}
    for item in items:
        if item.money == "general_budget" and item.fiscal_spending:
            factor = random.choice((0.0, 0.8, 1.0, 1.0, 1.15))
            value = int(item.fiscal_spending * factor)
            budgets[item.code] = value - value % size.step
    return budgets


def sums(pairs: list[tuple[str, int]]) -> dict[str, int]:
    """Amounts by item code → the same with the totals of 款, 类 and `total` added."""
    found: dict[str, int] = defaultdict(int)
    for code, amount in pairs:
        for line in ("total", code[:3], code[:5], code):
            found[line] += amount
    return dict(found)
