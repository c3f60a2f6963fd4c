"""All statements of a report in printed order, each with title, caption, table and notes as its style wants them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.corpus.forms.by_function import lay_out_by_function
from benchmarks.corpus.forms.economic import lay_out_agency_operation, lay_out_basic
from benchmarks.corpus.forms.local import lay_out_procurement
from benchmarks.corpus.forms.summaries import lay_out_appropriation_summary, lay_out_summary
from benchmarks.corpus.forms.three_public import lay_out_three_public
from benchmarks.corpus.printing import Printer
from benchmarks.corpus.published import Published, Rows
from benchmarks.corpus.style import Style
from tests.typesetting.layout import Grid, GridCell, StatementBlock

FIRST_CAPITAL_YEAR = 2020
ORDER = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_budget_expenditure",
    "general_budget_basic_expenditure",
    "government_fund",
    "state_capital",
    "three_public",
)
LOCAL = ("agency_operation", "government_procurement")
TITLES = {
    "revenue_expenditure_summary": "收入支出决算总表",
    "revenue": "收入决算表",
    "expenditure": "支出决算表",
    "appropriation_summary": "财政拨款收入支出决算总表",
    "general_budget_expenditure": "一般公共预算财政拨款支出决算表",
    "government_fund": "政府性基金预算财政拨款收入支出决算表",
    "agency_operation": "机关运行经费支出情况表",
    "government_procurement": "政府采购支出情况表",
}
WIDE = ("revenue", "expenditure", "three_public")
SMALL = ("government_fund", "state_capital", "three_public")
NUMERALS = "一二三四五六七八九十"
BLANK_ROWS = 2
LONG_TITLE, BROKEN_END = 12, 7


@dataclass(frozen=True, slots=True)
class Printed:
    """One statement as printed; `empty` where it holds no money at all."""

    statement: str
    title: str
    empty: bool
    block: StatementBlock


def print_statements(published: Published, style: Style, printer: Printer) -> list[Printed]:
    """Every statement of the report, in printed order."""
    printed: list[Printed] = []
    for position, statement in enumerate(_order(published, style), start=1):
        printed.append(_print(published, style, printer, statement, position, bool(printed)))
    return printed


def _order(published: Published, style: Style) -> list[str]:
    order = [name for name in ORDER if name != "state_capital" or published.year >= FIRST_CAPITAL_YEAR]
    if style.order.statements == "three_public_seventh":
        order.remove("three_public")
        order.insert(order.index("government_fund"), "three_public")
    return [*order, *(LOCAL if style.forms.local_additions else ())]


def _print(
    published: Published, style: Style, printer: Printer, statement: str, position: int, follows: bool
) -> Printed:
    empty = _is_empty(published, statement)
    title = _title(published, style, statement)
    kept = len(printer.figures)
    grid = _grid(published, style, printer, statement, empty)
    if empty and style.order.empty == "omitted":
        del printer.figures[kept:]
    number = style.head.number.format(position) if style.head.number else ""
    captions = _captions(published, style, statement, number)
    if style.head.in_grid:
        grid, title_above, captions = _with_head_rows(grid, title, captions), "", ()
    else:
        title_above = title
    title_above = _set_title(title_above, style)
    block = StatementBlock(
        statement=statement,
        heading=f"{NUMERALS[position - 1] if position <= 10 else '十一'}、{title}" if style.head.headings else "",
        title=title_above,
        captions=captions,
        grid=grid,
        notes=_notes(style, empty),
        landscape=style.page.landscape and statement in WIDE,
        cell_size=style.page.cell_size,
        row_height=style.page.row_height,
        own_page=not (style.order.share_pages and statement in SMALL and follows),
    )
    return Printed(statement, title, empty, block)


def _set_title(title: str, style: Style) -> str:
    """The heading as set: on two lines where it is long, or with blanks between its characters."""
    if style.head.title_form == "spaced":
        return " ".join(title)
    if style.head.title_form == "broken" and len(title) > LONG_TITLE:
        return f"{title[: len(title) - BROKEN_END]}\n{title[len(title) - BROKEN_END :]}"
    return title


def _is_empty(published: Published, statement: str) -> bool:
    match statement:
        case "government_fund":
            return not any(published.fund["total"].values())
        case "state_capital":
            return not any(published.capital["total"].values())
        case "agency_operation":
            return not published.agency_operation()["total"]
        case "three_public":
            return not any(published.three_public()[name] for name in ("budget_total", "final_total"))
    return False


def _title(published: Published, style: Style, statement: str) -> str:
    if statement == "general_budget_expenditure" and style.forms.general_flows:
        title = "一般公共预算财政拨款收入支出决算表"
    else:
        title = _plain_title(style, statement)
    match style.head.title_year:
        case "year":
            return f"{published.year}年度{title}"
        case "department":
            return f"{published.department.name}{published.year}年度{title}"
    return title


def _plain_title(style: Style, statement: str) -> str:
    return TITLES.get(statement) or {
        "general_budget_basic_expenditure": "一般公共预算财政拨款基本支出决算" + ("明细表" if "blocks" in style.forms.economic else "表"),
        "state_capital": "国有资本经营预算财政拨款" + ("收入支出决算表" if style.forms.capital == "six" else "支出决算表"),
        "three_public": "财政拨款“三公”经费、会议费、培训费支出决算表" if style.forms.meetings else "财政拨款“三公”经费支出决算表",
    }[statement]  # fmt: skip


def _captions(published: Published, style: Style, statement: str, number: str) -> tuple[tuple[str, str, str], ...]:
    head, year = style.head, f"{published.year}年度"
    unit = "" if head.missing_unit == statement else f"{head.unit_word}：{style.numbers.unit}"
    who = f"{head.department_word}：{published.department.name}" if head.department else ""
    lines: tuple[tuple[str, str, str], ...]
    match head.unit_line:
        case "right":
            lines = (("", "", number), (who, "", unit))
        case "after_department":
            lines = (("", "", number), (f"{who}        {unit}".strip(), "", ""))
        case "own_line":
            lines = (("", "", number), (who, "", ""), ("", "", unit))
        case "middle_year":
            lines = (("", "", number), (who, year, unit))
    return tuple(line for line in lines if any(line))


def _notes(style: Style, empty: bool) -> tuple[str, ...]:
    notes = ["注：本表金额转换为万元时，因四舍五入可能存在尾差。"] if style.numbers.unit == "万元" else []
    if empty and style.order.empty in ("note", "no_rows"):
        notes.append("说明：本部门没有此项收入，也没有使用此项资金安排的支出，故本表无数据。")
    return tuple(notes)


def _grid(published: Published, style: Style, printer: Printer, statement: str, empty: bool) -> Grid:
    zeros = _zeros(style, empty)
    forms = style.forms
    match statement:
        case "revenue_expenditure_summary":
            return lay_out_summary(published, forms, printer)
        case "appropriation_summary":
            return lay_out_appropriation_summary(published, forms, printer)
        case "general_budget_basic_expenditure":
            return lay_out_basic(published, forms, printer)
        case "three_public":
            return lay_out_three_public(published, forms, printer, zeros)
        case "agency_operation":
            return lay_out_agency_operation(published, forms, printer, zeros)
        case "government_procurement":
            return lay_out_procurement(published, forms, printer)
    rows = _rows(published, statement)
    if empty and style.order.empty == "no_rows":
        rows = {}
    return lay_out_by_function(
        statement,
        rows,
        published.function.names,
        forms,
        printer,
        zeros,
        BLANK_ROWS if empty and rows else 0,
        style.page.wide_code,
    )


def _zeros(style: Style, empty: bool) -> str | None:
    """How an empty statement prints its zeros; None where it does as the others."""
    if not empty:
        return None
    return "0.00" if style.order.empty == "zeros" else ""


def _rows(published: Published, statement: str) -> Rows:
    return {
        "revenue": published.revenue,
        "expenditure": published.expenditure,
        "general_budget_expenditure": published.general,
        "government_fund": published.fund,
        "state_capital": published.capital,
    }[statement]


def _with_head_rows(grid: Grid, title: str, captions: tuple[tuple[str, str, str], ...]) -> Grid:
    """Title and caption lines as the first rows of the table, as spreadsheets have them."""
    columns, count = len(grid.widths), 1 + len(captions)
    half = columns // 2
    cells = [GridCell(title, 0, 0, 1, columns)]
    for row, (left, middle, right) in enumerate(captions, start=1):
        cells.append(GridCell("  ".join(part for part in (left, middle) if part), row, 0, 1, half, "left"))
        cells.append(GridCell(right, row, half, 1, columns - half, "right"))
    moved = [replace(cell, row=cell.row + count) for cell in grid.cells]
    return Grid(grid.widths, grid.row_count + count, grid.header_rows + count, (*cells, *moved))
