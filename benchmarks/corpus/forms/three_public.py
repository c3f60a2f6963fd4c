"""Statement 09: budget and final block, pairs under every item, rows of phases, or items as rows."""

from __future__ import annotations

from benchmarks.corpus.forms.sheet import Sheet
from benchmarks.corpus.printing import Printer
from benchmarks.corpus.published import Published
from benchmarks.corpus.style import Forms
from tests.typesetting.layout import Grid

STATEMENT = "three_public"
PHASES = {"budget": "预算数", "final": "决算数"}
ITEMS = ("total", "overseas_travel", "vehicles_subtotal", "vehicle_purchase", "vehicle_operation", "official_reception")
OVERSEAS, VEHICLES, PURCHASE, OPERATION, RECEPTION = (
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
)
ITEM_ROWS = (
    ("total", "（一）支出合计"),
    ("overseas_travel", "1．因公出国（境）费"),
    ("vehicles_subtotal", "2．公务用车购置及运行维护费"),
    ("vehicle_purchase", "（1）公务用车购置费"),
    ("vehicle_operation", "（2）公务用车运行维护费"),
    ("official_reception", "3．公务接待费"),
)
COUNT_ROWS = (
    ("1．因公出国（境）团组数（个）", 0),
    ("2．因公出国（境）人次数（人）", 0),
    ("3．公务用车购置数（辆）", 1),
    ("4．公务用车保有量（辆）", 7),
    ("5．国内公务接待批次（个）", 43),
    ("6．国内公务接待人次（人）", 312),
)
OTHER_ITEMS = {"meetings": "会议费", "training": "培训费"}


def lay_out_three_public(published: Published, forms: Forms, printer: Printer, zeros: str | None = None) -> Grid:
    """Statement 09 in the variant of the style."""
    amounts = published.three_public()
    match forms.three_public:
        case "blocks":
            return _blocks(amounts, forms, printer, zeros)
        case "pairs":
            return _pairs(amounts, forms, printer, zeros)
        case "phase_rows":
            return _phase_rows(amounts, forms, printer, zeros)
        case "item_rows":
            return _item_rows(amounts, forms, printer, zeros)


def _place_items(sheet: Sheet, first: int, step: int, depth: int) -> None:
    """The heads of the six items over two rows, each `step` columns wide."""
    top = sheet.next_row
    places = ((0, "合计"), (1, OVERSEAS), (5, RECEPTION))
    for place, head in places:
        sheet.text(first + place * step, head, row_span=2, span=step, row=top)
    sheet.text(first + 2 * step, VEHICLES, span=3 * step, row=top)
    for place, head in ((2, "小计"), (3, PURCHASE), (4, OPERATION)):
        sheet.text(first + place * step, head, span=step, row=top + 1)


def _blocks(amounts: dict[str, int], forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    sheet = Sheet((8.0, 8.5, 7.5, 8.5, 9.0, 8.5) * 2, STATEMENT, printer, zeros)
    sheet.text(0, "预算数", span=6)
    sheet.text(6, "决算数", span=6)
    sheet.end_row()
    _place_items(sheet, 0, 1, 2)
    _place_items(sheet, 6, 1, 2)
    sheet.end_row()
    sheet.end_row()
    if forms.column_numbers:
        sheet.texts(tuple(str(number) for number in range(1, 13)))
    sheet.end_header()
    for column, (phase, item) in enumerate((phase, item) for phase in PHASES for item in ITEMS):
        sheet.amount(column, "total", f"{phase}_{item}", amounts[f"{phase}_{item}"])
    sheet.end_row()
    if forms.counts:
        _place_counts_below(sheet)
    return sheet.grid()


def _place_counts_below(sheet: Sheet) -> None:
    """团组数, 保有量 … in rows below the amounts: quantities, no figures."""
    for texts in (("项目", "统计数", "项目", "统计数"), ("公务用车保有量（辆）", "7", "国内公务接待批次（个）", "43")):
        for number, text in enumerate(texts):
            sheet.text(3 * number, text, span=3)
        sheet.end_row()


def _pairs(amounts: dict[str, int], forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    items = (*ITEMS, *OTHER_ITEMS) if forms.meetings else ITEMS
    sheet = Sheet((7.0,) * (2 * len(items)), STATEMENT, printer, zeros)
    _place_items(sheet, 0, 2, 2)
    for number, item in enumerate(items[len(ITEMS) :]):
        sheet.text(12 + 2 * number, OTHER_ITEMS[item], span=2, row_span=2, row=sheet.next_row)
    sheet.end_row()
    sheet.end_row()
    sheet.texts(("预算数", "决算数") * len(items))
    if forms.column_numbers:
        sheet.texts(tuple(str(number) for number in range(1, 2 * len(items) + 1)))
    sheet.end_header()
    for column, (item, phase) in enumerate((item, phase) for item in items for phase in PHASES):
        sheet.amount(column, "total", f"{phase}_{item}", amounts[f"{phase}_{item}"])
    sheet.end_row()
    return sheet.grid()


def _phase_rows(amounts: dict[str, int], forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    """Columns of items, one row 预算数 and one row 决算数."""
    others = tuple(OTHER_ITEMS) if forms.meetings else ()
    sheet = Sheet((9.0, *(9.0,) * (len(ITEMS) + len(others))), STATEMENT, printer, zeros)
    sheet.text(0, "项目", row_span=2, row=sheet.next_row)
    _place_items(sheet, 1, 1, 2)
    for number, item in enumerate(others):
        sheet.text(7 + number, OTHER_ITEMS[item], row_span=2, row=sheet.next_row)
    sheet.end_row()
    sheet.end_row()
    if forms.column_numbers:
        sheet.texts(("栏次", *(str(number) for number in range(1, len(ITEMS) + len(others) + 1))))
    sheet.end_header()
    for phase, label in PHASES.items():
        sheet.text(0, label)
        for column, item in enumerate((*ITEMS, *others), start=1):
            sheet.amount(column, "total", f"{phase}_{item}", amounts[f"{phase}_{item}"])
        sheet.end_row()
    return sheet.grid()


def _item_rows(amounts: dict[str, int], forms: Forms, printer: Printer, zeros: str | None) -> Grid:
    """One row an item with 行次, 预算数, 决算数; counts below with a dash for their budget."""
    sheet = Sheet((48.0, 10.0, 20.0, 20.0), STATEMENT, printer, zeros)
    sheet.texts(("项目", "行次", "预算数", "决算数"))
    if forms.column_numbers:
        sheet.texts(("栏次", "", "1", "2"))
    sheet.end_header()
    sheet.texts(("一、“三公”经费支出", "1", "—", "—"))
    for number, (item, label) in enumerate(ITEM_ROWS, start=2):
        sheet.text(0, label, align="left")
        sheet.text(1, str(number))
        sheet.amount(2, "total", f"budget_{item}", amounts[f"budget_{item}"])
        sheet.amount(3, "total", f"final_{item}", amounts[f"final_{item}"])
        sheet.end_row()
    if forms.counts:
        sheet.texts(("（二）相关统计数", "8", "—", "—"))
        for number, (label, count) in enumerate(COUNT_ROWS, start=9):
            sheet.texts((label, str(number), "—", str(count)))
    return sheet.grid()
