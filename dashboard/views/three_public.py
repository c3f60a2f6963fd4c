"""三公经费: travel abroad, official vehicles and official reception, with what one visit or vehicle costs."""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from dashboard import look, parts
from dashboard.warehouse import ask
from dashboard.words import known, say

_ITEMS = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "official_reception")
_YEARS = "SELECT DISTINCT fiscal_year FROM three_public_expenses WHERE fiscal_year IS NOT NULL ORDER BY 1 DESC"
_BY_ITEM = """
SELECT department_name, item, amount_yuan FROM three_public_expenses
WHERE phase = 'final' AND fiscal_year = $1 AND is_leaf AND amount_yuan <> 0
ORDER BY department_name, item, figure_id
"""
_TOTALS = """
SELECT department_name, division_name, fiscal_year, report_status,
       max(amount_yuan) FILTER (phase = 'budget') AS budget_yuan,
       max(amount_yuan) FILTER (phase = 'final') AS final_yuan,
       CAST(max(amount_yuan) FILTER (phase = 'final') - max(amount_yuan) FILTER (phase = 'budget') AS DECIMAL(20,2))
           AS difference_yuan,
       'figure?id=' || min(figure_id) FILTER (phase = 'final') AS link
FROM three_public_expenses WHERE item = 'total' AND fiscal_year = $1
GROUP BY report_id, department_name, division_name, fiscal_year, report_status
ORDER BY final_yuan DESC NULLS LAST, report_id
"""
_PER_UNIT = """
SELECT department_name, division_name, fiscal_year, item, quantity_label, quantity_value, final_yuan, yuan_per_unit,
       report_status
FROM three_public_per_unit WHERE fiscal_year = $1 AND yuan_per_unit IS NOT NULL
ORDER BY item, quantity_label, yuan_per_unit DESC, department_name
"""


def show() -> None:
    """Draws the page."""
    parts.heading(say("three_public"), say("three_public_intro"))
    years = ask(_YEARS)["fiscal_year"].to_list()
    if not years:
        parts.nothing()
        return
    year = st.segmented_control(say("year"), years, default=years[0], required=True, key="three-public-year")
    by_item = ask(_BY_ITEM, year)
    if not by_item.is_empty():
        parts.chart(_chart(by_item), f"{say('three_public_chart')} · {year}", say("three_public_chart"))
    st.header(say("three_public_totals"))
    parts.table(ask(_TOTALS, year), "three-public")
    st.header(say("per_unit"))
    parts.table(ask(_PER_UNIT, year), "per-unit")


def _chart(by_item: pl.DataFrame) -> alt.Chart:
    shown = by_item.with_columns(
        (pl.col("amount_yuan").cast(pl.Float64) / 10_000).alias("amount"),
        parts.in_words(by_item["item"], "item"),
    )
    present = set(by_item["item"].to_list())
    colours = {known("item", item): look.SERIES[place] for place, item in enumerate(_ITEMS) if item in present}
    drawing: alt.Chart = alt.Chart(shown).mark_bar(size=18).encode(
        x=alt.X("sum(amount):Q", title=say("wan"), axis=alt.Axis(format=",.2f")),
        y=alt.Y("department_name:N", sort="-x", title=None),
        color=parts.coloured("item", colours),
        tooltip=["department_name", "item", alt.Tooltip("amount:Q", format=",.2f", title=say("wan"))],
    ).properties(height=alt.Step(34))  # fmt: skip
    return drawing
