"""Statements with a row per functional code (02, 03, 05, 07, 08) in every variant of head, code and total."""

from __future__ import annotations

from benchmarks.corpus.forms.sheet import Sheet
from benchmarks.corpus.printing import Printer
from benchmarks.corpus.published import Rows
from benchmarks.corpus.style import Forms
from tests.typesetting.layout import Grid

#: Printed column heads; "group/sub" stands under a merged cell `group`.
HEADS: dict[str, dict[str, str]] = {
    "revenue": {
        "revenue_total": "本年收入合计",
        "fiscal_appropriation": "财政拨款收入",
        "superior_subsidy": "上级补助收入",
        "business_revenue": "事业收入",
        "operating_revenue": "经营收入",
        "subordinate_remittance": "附属单位上缴收入",
        "other_revenue": "其他收入",
    },
    "expenditure": {
        "expenditure_total": "本年支出合计",
        "basic_expenditure": "基本支出",
        "project_expenditure": "项目支出",
        "remittance_to_superior": "上缴上级支出",
        "operating_expenditure": "经营支出",
        "subsidy_to_subordinates": "对附属单位补助支出",
    },
    "general_budget_expenditure": {
        "expenditure_total": "本年支出/小计",
        "basic_expenditure": "本年支出/基本支出",
        "project_expenditure": "本年支出/项目支出",
    },
    "government_fund": {
        "opening_balance": "年初结转和结余",
        "revenue_total": "本年收入",
        "expenditure_total": "本年支出/小计",
        "basic_expenditure": "本年支出/基本支出",
        "project_expenditure": "本年支出/项目支出",
        "closing_balance": "年末结转和结余",
    },
}
SINGLE_HEADS = {"本年支出/小计": "合计", "本年支出/基本支出": "基本支出", "本年支出/项目支出": "项目支出"}
CAPITAL_SIX = {**HEADS["government_fund"], "expenditure_total": "本年支出/合计"}
CAPITAL_THREE = {"expenditure_total": "合计", "basic_expenditure": "基本支出", "project_expenditure": "项目支出"}
FEES_HEADS = {"business_revenue": "事业收入/小计", "education_fees": "事业收入/其中：教育收费"}
#: 05 as Yunnan prints it, 一般公共预算财政拨款收入支出决算表; only this year's spending has keys.
GENERAL_FLOWS = {
    "foreign:opening_balance": "年初结转和结余/合计",
    "foreign:revenue_total": "本年收入/合计",
    "foreign:basic_expenditure": "本年收入/基本支出",
    "foreign:project_expenditure": "本年收入/项目支出",
    "expenditure_total": "本年支出/合计",
    "basic_expenditure": "本年支出/基本支出",
    "project_expenditure": "本年支出/项目支出",
    "foreign:closing_balance": "年末结转和结余/合计",
}
#: Columns without a key in the vocabulary: `foreign:` and the measure whose amounts they print.
FOREIGN = "foreign:"
UNKNOWN, UNKNOWN_HEAD = "foreign:revenue_total", "非同级财政拨款"
CODE_WIDTH, NAME_WIDTH, AMOUNT_WIDTH = 12.0, 26.0, 11.0
CUT_DIGITS = 6


def lay_out_by_function(
    statement: str, rows: Rows, names: dict[str, str], forms: Forms, printer: Printer, zeros: str | None = None, blank_rows: int = 0, wide_code: float = 1.0
) -> Grid:  # fmt: skip
    """A statement from its rows: `total` and functional codes. `blank_rows` empty rows are added at the end."""
    heads = _heads(statement, forms)
    columns = 3 if forms.codes in ("split", "three_headed") else 1
    code_width = CODE_WIDTH * wide_code
    widths = (*(code_width / columns,) * columns, NAME_WIDTH, *(AMOUNT_WIDTH,) * len(heads))
    sheet = Sheet(widths, statement, printer, zeros)
    _place_head(sheet, heads, columns, forms)
    if "total" in rows and forms.total_position == "first":
        _place_row(sheet, "total", "", rows["total"], heads, columns, forms)
    for line in sorted(rows):
        if line != "total":
            _place_row(sheet, line, names[line], rows[line], heads, columns, forms)
    for _ in range(blank_rows):
        sheet.end_row()
    if "total" in rows and forms.total_position == "last":
        _place_row(sheet, "total", "", rows["total"], heads, columns, forms)
    return sheet.grid()


