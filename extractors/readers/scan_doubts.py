"""What the other cells of a scanned table say against a cell that was recognised.

In: a table as recognised. Out: the same with the cells made unreadable that cannot be believed beside the others: a
number without decimals in a column that has them everywhere else (its point was lost; with the point it is a guess that
sums may settle), and a code whose printed name is that of a code one digit off. Nothing is put right.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Cell, Table
from extractors.numbers import NotAnAmount, parse_amount
from extractors.readers.glyphs import UNREADABLE
from schemas.text import code_name
from schemas.vocabulary import economic_codes, function_codes

_CODE = re.compile(r"[23]\d{2}(?:\d{2}){0,2}")
#: Numbers shorter than this cannot have lost the point before two decimals.
_SHORTEST_WHOLE = 3
#: A column has decimals where at least this many and this part of its numbers have.
_FEWEST, _MOSTLY = 2, 0.6


def doubted(table: Table) -> Table:
    """Table of a scan → the same, doubtful cells unreadable."""
    pointless = _lost_points(table.cells)
    doubtful = pointless | _misread_codes(table.cells)
    if not doubtful:
        return table
    return replace(
        table,
        cells=tuple(
            _unreadable(cell, (cell.row, cell.column) in pointless) if (cell.row, cell.column) in doubtful else cell
            for cell in table.cells
        ),
    )


def _unreadable(cell: Cell, pointless: bool) -> Cell:
    """A cell as one that was not read; of a number that lost its point the number with it, as read twice."""
    guess = f"{cell.text[:-2]}.{cell.text[-2:]}"
    return cell._replace(
        text=UNREADABLE * len(cell.text),
        readable=False,
        guesses=(guess, guess) if pointless and cell.text.isdigit() else (),
    )


def _lost_points(cells: Sequence[Cell]) -> set[tuple[int, int]]:
    """Places of whole numbers in columns of decimals."""
    columns: dict[int, list[tuple[Cell, int]]] = {}
    for cell in cells:
        if not cell.readable or cell.column_span > 1:
            continue
        try:
            amount = parse_amount(cell.text)
        except NotAnAmount:
            continue
        if amount is not None:
            columns.setdefault(cell.column, []).append((cell, amount.decimals))
    return {
        (cell.row, cell.column)
        for numbers in columns.values()
        if sum(decimals > 0 for _, decimals in numbers) >= max(_FEWEST, _MOSTLY * len(numbers))
        for cell, decimals in numbers
        if not decimals and sum(char.isdigit() for char in cell.text) >= _SHORTEST_WHOLE
    }


def _misread_codes(cells: Sequence[Cell]) -> set[tuple[int, int]]:
    """Places of codes that are not what stands beside them and differ by one digit from the code that is."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    found: set[tuple[int, int]] = set()
    for row in rows.values():
        row.sort(key=lambda cell: cell.column)
        for cell, beside in itertools.pairwise(row):
            if _CODE.fullmatch(cell.text) and beside.readable and _contradicts(cell.text, beside.text):
                found.add((cell.row, cell.column))
    return found


def _contradicts(code: str, name: str) -> bool:
    known = function_codes() if code.startswith("2") else economic_codes()
    named = known.codes_by_name.get(code_name(name), ())
    return code not in named and any(
        len(other) == len(code) and sum(a != b for a, b in zip(other, code, strict=True)) == 1 for other in named
    )
