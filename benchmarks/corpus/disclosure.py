"""One invented disclosure: cover, contents, overview, statements, narrative, attachments, and the truth of all it prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import msgspec

from benchmarks.corpus.accounts import invent_accounts
from benchmarks.corpus.departments import Department, invent_department
from benchmarks.corpus.forms.local import lay_out_list_of_empty, lay_out_performance
from benchmarks.corpus.narrative import tell
from benchmarks.corpus.narrative.story import Story
from benchmarks.corpus.printing import Printer, TrueFigure
from benchmarks.corpus.published import Published
from benchmarks.corpus.statements import Printed, print_statements
from benchmarks.corpus.style import Style
from tests.typesetting.layout import Block, Contents, Cover, Heading, LaidOut, Paragraph, StatementBlock

RECOMPUTED_STEP = 10_000


@dataclass(frozen=True, slots=True)
class Identity:
    """Who, where, when and what a report says it is."""

    department_name: str
    division_code: str
    fiscal_year: int
    scope: str
    kind: str = "final_account"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A report laid out, with its truth."""

    name: str
    style: Style
    seed: int
    identity: Identity
    document: LaidOut
    figures: tuple[TrueFigure, ...]


def invent(style: Style, seed: int, mark: str = "") -> Disclosure:
    """The report of a style and a seed; the same arguments always give the same report. A mark stands in the
    department's name, where one report is to be many that differ in nothing else."""
    random = Random(f"{style.name}/{seed}")
    year = random.choice(style.years)
    department = invent_department(random, year, random.choice(style.scopes), mark)
    step = RECOMPUTED_STEP if style.numbers.sums == "recomputed" and style.numbers.unit == "万元" else 1
    published = Published(invent_accounts(random, department, msgspec.structs.replace(style.size, step=step)))
    printer = Printer(style.numbers)
    statements = print_statements(published, style, printer) if style.order.tables else []
    story = Story(
        published, style.numbers, random, trimmed=bool(seed % 2), spaced=style.file_format != "pdf" and bool(seed % 3)
    )
    if style.wording != "none":
        tell(story, style.wording)
    blocks = tuple(_blocks(published, style, statements, story, printer))
    contents = Contents(tuple((block.level, block.text) for block in blocks if isinstance(block, Heading) and block.in_contents), False)  # fmt: skip
    document = LaidOut(f"{department.name}{year}年度部门决算", (Cover(_cover(department, style)), contents, *blocks))
    identity = Identity(department.name, department.division.code, year, department.scope)
    figures = (*printer.figures, *_once(story.figures))
    return Disclosure(f"{style.name}-{seed}", style, seed, identity, document, figures)


def _once(figures: list[TrueFigure]) -> list[TrueFigure]:
    """The narrative states a key many times; it counts once a key and amount, as asked for where it is asked for."""
    found: dict[tuple[object, object], TrueFigure] = {}
    for figure in sorted(figures, key=lambda one: one.optional):
        found.setdefault((figure.key, figure.amount_yuan), figure)
    return list(found.values())


def _cover(department: Department, style: Style) -> tuple[str, ...]:
    name, year = department.name, department.year
    match style.cover:
        case "two_lines":
            return (name, f"{year}年度部门决算")
        case "one_line":
            return (f"{name}{year}年度部门决算",)
        case "annex":
            return ("附件1：", f"{year}年度{name}部门决算公开", f"{year + 1}年9月20日")
        case "year_first":
            return (f"{year}年度", f"{name}部门决算")


def _blocks(
    published: Published, style: Style, statements: list[Printed], story: Story, printer: Printer
) -> Iterator[Block]:
    department, year = published.department, published.year
    yield Heading(1, f"第一部分 {department.name}概况")
    yield from _overview(department)
    tables = list(_tables(published, style, statements, printer))
    told = [
        Heading(1, f"第{'二' if style.order.narrative_first else '三'}部分 {year}年度部门决算情况说明"),
        *_told(story),
    ]
    if not tables:
        yield from told
    elif style.order.narrative_first:
        yield from [*told, *tables]
    elif style.wording != "none":
        yield from [*tables, *told]
    else:
        yield from tables
    yield Heading(1, "第四部分 名词解释")
    yield Paragraph(
        "一、财政拨款收入：指单位本年度从本级财政部门取得的财政拨款，包括一般公共预算财政拨款和政府性基金预算财政拨款。"
    )
    yield Paragraph("二、年初结转和结余：指单位上年结转本年使用的基本支出结转、项目支出结转和结余、经营结余。")
    if style.order.performance_tables:
        yield Heading(1, "第五部分 附件")
        yield from _performance(published, printer)


def _overview(department: Department) -> Iterator[Block]:
    """Duties, and what the report covers; a place that has namesakes says where it lies."""
    where = f"{department.context}{department.name}" if department.context else department.name
    yield Heading(2, "一、部门职责")
    yield Paragraph(f"（一）{where}贯彻执行国家和省有关法律法规和方针政策，拟订本行业发展规划并组织实施。")
    yield Paragraph("（二）承担本部门预算管理、内部审计和国有资产管理工作，完成上级交办的其他任务。")
    yield Heading(2, "二、机构设置及决算单位构成")
    yield Paragraph("本部门内设机构包括办公室、财务股、业务股。")
    name, year = department.name, department.year
    match department.scope:
        case "unit":
            yield Paragraph(f"纳入{year}年度部门决算编制范围的预算单位共计1个，具体包括：{name}（本级）。")
        case "consolidated":
            yield Paragraph(
                f"纳入{year}年度部门决算编制范围的预算单位共计3个，具体包括：{name}（本级）、{name}信息中心、{name}后勤服务中心。"
            )
        case "unknown":
            yield Paragraph("本部门按照有关规定做好各项管理工作。")


def _tables(published: Published, style: Style, statements: list[Printed], printer: Printer) -> Iterator[Block]:
    if not statements:
        return
    part = "三" if style.order.narrative_first else "二"
    yield Heading(1, f"第{part}部分 {published.year}年度部门决算表")
    empty = [printed for printed in statements if printed.empty]
    match style.order.list_of_empty:
        case "text":
            for printed in empty:
                yield Paragraph(f"《{printed.title}》本部门无此项收支，故本表为空。")
        case "table":
            titles = [(printed.title, printed.empty) for printed in statements]
            grid = lay_out_list_of_empty(titles, printer)
            yield StatementBlock(
                "", "", "部门决算公开空表情况说明", (), grid, (), False, style.page.cell_size, style.page.row_height
            )
    yield from (printed.block for printed in statements if not (printed.empty and style.order.empty == "omitted"))


def _told(story: Story) -> Iterator[Block]:
    for marks, text in story.lines:
        yield Heading(len(marks), text, in_contents=len(marks) <= 2) if marks else Paragraph(text)


def _performance(published: Published, printer: Printer) -> Iterator[Block]:
    grid = lay_out_performance(published, printer)
    title = f"{published.year}年度项目支出绩效自评表"
    captions = (("", "", "单位：万元"),)
    yield StatementBlock("", "", title, captions, grid, ("注：执行率=全年执行数/全年预算数。",), False, 8.5, 18.0)
