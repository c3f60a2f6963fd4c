"""Errors planted before typesetting: one amount of a statement is set wrong, the PDF is rendered and read back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.corpus.disclosure import Disclosure, invent
from benchmarks.corpus.files import file_name, render
from benchmarks.corpus.printing import TrueFigure
from benchmarks.corpus.styles import style_named
from benchmarks.planting.errors import SLIPS, Planted
from benchmarks.planting.score import Case
from extractors.extract import extract
from tests.typesetting.layout import Block, StatementBlock

#: Plain ruled pages, long tables over several pages, split codes, totals last.
STYLES = ("plain-pdf", "codes-split", "no-serials", "number-in-grid", "economic-groups")


def typeset_case(number: int) -> Case | None:
    """The report of a number with one wrong amount in print, beside itself without it; None where no place was found."""
    random = Random(f"typeset/{number}")
    disclosure = invent(style_named(STYLES[number % len(STYLES)]), 70_000 + number)
    for _ in range(30):
        figure = random.choice([one for one in disclosure.figures if one.source == "table" and one.amount_yuan])
        kind = random.choice(list(SLIPS))
        text = _wrong(figure, kind, random)
        block = _only_place(disclosure, figure)
        if text is None or block is None:
            continue
        wrong = replace(
            disclosure, document=replace(disclosure.document, blocks=_set(disclosure, block, figure.text, text))
        )
        clean = extract(render(disclosure), file_name(disclosure))
        report = extract(render(wrong), file_name(wrong))
        key = (figure.key.statement, figure.key.side, figure.key.line, figure.key.measure)
        return Case(clean, report, (Planted(kind, figure.key.statement, {key: figure.amount_yuan}),))
    return None


def _wrong(figure: TrueFigure, kind: str, random: Random) -> str | None:
    """The amount with the slip, set as the other was."""
    printed = Decimal(figure.text.replace(",", ""))
    slipped = SLIPS[kind](printed, 2, random)
    return None if slipped == printed else f"{slipped:,.2f}"


def _only_place(disclosure: Disclosure, figure: TrueFigure) -> StatementBlock | None:
    """The statement, where the amount stands in it once only: then it is known which cell is set wrong."""
    blocks = [
        block
        for block in disclosure.document.blocks
        if isinstance(block, StatementBlock) and block.statement == figure.key.statement
    ]
    if len(blocks) != 1 or sum(cell.text == figure.text for cell in blocks[0].grid.cells) != 1:
        return None
    return blocks[0]


def _set(disclosure: Disclosure, block: StatementBlock, before: str, after: str) -> tuple[Block, ...]:
    cells = tuple(replace(cell, text=after) if cell.text == before else cell for cell in block.grid.cells)
    wrong = replace(block, grid=replace(block.grid, cells=cells))
    return tuple(wrong if one is block else one for one in disclosure.document.blocks)
