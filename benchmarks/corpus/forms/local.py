"""Tables beside the nine statements: procurement (11), the list of empty statements, performance tables."""

from __future__ import annotations

from benchmarks.corpus.forms.sheet import Sheet
from benchmarks.corpus.printing import Printer
from benchmarks.corpus.published import Published
from benchmarks.corpus.style import Forms
from tests.typesetting.layout import Grid

PROCUREMENT_ROWS = (
    ("procurement_total", "政府采购支出合计"),
    ("procurement_goods", "政府采购货物支出"),
    ("procurement_works", "政府采购工程支出"),
    ("procurement_services", "政府采购服务支出"),
    ("sme_contracts", "政府采购授予中小企业合同金额"),
    ("small_micro_contracts", "其中：授予小微企业合同金额"),
)


def lay_out_procurement(published: Published, forms: Forms, printer: Printer, zeros: str | None = None) -> Grid:
    """Statement 11: item, line number, amount."""
    sheet = Sheet((55.0, 12.0, 33.0), "government_procurement", printer, zeros)
    sheet.texts(("政府采购支出信息", "行次", "金额"))
    sheet.end_header()
    for number, (line, label) in enumerate(PROCUREMENT_ROWS, start=1):
        sheet.text(0, label, align="left")
        sheet.text(1, str(number))
        sheet.amount(2, line, "amount", published.accounts.procurement[line])
        sheet.end_row()
    return sheet.grid()


def lay_out_list_of_empty(titles: list[tuple[str, bool]], printer: Printer) -> Grid:
    """序号, 表名, 是否空表, 理由: printed before the statements, and none of them."""
    sheet = Sheet((8.0, 50.0, 14.0, 28.0), "", printer)
    sheet.texts(("序号", "表名", "是否空表", "公开空表理由"))
    sheet.end_header()
    for number, (title, empty) in enumerate(titles, start=1):
        sheet.texts((str(number), title, "是" if empty else "否", "本部门无此项收支" if empty else ""))
    return sheet.grid()


def lay_out_performance(published: Published, printer: Printer) -> Grid:
    """A self-evaluation with amounts in 万元 that belong to no statement."""
    sheet = Sheet((24.0, 16.0, 16.0, 16.0, 14.0, 14.0), "", printer)
    sheet.texts(("项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"))
    sheet.end_header()
    total = published.expenditure["total"]["project_expenditure"]
    for name, share in (("年度资金总额", 1), ("其中：财政拨款", 2), ("其他资金", 5)):
        sheet.text(0, name, align="left")
        for column in (1, 2, 3):
            sheet.foreign(column, total // share)
        sheet.text(4, "100.00%")
        sheet.text(5, "10")
        sheet.end_row()
    for code in [item.code for item in published.accounts.items if item.project][:6]:
        sheet.text(0, published.function.name(code), align="left")
        sheet.foreign(1, published.expenditure[code]["project_expenditure"])
        sheet.foreign(3, published.expenditure[code]["project_expenditure"])
        sheet.text(5, "9.5")
        sheet.end_row()
    return sheet.grid()
