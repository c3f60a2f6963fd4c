"""Departments of one kind, or divisions, beside each other: choose a measure, see the chart, take the table."""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from dashboard import look, parts
from dashboard.warehouse import ask
from dashboard.words import language, say

_MEASURES = {
    "expenditure_yuan": "expenditure", "general_budget_yuan": "general_budget", "basic_expenditure_yuan": "basic",
    "project_expenditure_yuan": "project", "three_public_final_yuan": "three_public_final",
}  # fmt: skip
_KINDS = """
SELECT department_kind, any_value(department_kind_zh) AS zh, any_value(department_kind_en) AS en, count(*) AS reports
FROM department_profile WHERE department_kind IS NOT NULL GROUP BY ALL ORDER BY reports DESC, department_kind
"""
_DEPARTMENTS = """
SELECT department_name, division_name, province_name, fiscal_year, report_status, expenditure_yuan, general_budget_yuan,
       basic_expenditure_yuan, project_expenditure_yuan, three_public_final_yuan, peer_median_expenditure_yuan,
       expenditure_rank, report_id
FROM peers WHERE department_kind = $1 ORDER BY fiscal_year DESC, expenditure_yuan DESC NULLS LAST, report_id
"""
_CLASSES = """
SELECT DISTINCT class_code, class_name FROM division_by_function WHERE class_code IS NOT NULL ORDER BY class_code
"""
_DIVISIONS = """
SELECT division_name, province_name, fiscal_year, amount_yuan, department_count, matched_department_count,
       matched_change_percent, flagged_department_count
FROM division_by_function WHERE class_code = $1 ORDER BY fiscal_year DESC, amount_yuan DESC, division_code
"""
#: Bars beyond these are left to the table.
_MOST_BARS = 30


def show() -> None:
    """Draws the page."""
    parts.heading(say("compare"), say("compare_intro"))
    by = st.segmented_control(
        say("by"), ["department", "division"], default="department", required=True, key="compare-by",
        format_func=lambda key: say(f"by.{key}"), label_visibility="collapsed",
    )  # fmt: skip
    if by == "division":
        _by_division()
    else:
        _by_department()


def _by_department() -> None:
    kinds = ask(_KINDS)
    if kinds.is_empty():
        parts.nothing()
        return
    names = dict(zip(kinds["department_kind"], kinds[language()], strict=True))
    left, right = st.columns(2)
    kind = left.selectbox(say("kind"), list(names), format_func=names.__getitem__, key="compare-kind")
    measure = right.selectbox(say("measure"), list(_MEASURES), format_func=lambda key: say(_MEASURES[key]), key="compare-measure")  # fmt: skip
    found = ask(_DEPARTMENTS, kind)
    _draw(found, "department_name", measure, say(_MEASURES[measure]))
    st.header(say("table"))
    parts.table(found.drop("report_id"), "departments")


def _by_division() -> None:
    classes = ask(_CLASSES)
    if classes.is_empty():
        parts.nothing()
        return
    names = dict(zip(classes["class_code"], classes["class_name"], strict=True))
    code = st.selectbox(say("class"), list(names), format_func=lambda key: f"{key} {names[key]}", key="compare-class")
    found = ask(_DIVISIONS, code)
    _draw(found, "division_name", "amount_yuan", names[code])
    st.header(say("table"))
    parts.table(found, "divisions")


def _draw(found: pl.DataFrame, name: str, measure: str, title: str) -> None:
    years = sorted(found["fiscal_year"].drop_nulls().unique().to_list(), reverse=True)
    year = st.segmented_control(say("year"), years, default=years[0] if years else None, key=f"compare-year-{name}")
    wanted = found.filter(pl.col(measure).is_not_null(), pl.col("fiscal_year") == year)
    if wanted.is_empty():
        parts.nothing()
        return
    # Charts take 万元, as the forms print them; the table below has the yuan.
    shown = wanted.head(_MOST_BARS).with_columns((pl.col(measure).cast(pl.Float64) / 10_000).alias("amount"))
    colour: alt.Color | alt.Value = alt.value(look.ACCENT)
    if "report_status" in shown.columns:
        shown = shown.with_columns(parts.in_words(shown["report_status"], "status"))  # fmt: skip
        colour = parts.status_colour("report_status", shown)
    bars = alt.Chart(shown).mark_bar(size=18).encode(
        x=alt.X("amount:Q", title=say("wan"), axis=alt.Axis(format=",.0f"), scale=look.room_for_labels(shown["amount"])),
        y=alt.Y(f"{name}:N", sort="-x", title=None),
        color=colour,
        tooltip=[name, alt.Tooltip("amount:Q", format=",.2f", title=say("wan"))],
    )  # fmt: skip
    labels = bars.mark_text(align="left", dx=4, color=look.INK).encode(
        text=alt.Text("amount:Q", format=",.2f"), color=alt.value(look.INK)
    )
    parts.chart((bars + labels).properties(height=alt.Step(32)), f"{title} · {year}", title)
    if wanted.height > _MOST_BARS:
        st.caption(say("first_rows", count=_MOST_BARS))
