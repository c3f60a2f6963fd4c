"""The two-sided statements 01 and 04: revenue left, expenditure right, with or without 行次."""

from __future__ import annotations

from itertools import zip_longest

from benchmarks.corpus.forms.sheet import Sheet
from benchmarks.corpus.printing import Printer
from benchmarks.corpus.published import Published
from benchmarks.corpus.style import Forms
from tests.typesetting.layout import Grid

NUMERALS = "一二三四五六七八九十"
DEBT_CLASSES = ("231", "232", "234")
FUND_HEADS = {
    "total": "合计",
    "general_budget": "一般公共预算财政拨款",
    "government_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}
SUMMARY_LABELS = {
    "general_budget_appropriation": "一般公共预算财政拨款收入",
    "government_fund_appropriation": "政府性基金预算财政拨款收入",
    "state_capital_appropriation": "国有资本经营预算财政拨款收入",
    "superior_subsidy": "上级补助收入",
    "business_revenue": "事业收入",
    "operating_revenue": "经营收入",
    "subordinate_remittance": "附属单位上缴收入",
    "other_revenue": "其他收入",
}
OPENING_ROWS = {
    "opening_balance_general_budget": "一般公共预算财政拨款",
    "opening_balance_government_fund": "政府性基金预算财政拨款",
    "opening_balance_state_capital": "国有资本经营预算财政拨款",
}
FIRST_CAPITAL_YEAR = 2020
LAST_SINGLE_YEAR = 2018
Side = list[tuple[str, str]]


def numeral(number: int) -> str:
    """一 … 二十九, as rows are counted."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def lay_out_summary(published: Published, forms: Forms, printer: Printer, zeros: str | None = None) -> Grid:
    """Statement 01; with `summary_budget` a column 年初预算数, which has no key, before the final amounts."""
    amounts = published.summary()
    numbered, budget = forms.serials != "none", int(forms.summary_budget)
    side = (30.0, *(6.0,) * numbered, *(12.0,) * budget, 14.0)
    step = len(side)
    sheet = Sheet(side * 2, "revenue_expenditure_summary", printer, zeros)
    sheet.text(0, "收入", span=step)
    sheet.text(step, "支出", span=step)
    sheet.end_row()
    final = "金额" if numbered and not budget else "决算数"
    sheet.texts(("项目", *("行次",) * numbered, *("年初预算数",) * budget, final) * 2)
    if forms.column_numbers:
        numbers = iter(range(1, 5))
        blank = ("",) * numbered
        sheet.texts(
            tuple(text for _ in range(2) for text in ("栏次", *blank, *(str(next(numbers)) for _ in range(1 + budget))))
        )
    sheet.end_header()
    pairs = _paired(_summary_revenue(published, forms), _expenditure(published, forms, "summary"), forms)
    serials = _Serials(forms, len(pairs))
    for left, right in pairs:
        _place_summary_side(sheet, 0, "revenue", left, amounts, serials, budget)
        _place_summary_side(sheet, step, "expenditure", right, amounts, serials, budget)
        sheet.end_row()
    return sheet.grid()


def _place_summary_side(
    sheet: Sheet,
    column: int,
    side: str,
    row: tuple[str, str],
    amounts: dict[str, dict[str, int]],
    serials: _Serials,
    budget: int,
) -> None:
    line, label = row
    sheet.text(column, label, align="center" if line.endswith("total") else "left")
    serials.place(sheet, column + 1, side)
    if line and budget:
        sheet.foreign(column + serials.offset, amounts[side][line] * 9 // 10)
    if line:
        sheet.amount(column + serials.offset + budget, line, "amount", amounts[side][line], side)


def lay_out_appropriation_summary(
    published: Published, forms: Forms, printer: Printer, zeros: str | None = None
) -> Grid:
    """Statement 04: the expenditure side has a column a kind of budget."""
    funds = {
        key: head for key, head in FUND_HEADS.items() if key != "state_capital" or published.year >= FIRST_CAPITAL_YEAR
    }
    width = 5.0 if forms.serials != "none" else 0.0
    lead = (19.0, width, 11.0, 21.0, width) if width else (21.0, 12.0, 23.0)
    sheet = Sheet((*lead, *(11.0,) * len(funds)), "appropriation_summary", printer, zeros)
    step = 3 if width else 2
    _place_appropriation_head(sheet, forms, funds, step)
    revenue, expenditure = published.appropriation_revenue(), published.appropriation_expenditure()
    pairs = _paired(_appropriation_revenue(published, forms), _expenditure(published, forms, "appropriation"), forms)
    serials = _Serials(forms, len(pairs))
    for (line, label), (spent, name) in pairs:
        sheet.text(0, label, align="left")
        serials.place(sheet, 1, "revenue")
        if line:
            sheet.amount(serials.offset, line, "amount", revenue[line], "revenue")
        sheet.text(step, name, align="left")
        serials.place(sheet, step + 1, "expenditure")
        for offset, measure in enumerate(funds if spent else ()):
            sheet.amount(step + serials.offset + offset, spent, measure, expenditure[spent][measure], "expenditure")
        sheet.end_row()
    return sheet.grid()


def _place_appropriation_head(sheet: Sheet, forms: Forms, funds: dict[str, str], step: int) -> None:
    sheet.text(0, "收     入", span=step)
    sheet.text(step, "支     出", span=step - 1 + len(funds))
    sheet.end_row()
    top = sheet.next_row
    depth = 2 if forms.amount_group else 1
    heads = ("项目", "行次", "金额") if step == 3 else ("项目", "金额")
    for column, head in enumerate((*heads, *heads[:-1])):
        sheet.text(column, head, row_span=depth, row=top)
    start = step + len(heads) - 1
    if forms.amount_group:
        sheet.text(start, "决算数", span=len(funds), row=top)
        sheet.end_row()
    for offset, head in enumerate(funds.values()):
        sheet.text(start + offset, head, row=top + depth - 1)
    sheet.end_row()
    if forms.column_numbers:
        lead = ("栏次", "", "1", "栏次", "") if step == 3 else ("栏次", "1", "栏次")
        sheet.texts((*lead, *(str(number) for number in range(2, 2 + len(funds)))))
    sheet.end_header()


class _Serials:
    """行次: none, or counted down the left side and on down the right one."""

    def __init__(self, forms: Forms, rows: int) -> None:
        self.printed = forms.serials != "none"
        self.offset = 2 if self.printed else 1
        self._next = {"revenue": 1, "expenditure": rows + 1 if forms.serials == "mof" else 31}

    def place(self, sheet: Sheet, column: int, side: str) -> None:
        if self.printed:
            sheet.text(column, str(self._next[side]))
            self._next[side] += 1


def _paired(revenue: Side, expenditure: Side, forms: Forms) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Rows side by side, the totals of both sides in one row: the feet are of one length, the bodies are filled up."""
    cut = next(index for index, (line, _) in enumerate(revenue) if line == "revenue_total")
    foot = next(index for index, (line, _) in enumerate(expenditure) if line == "expenditure_total")
    body = zip_longest(revenue[:cut], expenditure[:foot], fillvalue=("", ""))
    left, right = revenue[cut:-1], expenditure[foot:-1]
    feet = zip_longest(left, right, fillvalue=("", ""))
    return [*body, *feet, (revenue[-1], expenditure[-1])]


def _enumerated(rows: Side) -> Side:
    return [(line, f"{numeral(number)}、{label}") for number, (line, label) in enumerate(rows, start=1)]


def _summary_revenue(published: Published, forms: Forms) -> Side:
    year = published.year
    if year <= LAST_SINGLE_YEAR and forms.old_single_appropriation:
        named = [("fiscal_appropriation", "财政拨款收入"), *list(SUMMARY_LABELS.items())[3:]]
        rows = _enumerated(named)
        rows.insert(1, ("government_fund_appropriation", "    其中：政府性基金预算财政拨款"))
    else:
        skip = "state_capital_appropriation" if year < FIRST_CAPITAL_YEAR else ""
        rows = _enumerated([row for row in SUMMARY_LABELS.items() if row[0] != skip])
    surplus = (
        "用事业基金弥补收支差额" if year <= 2019 else "使用非财政拨款结余" + ("（含专用结余）" if year >= 2023 else "")
    )
    return [
        *rows,
        ("revenue_total", "本年收入合计"),
        ("non_appropriation_surplus_used", surplus),
        ("opening_balance", "年初结转和结余"),
        ("revenue_grand_total", "总计"),
    ]


def _appropriation_revenue(published: Published, forms: Forms) -> Side:
    with_capital = published.year >= FIRST_CAPITAL_YEAR
    kinds = [
        ("general_budget_appropriation", "一般公共预算财政拨款"),
        ("government_fund_appropriation", "政府性基金预算财政拨款"),
        *([("state_capital_appropriation", "国有资本经营预算财政拨款")] if with_capital else []),
    ]
    openings = [row for row in OPENING_ROWS.items() if with_capital or "capital" not in row[0]]
    return [
        *_enumerated(kinds),
        ("revenue_total", "本年收入合计"),
        ("opening_balance", "年初财政拨款结转和结余"),
        *(openings if forms.opening_rows else []),
        ("revenue_grand_total", "总计"),
    ]


def _expenditure(published: Published, forms: Forms, form: str) -> Side:
    spent = published.expenditure
    classes = [
        code for code in published.classes if forms.class_rows == "all" or code not in DEBT_CLASSES or code in spent
    ]
    rows = _enumerated([(code, published.function.name(code)) for code in classes])
    rows.append(("expenditure_total", "本年支出合计"))
    if form == "summary":
        rows += [("surplus_distribution", "结余分配"), ("closing_balance", "年末结转和结余")]
    else:
        rows.append(("closing_balance", "年末财政拨款结转和结余"))
        with_capital = published.year >= FIRST_CAPITAL_YEAR
        closings = [
            (line.replace("opening", "closing"), label)
            for line, label in OPENING_ROWS.items()
            if with_capital or "capital" not in line
        ]
        rows += closings if forms.closing_rows else []
    return [*rows, ("expenditure_grand_total", "总计")]