def _heads(statement: str, forms: Forms) -> dict[str, str]:
    if statement == "state_capital":
        heads = dict(CAPITAL_SIX if forms.capital == "six" else CAPITAL_THREE)
    elif statement == "general_budget_expenditure" and forms.general_flows:
        return dict(GENERAL_FLOWS)
    else:
        heads = dict(HEADS[statement])
    if forms.head == "single":
        heads = {measure: SINGLE_HEADS.get(head, head.replace("/", "")) for measure, head in heads.items()}
    if statement == "revenue" and forms.education_fees:
        split = {measure: FEES_HEADS.get(measure, head) for measure, head in heads.items()}
        place = list(split).index("business_revenue") + 1
        ordered = [*list(split)[:place], "education_fees", *list(split)[place:]]
        heads = {measure: {**split, **FEES_HEADS}[measure] for measure in ordered}
    if statement == "revenue" and forms.unknown_column:
        heads[UNKNOWN] = UNKNOWN_HEAD
    return heads


def _place_head(sheet: Sheet, heads: dict[str, str], columns: int, forms: Forms) -> None:
    first = columns + 1
    if forms.head == "single" and not any("/" in head for head in heads.values()):
        sheet.text(0, "科目编码", span=columns)
        sheet.texts(("科目名称", *heads.values()), start=columns)
    else:
        _place_official_head(sheet, heads, columns, forms)
    count = len(heads)
    numbers = tuple(str(number) for number in range(1, count + 1))
    if forms.codes in ("split", "three_headed"):
        for column, level in enumerate(("类", "款", "项")):
            sheet.text(column, level)
        sheet.texts(("栏次", *numbers) if forms.column_numbers else ("",) * (count + 1), start=columns)
    elif forms.column_numbers:
        sheet.text(0, "栏次", span=first)
        sheet.texts(numbers, start=first)
    sheet.end_header()


def _place_official_head(sheet: Sheet, heads: dict[str, str], columns: int, forms: Forms) -> None:
    top, first = sheet.next_row, columns + 1
    sheet.text(0, "项目" if columns == 1 else "项    目", span=first)
    groups: dict[str, list[int]] = {}
    for offset, head in enumerate(heads.values()):
        if "/" in head:
            groups.setdefault(head.split("/")[0], []).append(offset)
        else:
            sheet.text(first + offset, head, row_span=2)
    for group, offsets in groups.items():
        sheet.text(first + offsets[0], group, span=len(offsets))
    sheet.end_row()
    sheet.text(0, "功能分类科目编码" if forms.codes != "spaced" else "支出功能分类科目编码", span=columns, row=top + 1)
    sheet.text(columns, "科目名称", row=top + 1)
    for offset, head in enumerate(heads.values()):
        if "/" in head:
            sheet.text(first + offset, head.split("/")[1], row=top + 1)
    sheet.end_row()


def _place_row(sheet: Sheet, line: str, name: str, amounts: dict[str, int], heads: dict[str, str], columns: int, forms: Forms) -> None:  # fmt: skip
    if line == "total":
        _place_total_label(sheet, columns, forms)
    else:
        _place_code(sheet, line, columns, forms)
        sheet.text(columns, name, align="left")
    for offset, measure in enumerate(heads):
        if measure.startswith(FOREIGN):
            sheet.foreign(columns + 1 + offset, amounts[measure.removeprefix(FOREIGN)] // 7)
        else:
            sheet.amount(columns + 1 + offset, line, measure, amounts[measure])
    sheet.end_row()


def _place_total_label(sheet: Sheet, columns: int, forms: Forms) -> None:
    if forms.total_label == "merged":
        sheet.text(0, forms.total_word, span=columns + 1)
    elif forms.total_label == "code":
        sheet.text(0, forms.total_word, span=columns)
    else:
        sheet.text(columns, forms.total_word)


def _place_code(sheet: Sheet, code: str, columns: int, forms: Forms) -> None:
    printed = code[:CUT_DIGITS] if forms.cut_codes == sheet.statement else code
    if forms.codes == "split":
        for column, part in enumerate((printed[:3], printed[3:5], printed[5:])):
            sheet.text(column, part)
    elif forms.codes == "spaced":
        parts = [part for part in (printed[:3], printed[3:5], printed[5:]) if part]
        sheet.text(0, " ".join(parts), align="left")
    else:
        sheet.text(0, printed, span=columns, align="left")
