"""Statements with economic codes: 06 in three blocks, two, one, or five columns; 10 as one list."""

from __future__ import annotations

from itertools import zip_longest

from benchmarks.corpus.forms.sheet import Sheet
from benchmarks.corpus.printing import Printer
from benchmarks.corpus.published import ECONOMIC_CLASSES, Published
from benchmarks.corpus.style import Forms
from tests.typesetting.layout import Grid

STATEMENT = "general_budget_basic_expenditure"
MEASURE = "final_amount"
PERSONNEL = ("301", "303")
BLOCKS = {
    "three_blocks": (("301", "303"), ("302",), ("307", "310", "399")),
    "two_blocks": (("301", "303"), ("302", "307", "310", "399")),
}


def _place_code(sheet: Sheet, column: int, code: str, forms: Forms) -> None:
    spaced = forms.economic_codes == "spaced" and len(code) > 3
    sheet.text(column, f"{code[:3]} {code[3:]}" if spaced else code, align="left")


def _lines(published: Published, forms: Forms, classes: tuple[str, ...]) -> list[str]:
    amounts = published.basic_by_economic_code()
    names = published.economic
    wanted = [code for code in sorted(names) if code[:3] in classes and code[:3] in names]
    if forms.economic_rows == "used":
        wanted = [code for code in wanted if amounts.get(code)]
    return sorted(wanted, key=lambda code: (classes.index(code[:3]), code))


def lay_out_basic(published: Published, forms: Forms, printer: Printer, zeros: str | None = None) -> Grid:
    """Statement 06 in the variant of the style."""
    if forms.economic == "five_columns":
        return _five_columns(published, forms, printer, zeros)
    if forms.economic == "one_block":
        return _one_block(published, forms, printer, zeros)
    return _blocks(published, forms, printer, zeros)


