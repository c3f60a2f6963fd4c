"""Blanks as thousands separators (`1 539.47`): believed only where nothing in the statement speaks against them.

Two numbers that ran into one cell (a row number and its amount) can look the same. An office groups all its thousands
alike, so where a statement also prints commas, thousands without a separator, or other numbers with blanks between
them, a number with blanks is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.numbers import is_amount
from extractors.statement import Statement

_APART = re.compile(r"\d[ \t\u00a0\u2009\u202f\u3000]+\d")
_OTHERWISE = re.compile(r"\d[,，]|\d{4}")


def doubt_spaced_numbers(statements: Iterable[Statement]) -> None:
    """Mark the numbers with blanks inside as not readable, where their statement does not print all thousands so."""
    for statement in statements:
        cells = [cell for row in statement.rows for cell in row.cells.values() if cell.readable]
        spaced = [cell for cell in cells if _APART.search(cell.text)]
        if not spaced:
            continue
        alike = all(is_amount(cell.text) for cell in spaced)
        if alike and not any(_OTHERWISE.search(cell.text) for cell in cells):
            continue
        for row in statement.rows:
            row.cells = {
                measure: cell._replace(readable=False) if _APART.search(cell.text) else cell
                for measure, cell in row.cells.items()
            }
