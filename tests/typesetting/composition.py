"""Puts one report together: cover, table of contents, the parts of the text, the statements where the text says so.

`body.txt` is plain text: `# ` opens a part, `## ` and `### ` are headings, every other line is a paragraph, and a line
`[statements]` stands for the statements of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.typesetting.forms import lay_out_statement
from tests.typesetting.layout import Block, Contents, Cover, Heading, LaidOut, Paragraph, StatementBlock
from tests.typesetting.reports import ReportData, StatementPlan

STATEMENTS_LINE = "[statements]"
CHINESE_DIGITS = "零一二三四五六七八九十"


def compose_report(report: ReportData) -> LaidOut:
    """The whole disclosure as blocks in reading order."""
    body = tuple(_body_blocks(report))
    misprints = report.plan.contents_misprints
    entries = tuple((level, misprints.get(text, text)) for level, text in _contents_entries(body))
    blocks: tuple[Block, ...] = (
        Cover(report.plan.cover),
        Contents(entries, report.plan.style.contents_pages),
        *body,
    )
    return LaidOut("".join(report.plan.cover), blocks)


def _body_blocks(report: ReportData) -> Iterator[Block]:
    for line in report.body.splitlines():
        text = line.strip()
        marks = len(text) - len(text.lstrip("#"))
        if text == STATEMENTS_LINE:
            yield from (_statement_block(report, plan) for plan in report.plan.statements)
        elif marks:
            yield Heading(marks, text[marks:].strip(), in_contents=marks <= 2)
        elif text:
            yield Paragraph(text)


def _statement_block(report: ReportData, plan: StatementPlan) -> StatementBlock:
    style = report.plan.style
    known = {"department": report.plan.department, "unit": report.plan.unit, "number": plan.number}
    captions = report.plan.captions if plan.captions is None else plan.captions
    return StatementBlock(
        statement=plan.statement,
        heading=plan.heading,
        title=plan.title,
        captions=tuple(
            (left.format(**known), middle.format(**known), right.format(**known)) for left, middle, right in captions
        ),
        grid=lay_out_statement(plan, report.rows[plan.statement]),
        notes=plan.notes,
        landscape=plan.landscape,
        cell_size=plan.cell_size or style.cell_size,
        row_height=plan.row_height or style.row_height,
    )


def _contents_entries(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    statement_count = 0
    for block in blocks:
        if isinstance(block, Heading) and block.in_contents:
            yield block.level, block.text
        elif isinstance(block, StatementBlock):
            statement_count += 1
            yield 2, block.heading or f"{numeral(statement_count)}、{block.title}"


def numeral(number: int) -> str:
    """A Chinese numeral from 1 to 19, as headings count."""
    if number <= 10:
        return CHINESE_DIGITS[number]
    return "十" + CHINESE_DIGITS[number - 10]
