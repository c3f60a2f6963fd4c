"""Which pages are worth looking at as tables without rulings: told by their bare lines, before anything is laid out.

Most pages of a disclosure are running text. What is asked here is necessary for a table of `printed_rows.find_regions`
and cheap to tell, so a page that is passed over would have given none: figures never depend on the answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractors.printed_rows import FEWEST_DATA_LINES, GLUED, TOTALS
from extractors.readers.glyph_columns import PrintedLine
from extractors.titles import ends_heading, may_name_statement
from schemas.text import compact

#: What an amount, or a blank printed as a dash, may end with besides a digit.
_LAST = frozenset(")-/—–_*\\−‐‑¥")
_FIGURE = re.compile(r"[\d\-/—–_*\\−‐‑¥]")
_CODE = re.compile(r"[23]\d\d")
_TOTAL_BEGINNINGS = frozenset(total[0] for total in TOTALS)


def may_hold_unruled_table(lines: Sequence[PrintedLine], *, goes_on: bool, beside_tables: bool) -> bool:
    """Whether the lines of a page outside its ruled tables may be, or go on with, a table without rulings.

    In: the lines; whether the page before ended within such a table (`goes_on`), which this page may continue without
    any sign of its own; and whether ruled tables stand on the page. No table is without a row of figures or a total;
    with one, a heading of a statement is reason enough, and so are three lines that end in amounts on a page without
    other tables.
    """
    upright = [line for line in lines if line.direction == 0]
    if not any(map(_may_be_row, upright)):
        return False
    if goes_on:
        return True
    if not beside_tables and sum(map(_may_end_in_amount, upright)) >= FEWEST_DATA_LINES:
        return True
    marked = [number for number, line in enumerate(upright) if may_name_statement(line.text)]
    # A heading may be set on three lines, so a line with a mark may be in one that ends two lines below.
    ends = {end for number in marked for end in range(number + 1, min(number + 3, len(upright)) + 1)}
    return any(ends_heading(_texts(upright[max(0, end - 3) : end])) for end in sorted(ends))


def _texts(lines: Sequence[PrintedLine]) -> list[str]:
    return [compact(line.text.replace(" ", "")) for line in lines]


def _may_be_row(line: PrintedLine) -> bool:
    """Whether a line may hold figures: it begins with a code, is a total, or has a number or dash among its pieces."""
    if _in_pieces(line) and _FIGURE.search(unicodedata.normalize("NFKC", line.text)) is not None:
        return True
    first = line.text[:1]
    if "\u4e00" <= first <= "\u9fff" and first not in _TOTAL_BEGINNINGS:
        return False  # a word as most lines begin with: neither a code nor a total
    text = compact(line.text)
    return _CODE.match(text) is not None or text in TOTALS


def _may_end_in_amount(line: PrintedLine) -> bool:
    """Whether a line is in several pieces and its last character may be that of an amount."""
    last = unicodedata.normalize("NFKC", line.text[-1:]).rstrip()[-1:]
    return (last.isdigit() or last in _LAST) and _in_pieces(line)


def _in_pieces(line: PrintedLine) -> bool:
    return line.parted or ("." in line.text and GLUED.search(line.text.replace(" ", "")) is not None)