def _blocks(published: Published, forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    amounts = published.basic_by_economic_code()
    columns = [_lines(published, forms, classes) for classes in BLOCKS[forms.economic]]
    count = len(columns)
    sheet = Sheet((8.0, 17.0, 9.0) * count, STATEMENT, printer, zeros)
    if forms.block_titles:
        sheet.text(0, "人员经费", span=3)
        sheet.text(3, "公用经费", span=3 * (count - 1))
        sheet.end_row()
    sheet.texts(
        ("科目代码", "科目名称", "金额") * count
        if forms.head == "single"
        else ("经济分类科目编码", "科目名称", "决算数") * count
    )
    sheet.end_header()
    for line in zip_longest(*columns, fillvalue=""):
        for number, code in enumerate(line):
            if code:
                _place_code(sheet, 3 * number, code, forms)
                sheet.text(3 * number + 1, published.economic[code], align="left")
                sheet.amount(3 * number + 2, code, MEASURE, amounts.get(code, 0))
        sheet.end_row()
    _place_foot(sheet, amounts, count)
    if forms.economic_total:
        sheet.text(0, "合计", span=3 * count - 1)
        sheet.amount(3 * count - 1, "total", MEASURE, amounts["total"])
        sheet.end_row()
    return sheet.grid()


def _place_foot(sheet: Sheet, amounts: dict[str, int], count: int) -> None:
    sheet.text(0, "人员经费合计", span=2)
    sheet.amount(2, "personnel_total", MEASURE, amounts["personnel_total"])
    last = 3 * count - 1
    sheet.text(3, "公用经费合计", span=last - 3)
    sheet.amount(last, "public_total", MEASURE, amounts["public_total"])
    sheet.end_row()


def _one_block(published: Published, forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    """One list; the code in one column or in two (类, 款), with a merged cell 人员经费 / 公用经费 before it where asked."""
    amounts = published.basic_by_economic_code()
    split, lead = forms.economic_codes == "split", int(forms.economic_groups)
    codes = 2 if split else 1
    last = lead + codes + 1
    sheet = Sheet((*(10.0,) * lead, *(16.0 / codes,) * codes, 50.0, 24.0), STATEMENT, printer, zeros)
    if lead:
        sheet.text(0, "项目", row_span=2 if split else 1)
    _place_one_block_head(sheet, lead, codes)
    if forms.total_position == "first":
        _place_total(sheet, amounts["total"], last)
    lines = _lines(published, forms, ECONOMIC_CLASSES)
    groups = [[code for code in lines if code.startswith(PERSONNEL) == personnel] for personnel in (True, False)]
    for label, members in zip(("人员经费", "公用经费"), groups, strict=True):
        for position, code in enumerate(members):
            if lead and not position:
                sheet.text(0, label, row_span=len(members))
            _place_economic_row(sheet, lead, code, published.economic[code], amounts.get(code, 0), forms)
    for label, key in (("人员经费合计", "personnel_total"), ("公用经费合计", "public_total")):
        sheet.text(0, label, span=last)
        sheet.amount(last, key, MEASURE, amounts[key])
        sheet.end_row()
    if forms.total_position == "last":
        _place_total(sheet, amounts["total"], last)
    return sheet.grid()


def _place_one_block_head(sheet: Sheet, lead: int, codes: int) -> None:
    rows = codes
    sheet.text(lead, "经济分类科目编码", span=codes)
    sheet.text(lead + codes, "科目名称", row_span=rows)
    sheet.text(lead + codes + 1, "决算数", row_span=rows)
    sheet.end_row()
    if codes == 2:
        sheet.texts(("类", "款"), start=lead)
    sheet.end_header()


def _place_economic_row(sheet: Sheet, lead: int, code: str, name: str, cents: int, forms: Forms) -> None:
    split = forms.economic_codes == "split"
    if split:
        sheet.text(lead, code[:3])
        sheet.text(lead + 1, code[3:])
    else:
        _place_code(sheet, lead, code, forms)
    column = lead + (2 if split else 1)
    sheet.text(column, name, align="left")
    sheet.amount(column + 1, code, MEASURE, cents)
    sheet.end_row()


def _place_total(sheet: Sheet, cents: int, column: int = 2) -> None:
    sheet.text(0, "合计", span=column)
    sheet.amount(column, "total", MEASURE, cents)
    sheet.end_row()


def _five_columns(published: Published, forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    """Code, name, 合计, 人员经费, 公用经费: only the column 合计 has keys, and the totals of the other two."""
    amounts = published.basic_by_economic_code()
    sheet = Sheet((14.0, 40.0, 16.0, 16.0, 16.0), STATEMENT, printer, zeros)
    top = sheet.next_row
    sheet.text(0, "项目", span=2)
    for column, head in enumerate(("合计", "人员经费", "公用经费"), start=2):
        sheet.text(column, head, row_span=2, row=top)
    sheet.end_row()
    sheet.texts(("经济分类科目编码", "科目名称"))
    if forms.column_numbers:
        sheet.text(0, "栏次", span=2)
        sheet.texts(("1", "2", "3"), start=2)
    sheet.end_header()
    sheet.text(0, "合计", span=2)
    for column, key in enumerate(("total", "personnel_total", "public_total"), start=2):
        sheet.amount(column, key, MEASURE, amounts[key])
    sheet.end_row()
    for code in _lines(published, forms, ECONOMIC_CLASSES):
        value = amounts.get(code, 0)
        sheet.text(0, code, align="left")
        sheet.text(1, published.economic[code], align="left")
        sheet.amount(2, code, MEASURE, value)
        sheet.foreign(3 if code.startswith(PERSONNEL) else 4, value)
        sheet.end_row()
    return sheet.grid()


def lay_out_agency_operation(published: Published, forms: Forms, printer: Printer, zeros: str | None = None) -> Grid:
    """Statement 10: code, name, amount, the total first."""
    amounts = published.agency_operation()
    sheet = Sheet((20.0, 50.0, 30.0), "agency_operation", printer, zeros)
    sheet.texts(("科目编码", "科目名称", "机关运行经费支出决算数"))
    sheet.end_header()
    _place_total(sheet, amounts["total"])
    for code in sorted(line for line in amounts if line != "total"):
        sheet.text(0, code, align="left")
        sheet.text(1, published.economic[code], align="left")
        sheet.amount(2, code, MEASURE, amounts[code])
        sheet.end_row()
    return sheet.grid()
