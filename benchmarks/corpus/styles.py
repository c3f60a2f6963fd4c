"""The named styles of the corpus: each changes some options of the plain form, the held-out ones mix many."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from benchmarks.corpus.accounts import Size
from benchmarks.corpus.style import Forms, Head, Numbers, Order, Page, Style, Wording

PLAIN = Style("plain-pdf")
FULL = Size(own_items=9, other_money=True, fund_items=4, capital_items=2)
LONG = Size(own_items=60, other_money=True, fund_items=8, capital_items=3)
MORE_WORDINGS: tuple[Wording, ...] = ("zhejiang", "jiangsu", "shaanxi", "chongqing")
OLD, RECENT = (2017, 2018, 2019), (2023, 2024, 2025)


def _pdf() -> list[Style]:
    return [
        PLAIN,
        Style("no-serials", forms=Forms(serials="none", column_numbers=False, total_position="last", total_label="name"), numbers=Numbers(thousands=True), head=Head(unit_line="own_line"), wording="shanghai", years=RECENT),  # fmt: skip
        Style("codes-split", size=FULL, forms=Forms(codes="split", capital="six", economic="two_blocks"), wording="shanghai", page=Page(landscape=True)),  # fmt: skip
        Style("codes-three-headed", size=FULL, forms=Forms(codes="three_headed", total_label="name", amount_group=True), wording="hubei", head=Head(title_year="year", department_word="单位", unit_line="middle_year")),  # fmt: skip
        Style("codes-spaced", size=FULL, forms=Forms(codes="spaced", economic="one_block", economic_rows="used"), wording="sichuan"),
        Style("codes-cut", forms=Forms(cut_codes="expenditure"), wording="hubei"),
        Style("long-repeat-none", size=LONG, wording="hunan", page=Page(landscape=True)),
        Style("long-repeat-header", size=LONG, wording="qinghai", page=Page(repeat="header", ruling="filled"), forms=Forms(total_label="code")),
        Style("long-repeat-caption", size=LONG, wording="guangdong", page=Page(repeat="caption"), numbers=Numbers(zeros="0.00", thousands=False), forms=Forms(three_public="pairs")),  # fmt: skip
        Style("split-rows", size=LONG, wording="qinghai", page=Page(split_rows=True, cell_size=9.0, row_height=20, ruling="filled"), numbers=Numbers(trimmed=True)),  # fmt: skip
        Style("yuan", size=FULL, numbers=Numbers(unit="元", zeros="0.00"), wording="hunan", forms=Forms(economic="two_blocks", three_public="pairs"), page=Page(landscape=True, cell_size=6.5)),
        Style("wrapped-amounts", size=FULL, numbers=Numbers(unit="元"), wording="sichuan", page=Page(cell_size=9.0)),
        Style("zeros-dash", size=FULL, numbers=Numbers(zeros="-", sums="recomputed"), wording="sichuan", head=Head(number="表{0}")),
        Style("zeros-0", size=FULL, numbers=Numbers(zeros="0", rounding="half_even"), wording="hubei", order=Order(empty="blank_row")),
        Style("full-width", numbers=Numbers(full_width=True), wording="hunan", page=Page(cell_size=6.0, landscape=True)),
        Style("brackets", size=replace(FULL, negative=True), numbers=Numbers(brackets=True), wording="hunan"),
        Style("negative-truncated", size=replace(FULL, negative=True), numbers=Numbers(rounding="truncate"), wording="hubei"),
        Style("fy2017-2019", size=FULL, years=OLD, wording="guangdong", forms=Forms(three_public="item_rows", counts=True)),
        Style("fy2018-sichuan", size=FULL, years=OLD, wording="sichuan", forms=Forms(old_single_appropriation=False, three_public="blocks")),
        Style("public-pairs-meetings", forms=Forms(three_public="pairs", meetings=True), wording="shanghai", page=Page(landscape=True)),
        Style("public-phase-rows", forms=Forms(three_public="phase_rows", meetings=True), wording="sichuan", order=Order(statements="three_public_seventh")),  # fmt: skip
        Style("public-item-rows", forms=Forms(three_public="item_rows", counts=True, serials="sequential"), wording="guangdong"),
        Style("mono", size=FULL, page=Page(fonts="mono", cell_size=7.0), wording="sichuan"),
        Style("public-counts", forms=Forms(counts=True), wording="hunan", order=Order(statements="three_public_seventh")),
        Style("economic-five-columns", forms=Forms(economic="five_columns"), wording="guangdong"),
        Style("economic-one-block-last", forms=Forms(economic="one_block", economic_total=True, total_position="last"), wording="hubei"),
        Style("economic-used-rows", forms=Forms(economic_rows="used", economic_total=True, block_titles=False), wording="qinghai"),
        Style("empty-no-rows", order=Order(empty="no_rows", list_of_empty="text"), wording="hunan"),
        Style("empty-zeros", order=Order(empty="zeros"), wording="hubei", forms=Forms(capital="six")),
        Style("empty-omitted", order=Order(empty="omitted", list_of_empty="table"), wording="guangdong"),
        Style("unit-missing", head=Head(missing_unit="expenditure", unit_line="own_line"), wording="hunan"),
        Style("unit-twice", head=Head(department_word="单位", unit_line="after_department", number=""), wording="shanghai"),
        Style("caption-in-table", size=FULL, head=Head(in_grid=True), wording="hunan"),
        Style("no-department-line", head=Head(department=False, headings=True, number="附表{0}"), wording="qinghai"),
        Style("performance-tables", order=Order(performance_tables=True), wording="hubei", forms=Forms(local_additions=True)),
        Style("education-fees", size=FULL, forms=Forms(education_fees=True), wording="hunan"),
        Style("unknown-column", size=FULL, forms=Forms(unknown_column=True), wording="sichuan"),
        Style("shared-pages", size=Size(own_items=3), order=Order(share_pages=True), wording="qinghai", forms=Forms(economic_rows="used")),
        Style("rotated", size=FULL, page=Page(landscape=True, rotated=True), wording="shanghai"),
        Style("viewer-font", size=FULL, page=Page(fonts="song"), wording="hunan"),
        Style("serif-small", size=FULL, page=Page(fonts="serif", cell_size=7.0, row_height=13.0, ruling="filled"), wording="guangdong"),
        Style("wrapped-names", size=FULL, page=Page(cell_size=9.5, row_height=20.0, landscape=True), wording="hubei"),
        Style("horizontal-rules", size=FULL, page=Page(ruling="horizontal"), wording="hunan"),
        Style("rules-cells", size=FULL, page=Page(ruling="cells", running_head=True), wording="zhejiang"),
        Style("rules-dashed", size=FULL, page=Page(ruling="dashed"), wording="jiangsu"),
        Style("rules-double", size=FULL, page=Page(ruling="double"), wording="chongqing"),
        Style("rules-shaded", size=LONG, page=Page(ruling="shaded", running_head=True), wording="zhejiang"),
        Style("watermark", size=FULL, page=Page(watermark=True), wording="jiangsu"),
        Style("closing-rows", size=FULL, forms=Forms(closing_rows=True, serials="none"), wording="chongqing"),
        Style("general-flows", size=FULL, forms=Forms(general_flows=True), wording="sichuan", page=Page(landscape=True)),
        Style("text-general-flows", "tabs", size=FULL, forms=Forms(general_flows=True), wording="sichuan"),
        Style("number-in-grid", size=FULL, head=Head(in_grid=True, number="（公开{0:02d}表）", title_year="year"), wording="hubei"),
        Style("short-number-in-grid", size=FULL, head=Head(in_grid=True, number="表{0}"), wording="shaanxi"),
        Style("tables-only", size=FULL, wording=None, cover="one_line"),
    ]  # fmt: skip


def _texts() -> list[Style]:
    return [
        Style("text-tabs", "tabs", size=FULL, wording="hunan", text_markup=True),
        Style("text-plain-breaks", "tabs", size=LONG, wording="hubei", text_page_breaks=True, head=Head(title_year="year", department_word="单位", unit_line="middle_year"), forms=Forms(codes="three_headed", total_label="name")),  # fmt: skip
        Style("text-broken-names", "tabs", size=FULL, wording="qinghai", forms=Forms(broken_names=True), numbers=Numbers(trimmed=True), head=Head(department=False)),
        Style("text-split-codes", "tabs", size=FULL, wording="shanghai", forms=Forms(codes="split", serials="none", total_position="last", total_label="name")),
        Style("text-pipes", "pipes", size=FULL, wording="sichuan", text_markup=True, numbers=Numbers(zeros="0.00")),
        Style("text-stacked", "stacked", size=FULL, wording="sichuan", forms=Forms(economic="one_block", three_public="item_rows")),
        Style("text-narrative-only", "tabs", size=FULL, wording="sichuan", order=Order(tables=False)),
        Style("text-narrative-hubei", "tabs", size=LONG, wording="hubei", order=Order(tables=False), cover="annex"),
        Style("text-yuan", "tabs", size=FULL, numbers=Numbers(unit="元"), wording="hunan", forms=Forms(three_public="pairs", economic="two_blocks")),
        Style("text-phase-rows", "tabs", size=FULL, wording="guangdong", forms=Forms(three_public="phase_rows", meetings=True, local_additions=True)),
    ]  # fmt: skip


def _wordings() -> list[Style]:
    """Reports of text alone and with tables, in the wordings that no sample has."""
    alone = [Style(f"wording-{name}", "tabs", size=FULL, wording=name, order=Order(tables=False)) for name in MORE_WORDINGS]
    return [*alone, *(Style(f"wording-{name}-pdf", size=FULL, wording=name) for name in MORE_WORDINGS)]


def _office() -> list[Style]:
    return [
        Style("writer-export", "docx_pdf", size=FULL, wording="hubei", forms=Forms(codes="three_headed", total_label="name")),
        Style("writer-long", "docx_pdf", size=LONG, wording="qinghai", page=Page(repeat="header"), numbers=Numbers(zeros="0.00"), forms=Forms(serials="none")),  # fmt: skip
        Style("calc-export", "xlsx_pdf", size=FULL, wording=None, forms=Forms(economic="two_blocks", three_public="item_rows", counts=True)),
        Style("calc-long", "xlsx_pdf", size=LONG, wording=None, numbers=Numbers(unit="元"), forms=Forms(codes="split", head="official"), head=Head(title_year="year", number="表{0}")),  # fmt: skip
    ]  # fmt: skip


def _held_out() -> list[Style]:
    mixed = [
        Style("held-pdf-1", size=LONG, years=(2019, 2022), numbers=Numbers(unit="元", thousands=False), wording="qinghai", page=Page(repeat="caption", fonts="serif", landscape=True, rotated=True, cell_size=6.5), forms=Forms(codes="split", total_position="last", total_label="name", serials="sequential", economic="two_blocks", three_public="phase_rows"), head=Head(title_year="department", number="附表{0}"), order=Order(empty="zeros"), cover="year_first"),  # fmt: skip
        Style("held-pdf-2", size=FULL, years=(2021, 2025), numbers=Numbers(zeros="—", trimmed=True), wording="guangdong", page=Page(ruling="filled", split_rows=True, cell_size=9.0), forms=Forms(codes="spaced", total_word="总计", economic="five_columns", three_public="item_rows", counts=True, local_additions=True), head=Head(unit_word="金额单位", unit_line="after_department", department_word="编制单位"), order=Order(performance_tables=True, list_of_empty="table")),  # fmt: skip
        Style("held-pdf-3", size=Size(own_items=4, other_money=True), years=(2018, 2023), numbers=Numbers(zeros="0", brackets=True), wording="hubei", page=Page(repeat="header", fonts="song"), forms=Forms(head="single", column_numbers=False, serials="none", economic="one_block", economic_rows="used", three_public="blocks", counts=True), head=Head(in_grid=True, unit_line="own_line"), order=Order(empty="no_rows", statements="three_public_seventh"), cover="annex"),  # fmt: skip
        Style("held-pdf-4", size=LONG, years=(2020, 2024), wording="sichuan", page=Page(repeat="none", row_height=26.0, cell_size=8.0, landscape=True), forms=Forms(codes="three_headed", total_label="code", amount_group=True, class_rows="without_debt", opening_rows=False, capital="six", three_public="pairs", meetings=True, education_fees=True), head=Head(missing_unit="revenue", department_word="公开部门"), order=Order(narrative_first=True, share_pages=True)),  # fmt: skip
        Style("held-wording-1", size=FULL, wording="yunnan"),
        Style("held-wording-2", "tabs", size=FULL, wording="beijing", order=Order(tables=False)),
        Style("held-text-1", "tabs", size=LONG, years=(2018, 2021), numbers=Numbers(zeros="0.00", thousands=False), wording="shanghai", forms=Forms(codes="whole", serials="sequential", economic="one_block", three_public="phase_rows", total_word="总计"), text_page_breaks=True, head=Head(in_grid=True)),  # fmt: skip
        Style("held-text-2", "pipes", size=FULL, years=(2022, 2024), numbers=Numbers(full_width=True), wording="qinghai", forms=Forms(codes="split", education_fees=True, capital="six"), order=Order(empty="blank_row")),  # fmt: skip
    ]
    return [replace(style, held_out=True) for style in mixed]


@cache
def styles() -> tuple[Style, ...]:
    """All styles by name; those held out come last."""
    found = (*_pdf(), *_texts(), *_wordings(), *_office(), *_held_out())
    if len({style.name for style in found}) != len(found):
        raise ValueError("two styles have one name")
    return found
