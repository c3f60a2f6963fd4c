"""What a narrative is told with: amounts under keys (kept as truth), other amounts, shares, changes, counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from benchmarks.corpus.printing import CENT, ROUNDING, Key, TrueFigure, quantum
from benchmarks.corpus.published import Published
from benchmarks.corpus.style import Numbers

WAN = Decimal(1_000_000)
TEN_THOUSAND = Decimal(10_000)
SUMMARY, APPROPRIATION = "revenue_expenditure_summary", "appropriation_summary"
GENERAL, BASIC = "general_budget_expenditure", "general_budget_basic_expenditure"
Line = tuple[str, str]


@dataclass(slots=True)
class Story:
    """Tells one narrative. Amounts are in 万元 whatever the tables are in; `spaced` puts spaces around numbers, as many
    extracted texts have them; `reasons` are drawn by chance."""

    published: Published
    numbers: Numbers
    random: Random
    trimmed: bool = False
    spaced: bool = False
    lines: list[Line] = field(default_factory=list)
    figures: list[TrueFigure] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.published.year

    @property
    def name(self) -> str:
        return self.published.department.name

    def heading(self, level: int, text: str) -> None:
        self.lines.append(("#" * level, text))

    def paragraph(self, text: str) -> None:
        self.lines.append(("", text))

    def number(self, cents: int) -> str:
        """An amount in 万元 without its unit; no figure."""
        value = (Decimal(cents) / WAN).quantize(quantum(self.numbers), rounding=ROUNDING[self.numbers.rounding])
        text = f"{value:f}"
        if self.trimmed or not value:
            text = text.rstrip("0").rstrip(".")
        return f" {text} " if self.spaced else text

    def money(self, cents: int) -> str:
        """An amount that restates nothing of this year's statements (last year's, a difference)."""
        return f"{self.number(cents)}万元"

    def figure(self, cents: int, *keys: Key, optional: bool = False) -> str:
        """An amount that restates a figure of this year, kept under every key given."""
        text = self.money(cents)
        amount = Decimal(self.number(cents).strip()) * TEN_THOUSAND
        self.figures += [TrueFigure("narrative", key, amount.quantize(CENT), text, optional) for key in keys]
        return text

    def share(self, part: int, whole: int) -> str:
        """A percentage with two decimals; `0%` of nothing."""
        if not whole:
            return "0%"
        value = (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, rounding=ROUND_HALF_UP)
        return f"{value:.2f}".rstrip("0").rstrip(".") + "%"

    def change(self, cents: int) -> str:
        """How an amount compares with an invented one of last year, in words that agree with it."""
        factor = self.random.choice((85, 96, 100, 104, 120))
        before = cents * 100 // factor
        difference = cents - before
        if not before or not difference:
            return "与上年持平"
        word, rate = ("增加", "增长") if difference > 0 else ("减少", "下降")
        return f"{word}{self.money(abs(difference))}，{rate}{self.share(abs(difference), before)}"

    def reason(self) -> str:
        return self.random.choice(
            (
                "人员工资调整",
                "落实过紧日子要求压减支出",
                "项目资金按进度支付",
                "年中追加专项资金",
                "政策性增支",
                "机构职能调整",
            )
        )

    def items(self) -> list[tuple[str, str, str, str, int, int]]:
        """(code, 类, 款, 项, spending, initial budget) of every item of the general budget with spending."""
        names = self.published.function
        rows = [item for item in self.published.accounts.of("general_budget") if item.fiscal_spending]
        budgets = self.published.accounts.initial_budget
        return [
            (item.code, names.name(item.code[:3]), names.name(item.code[:5]), names.name(item.code), item.fiscal_spending, budgets[item.code])
            for item in rows
        ]  # fmt: skip

    def classes(self) -> list[tuple[str, str, int]]:
        """(code, name, spending) of every class of the general budget."""
        rows = self.published.general
        return [
            (line, self.published.function.name(line), rows[line]["expenditure_total"])
            for line in sorted(rows)
            if len(line) == 3
        ]

    def economic_list(self, personnel: bool) -> str:
        """The names of the economic codes that carry amounts, as the text lists them."""
        codes = [
            code for code in sorted(self.published.accounts.economic) if code.startswith(("301", "303")) == personnel
        ]
        return "、".join(self.published.economic[code] for code in codes)


def summary(side: str) -> Key:
    """The grand total of one side of 01."""
    return Key(SUMMARY, side, f"{side}_grand_total", "amount")


def appropriation(side: str) -> Key:
    """The grand total of one side of 04."""
    return Key(APPROPRIATION, side, f"{side}_grand_total", "amount" if side == "revenue" else "total")


def of_item(code: str, measure: str = "expenditure_total") -> Key:
    """A line of 05."""
    return Key(GENERAL, None, code, measure)


def basic(line: str) -> Key:
    """A line of 06."""
    return Key(BASIC, None, line, "final_amount")


def total(statement: str, measure: str) -> Key:
    """The total row of a statement."""
    return Key(statement, None, "total", measure)
