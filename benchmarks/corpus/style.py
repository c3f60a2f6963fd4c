"""How an invented report looks: every way of the official forms that has been met, as one option each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.corpus.accounts import Size
from benchmarks.corpus.departments import Scope

Zeros = Literal["", "0", "0.00", "-", "—", "/"]
Wording = Literal[
    "hunan", "hubei", "qinghai", "sichuan", "shanghai", "guangdong", "zhejiang", "jiangsu", "shaanxi", "chongqing", "yunnan", "beijing"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbers:
    """How amounts are converted and printed. `rounding` counts where the unit is 万元; `sums` says whether totals are
    rounded by themselves or are the sums of the rounded parts."""

    unit: Literal["万元", "元"] = "万元"
    rounding: Literal["half_up", "half_even", "truncate"] = "half_up"
    sums: Literal["rounded", "recomputed"] = "rounded"
    zeros: Zeros = ""
    thousands: bool = True
    trimmed: bool = False
    full_width: bool = False
    brackets: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a table. `unit_line`: alone, behind the department on one line, twice 单位： on one line, or with
    the table number. `missing_unit` names a statement printed without its unit. `in_grid`: title and caption are the
    first rows of the table."""

    title_year: Literal["none", "year", "department"] = "none"
    department: bool = True
    department_word: Literal["部门", "单位", "编制单位", "公开部门"] = "部门"
    unit_line: Literal["right", "after_department", "own_line", "middle_year"] = "right"
    unit_word: Literal["单位", "金额单位"] = "单位"
    number: Literal["公开{0:02d}表", "表{0}", "附表{0}", "（公开{0:02d}表）", ""] = "公开{0:02d}表"
    missing_unit: str = ""
    in_grid: bool = False
    headings: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """Which variant of each form is printed."""

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


@dataclass(frozen=True, slots=True)
class Order:
    """Which statements there are and in which order; what an empty one looks like."""

    statements: Literal["standard", "three_public_seventh"] = "standard"
    empty: Literal["blank_row", "note", "no_rows", "zeros", "omitted"] = "note"
    list_of_empty: Literal["none", "text", "table"] = "none"
    share_pages: bool = False
    performance_tables: bool = False
    narrative_first: bool = False
    tables: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """How a PDF is set."""

    repeat: Literal["none", "header", "caption"] = "none"
    split_rows: bool = False
    ruling: Literal["stroked", "filled", "cells", "dashed", "double", "shaded", "horizontal"] = "stroked"
    fonts: str = "sans"
    landscape: bool = False
    rotated: bool = False
    running_head: bool = False
    watermark: bool = False
    cell_size: float = 8.5
    row_height: float = 18.0
    wide_code: float = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """One way of publishing. `held_out` styles are measured and reported apart from the others."""

    name: str
    file_format: Literal["pdf", "tabs", "pipes", "stacked", "docx_pdf", "xlsx_pdf"] = "pdf"
    years: tuple[int, ...] = (2020, 2021, 2022, 2023, 2024, 2025)
    size: Size = Size()
    numbers: Numbers = Numbers()
    head: Head = Head()
    forms: Forms = Forms()
    order: Order = Order()
    page: Page = Page()
    wording: Wording | None = "hunan"
    scopes: tuple[Scope, ...] = ("unit", "consolidated", "unknown")
    cover: Literal["two_lines", "one_line", "annex", "year_first"] = "two_lines"
    text_page_breaks: bool = False
    text_markup: bool = False
    held_out: bool = False
