"""From accounts to the rows of every statement, in 分: which lines a statement prints and what stands in each measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.corpus.accounts import FUNDS, OTHER_REVENUE, PERSONNEL, PUBLIC_PARTS, Accounts, Item, Money, sums
from benchmarks.corpus.classification import economic_names, function_names

Line = str
Amounts = dict[str, int]
Rows = dict[Line, Amounts]
#: The amount of an item that a column adds up.
Flow = Callable[[Item], int]

#: Expenditure classes that rows of 01 and 04 are printed for, by the first year they stand there.
CLASSES_SINCE = {"224": 2019, "223": 2020, "234": 2020}
CLASSES = ("201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "215", "216", "217",
           "219", "220", "221", "222", "223", "224", "229", "231", "232", "234")  # fmt: skip
APPROPRIATIONS = {
    "general_budget": "general_budget_appropriation",
    "government_fund": "government_fund_appropriation",
    "state_capital": "state_capital_appropriation",
}
ECONOMIC_CLASSES = ("301", "303", "302", "307", "310", "399")


class Published:
    """All statements of one report. Rows by statement; two-sided statements by side as well."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self.department = accounts.department
        self.year = accounts.department.year
        self.function = function_names(self.year)
        self.economic = economic_names(self.year)
        self.classes = tuple(
            code for code in CLASSES if CLASSES_SINCE.get(code, 0) <= self.year and code in self.function.names
        )
        self.revenue = self._table({"revenue_total": _income, "fiscal_appropriation": _revenue, **{s: _source(s) for s in OTHER_REVENUE}, "education_fees": _fees})  # fmt: skip
        self.expenditure = self._table({"expenditure_total": _spending, "basic_expenditure": _all_basic, "project_expenditure": _all_project, "remittance_to_superior": _remitted, "operating_expenditure": _operating, "subsidy_to_subordinates": _subsidy})  # fmt: skip
        spent = {"expenditure_total": _fiscal, "basic_expenditure": _basic, "project_expenditure": _project}
        flows = {"opening_balance": _opening, "revenue_total": _revenue, **spent, "closing_balance": _closing}
        self.general = self._table(flows, "general_budget")
        self.fund = self._table(flows, "government_fund")
        self.capital = self._table(flows, "state_capital")

    def _table(self, measures: Mapping[str, Flow], money: Money | None = None) -> Rows:
        items = self.accounts.items if money is None else self.accounts.of(money)
        rows: Rows = {"total": dict.fromkeys(measures, 0)}
        columns = {name: sums([(item.code, flow(item)) for item in items]) for name, flow in measures.items()}
        lines = sorted({line for found in columns.values() for line, amount in found.items() if amount} | {"total"})
        rows |= {line: {name: columns[name].get(line, 0) for name in measures} for line in lines}
        return rows

    def balance(self, money: Money, name: str) -> int:
        """`opening`, `revenue`, `fiscal_spending` or `closing` of one kind of budget."""
        return sum(getattr(item, name) for item in self.accounts.of(money))

    def summary(self) -> dict[str, Amounts]:
        """Statement 01: {side: {line: amount}}."""
        opening = sum(self.balance(money, "opening") for money in FUNDS) + self.accounts.other_opening
        closing = sum(self.balance(money, "closing") for money in FUNDS) + self.accounts.other_closing
        totals = self.revenue["total"]
        revenue = {APPROPRIATIONS[money]: self.balance(money, "revenue") for money in FUNDS}
        revenue["fiscal_appropriation"] = totals["fiscal_appropriation"]
        revenue |= {source: totals[source] for source in OTHER_REVENUE}
        revenue["revenue_total"] = totals["revenue_total"]
        revenue["non_appropriation_surplus_used"] = self.accounts.surplus_used
        revenue["opening_balance"] = opening
        revenue["revenue_grand_total"] = totals["revenue_total"] + self.accounts.surplus_used + opening
        spent = {line: row["expenditure_total"] for line, row in self.expenditure.items() if len(line) == 3}
        expenditure = {code: spent.get(code, 0) for code in self.classes}
        total = self.expenditure["total"]["expenditure_total"]
        expenditure |= {
            "expenditure_total": total,
            "surplus_distribution": self.accounts.distribution,
            "closing_balance": closing,
        }
        expenditure["expenditure_grand_total"] = total + self.accounts.distribution + closing
        return {"revenue": revenue, "expenditure": expenditure}

    def appropriation_revenue(self) -> Amounts:
        """Statement 04, revenue side."""
        amounts = {APPROPRIATIONS[money]: self.balance(money, "revenue") for money in FUNDS}
        amounts["revenue_total"] = sum(amounts.values())
        openings = {f"opening_balance_{money}": self.balance(money, "opening") for money in FUNDS}
        amounts["opening_balance"] = sum(openings.values())
        amounts |= openings
        amounts["revenue_grand_total"] = amounts["revenue_total"] + amounts["opening_balance"]
        return amounts

    def appropriation_expenditure(self) -> Rows:
        """Statement 04, expenditure side: every row by kind of budget with the total first."""
        rows: Rows = {}
        for code in self.classes:
            parts: Amounts = {str(money): sum(item.fiscal_spending for item in self.accounts.of(money) if item.code.startswith(code)) for money in FUNDS}  # fmt: skip
            rows[code] = {"total": sum(parts.values()), **parts}
        names = {"expenditure_total": ("fiscal_spending",), "closing_balance": ("closing",), "expenditure_grand_total": ("fiscal_spending", "closing")}  # fmt: skip
        for line, flows in names.items():
            parts = {str(money): sum(self.balance(money, flow) for flow in flows) for money in FUNDS}
            rows[line] = {"total": sum(parts.values()), **parts}
        for money in FUNDS:
            closing = self.balance(money, "closing")
            rows[f"closing_balance_{money}"] = {
                "total": closing,
                **{str(other): closing if other == money else 0 for other in FUNDS},
            }
        return rows

    def basic_by_economic_code(self) -> Amounts:
        """Statement 06: codes of 3 and 5 digits, personnel_total, public_total, total."""
        amounts: Amounts = {}
        for code, amount in self.accounts.economic.items():
            side = "personnel_total" if code.startswith(PERSONNEL) else "public_total"
            for line in (code, code[:3], side, "total"):
                amounts[line] = amounts.get(line, 0) + amount
        return {"personnel_total": 0, "public_total": 0, "total": 0} | amounts

    def agency_operation(self) -> Amounts:
        """Statement 10: the public part of 06, for agencies only."""
        if not self.department.is_agency:
            return {"total": 0}
        basic = self.basic_by_economic_code()
        amounts = {line: value for line, value in basic.items() if line.isdigit() and not line.startswith(PERSONNEL)}
        return {"total": basic["public_total"], **amounts}

    def three_public(self) -> Amounts:
        """Statement 09, with 会议费 and 培训费."""
        amounts = dict(self.accounts.three_public)
        for phase in ("budget", "final"):
            amounts[f"{phase}_vehicles_subtotal"] = (
                amounts[f"{phase}_vehicle_purchase"] + amounts[f"{phase}_vehicle_operation"]
            )
            amounts[f"{phase}_total"] = sum(amounts[f"{phase}_{name}"] for name in PUBLIC_PARTS)
            amounts |= {f"{phase}_{name}": value for name, value in self.accounts.meetings.items()}
        return amounts


def _income(item: Item) -> int:
    return item.income


def _revenue(item: Item) -> int:
    return item.revenue


def _source(name: str) -> Flow:
    return lambda item: item.other_revenue.get(name, 0)


def _fees(item: Item) -> int:
    return item.education_fees


def _spending(item: Item) -> int:
    return item.spending


def _all_basic(item: Item) -> int:
    return item.basic + item.other_basic


def _all_project(item: Item) -> int:
    return item.project + item.other_project


def _remitted(item: Item) -> int:
    return item.remittance_to_superior


def _operating(item: Item) -> int:
    return item.operating_expenditure


def _subsidy(item: Item) -> int:
    return item.subsidy_to_subordinates


def _fiscal(item: Item) -> int:
    return item.fiscal_spending


def _basic(item: Item) -> int:
    return item.basic


def _project(item: Item) -> int:
    return item.project


def _opening(item: Item) -> int:
    return item.opening


def _closing(item: Item) -> int:
    return item.closing
