"""What the formats besides PDF and text leave to whoever makes the file, one option each."""

from __future__ import annotations

from typing import Literal

import msgspec


class Options(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Base of all options: immutable; a word that is no option is an error."""


class Workbook(Options, frozen=True):
    """How a workbook is made.

    `sheets`: a sheet a statement, all under one another in one, or three to a sheet; `names` are those of the sheets.
    `amounts`: numbers with a format, texts, texts padded with blanks, formulas with their results, numbers with more
    digits than are shown, the accountants' format, negatives in red without a sign, or yuan that a format shows as 万元.
    `codes`: as texts or numbers. `caption`: one cell a line merged over the table, each part in a cell of its own, or a
    line in the first cell, running over its neighbours. `lead`: a blank column before and a blank row between caption
    and table. `repeat_rows`: the header again after so many rows. `hidden`: rows, columns and sheets with other amounts
    that are not shown.
    """

    sheets: Literal["each", "one", "three"] = "each"
    names: Literal["numbers", "codes", "public", "titles", "unnamed"] = "numbers"
    amounts: Literal["numbers", "texts", "padded", "formulas", "precise", "accounting", "red", "from_yuan"] = "numbers"
    codes: Literal["texts", "numbers"] = "texts"
    caption: Literal["merged", "apart", "unmerged"] = "merged"
    lead: bool = False
    repeat_rows: int = 0
    hidden: bool = False
    ruled: bool = True


class Word(Options, frozen=True):
    """How a Word document is made.

    `tables`: a statement is one table, or one a page, with or without its header again. `caption`: lines above the
    table, a table without rules, or the title in a text box. `framed`: each statement stands in a cell of an outer
    table. `revised`: with deletions and insertions that are still marked. `pieces`: texts in several runs, as Word cuts
    them, with other settings for digits. `padded`: blank paragraphs and blanks inside the cells.
    """

    tables: Literal["whole", "by_page", "by_page_with_header"] = "whole"
    caption: Literal["lines", "table", "box"] = "lines"
    framed: bool = False
    revised: bool = False
    pieces: bool = False
    padded: bool = False


class Web(Options, frozen=True):
    """How a page is made.

    `dress`: a portal's plain page, Word's or Excel's export, the content in tables for layout, or a panel a statement of
    which one is shown. `declared`: the encoding it names ('' names none), `encoding` the one it has. `padding`: blanks
    that do not break around the texts of cells. `breaks`: line breaks inside cells.
    """

    dress: Literal["portal", "word", "excel", "layout", "panels"] = "portal"
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    declared: Literal["utf-8", "gb2312", "gbk", "gb18030", ""] = "utf-8"
    padding: bool = False
    breaks: bool = False
