"""How an invented report looks: every way of the official forms that has been met, as one option each."""

from __future__ import annotations

from typing import Literal

from benchmarks.corpus.accounts import Size
from benchmarks.corpus.departments import Scope
from benchmarks.corpus.formats.options import Options, Web, Word, Workbook

Zeros = Literal["", "0", "0.00", "-", "—", "/"]
Wording = Literal[
    "hunan", "hubei", "qinghai", "sichuan", "shanghai", "guangdong", "zhejiang", "jiangsu", "shaanxi", "chongqing", "yunnan", "beijing"
]  # fmt: skip
#: `_pdf` is what a program prints of a file; `bundle` is an archive of the text in Word and the tables in Excel.
FileFormat = Literal[
    "pdf", "tabs", "pipes", "stacked", "md_html", "docx_pdf", "xlsx_pdf", "word_pdf", "xlsx", "xls", "xls_html", "xls_xml", "et", "docx", "doc",
    "wps", "html", "html_pdf", "ofd", "bundle",
]  # fmt: skip


class Numbers(Options, frozen=True):
    """How amounts are converted and printed. `rounding` counts where the unit is 万元; `sums` says whether totals are
    rounded by themselves or are the sums of the rounded parts. Six `decimals` of 万元 are exact to the 分."""

    unit: Literal["万元", "元"] = "万元"
    rounding: Literal["half_up", "half_even", "truncate"] = "half_up"
    sums: Literal["rounded", "recomputed"] = "rounded"
    decimals: int = 2
    zeros: Zeros = ""
    thousands: bool = True
    trimmed: bool = False
    full_width: bool = False
    brackets: bool = False


class Head(Options, frozen=True):
    """What stands above a table.

    `title_year` puts the year, or department and year, before the title; `title_form` sets long titles on two lines, or
    blanks between the characters. `unit_line`: right of the department, behind it on one line (with 单位 as department
    word 单位： stands there twice), on a line of its own, or with the year between. `number` is the printed table
    number, counted by position. `missing_unit` names a statement printed without its unit. `in_grid`: title and caption
    are the first rows of the table. `headings`: an enumerated heading (一、收入支出决算总表) above the title.
    """

    title_year: Literal["none", "year", "department"] = "none"
    title_form: Literal["plain", "broken", "spaced"] = "plain"
    department: bool = True
    department_word: Literal["部门", "单位", "编制单位", "公开部门"] = "部门"
    unit_line: Literal["right", "after_department", "own_line", "middle_year"] = "right"
    unit_word: Literal["单位", "金额单位"] = "单位"
    number: Literal["公开{0:02d}表", "表{0}", "附表{0}", "（公开{0:02d}表）", ""] = "公开{0:02d}表"
    missing_unit: str = ""
    in_grid: bool = False
    headings: bool = False


class Forms(Options, frozen=True):
    """Which variant of each form is printed.

    All: `serials` (行次: none, from 1 and 31, or on down the right side), `column_numbers` (栏次), `head` (official, or
    one row of headings). Function codes: `codes` whole, in the three columns 类/款/项, whole below their three headings,
    or with blanks inside; `cut_codes` names a statement that cuts them to six digits; the 合计 row by position, place of
    its label and word. 01, 04: `class_rows`, the sub-rows of the balances, one cell over the amounts of 04, a column
    年初预算数 in 01, one line 财政拨款收入 up to FY2018. 02: `education_fees` (其中：教育收费) and a column no form knows.
    05: `general_flows`, with carry-over and revenue columns. 06: `economic`, all codes or those used, a 合计 row, codes
    with a blank or split, a merged cell 人员经费/公用经费 before the codes. 08: `capital`, three columns or six.
    09: `three_public`, 会议费 and 培训费 beside, counts below. `broken_names`: long names go on in a line of their own
    (text). `local_additions`: statements 10 and 11.
    """

    serials: Literal["none", "sequential", "mof"] = "mof"
    column_numbers: bool = True
    codes: Literal["whole", "split", "three_headed", "spaced"] = "whole"
    cut_codes: str = ""
    total_position: Literal["first", "last"] = "first"
    total_label: Literal["merged", "code", "name"] = "merged"
    total_word: Literal["合计", "总计"] = "合计"
    head: Literal["official", "single"] = "official"
    class_rows: Literal["all", "without_debt"] = "all"
    opening_rows: bool = True
    closing_rows: bool = False
    general_flows: bool = False
    amount_group: bool = False
    economic: Literal["three_blocks", "two_blocks", "one_block", "five_columns"] = "three_blocks"
    economic_rows: Literal["all", "used"] = "all"
    economic_total: bool = False
    economic_codes: Literal["whole", "spaced", "split"] = "whole"
    economic_groups: bool = False
    summary_budget: bool = False
    block_titles: bool = True
    three_public: Literal["blocks", "pairs", "phase_rows", "item_rows"] = "blocks"
    meetings: bool = False
    counts: bool = False
    capital: Literal["three", "six"] = "three"
    education_fees: bool = False
    unknown_column: bool = False
    old_single_appropriation: bool = True
    broken_names: bool = False
    local_additions: bool = False


class Order(Options, frozen=True):
    """Which statements there are and in which order.

    An `empty` one has a blank 合计 row, the same with a note, no row at all, zeros, or is left out. `list_of_empty`
    stands before 01. `share_pages`: small statements go on below the one before. `performance_tables` follow the text
    with amounts that belong to no statement. `tables` false: the text alone.
    """

    statements: Literal["standard", "three_public_seventh"] = "standard"
    empty: Literal["blank_row", "note", "no_rows", "zeros", "omitted"] = "note"
    list_of_empty: Literal["none", "text", "table"] = "none"
    share_pages: bool = False
    performance_tables: bool = False
    narrative_first: bool = False
    tables: bool = True


class Page(Options, frozen=True):
    """How a PDF is set; the words are those of `tests.typesetting.reports.Style`. `landscape`: the wide statements lie
    on their side, stored turned where `rotated`. `wide_code` widens the code column."""

    repeat: Literal["none", "header", "caption"] = "none"
    split_rows: bool = False
    ruling: Literal[
        "stroked", "filled", "cells", "dashed", "double", "shaded", "horizontal", "none", "three_lines", "header_only",
        "frame", "header_verticals",
    ] = "stroked"  # fmt: skip
    amounts: Literal["right", "center", "left"] = "right"
    padding: float = 2.5
    fonts: str = "sans"
    landscape: bool = False
    rotated: bool = False
    continued: Literal["", "（续）", "（续表）"] = ""
    running_head: bool = False
    watermark: bool = False
    cell_size: float = 8.5
    row_height: float = 18.0
    wide_code: float = 1.0


class Style(Options, frozen=True):
    """One way of publishing. `held_out` styles are measured and reported apart from the others."""

    name: str = ""
    file_format: FileFormat = "pdf"
    years: tuple[int, ...] = (2020, 2021, 2022, 2023, 2024, 2025)
    size: Size = Size()
    numbers: Numbers = Numbers()
    head: Head = Head()
    forms: Forms = Forms()
    order: Order = Order()
    page: Page = Page()
    workbook: Workbook = Workbook()
    word: Word = Word()
    web: Web = Web()
    wording: Wording | Literal["none"] = "hunan"
    scopes: tuple[Scope, ...] = ("unit", "consolidated", "unknown")
    cover: Literal["two_lines", "one_line", "annex", "year_first"] = "two_lines"
    text_page_breaks: bool = False
    text_markup: bool = False
    held_out: bool = False
