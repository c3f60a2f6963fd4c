"""One department: its money by year and function, what was found in it, and every figure with its source."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl
import streamlit as st

from dashboard import look, parts
from dashboard.warehouse import ask
from dashboard.words import known, language, say

_DEPARTMENTS = """
SELECT department_id, department_name, any_value(division_name) AS division_name FROM department_profile
WHERE department_id IS NOT NULL GROUP BY ALL ORDER BY any_value(division_code) NULLS LAST, department_name, department_id
"""
_PROFILE = "FROM department_profile WHERE department_id = $1 ORDER BY fiscal_year DESC NULLS LAST, report_id"
_CLASSES = """
SELECT function_code, function_name, amount_yuan FROM spending_by_function
WHERE report_id = $1 AND statement = 'expenditure' AND measure = 'expenditure_total' AND level = '类'
ORDER BY amount_yuan DESC, function_code
"""
_FIGURES = """
SELECT statement_title, line_label, measure_label, raw_text, amount_yuan, verification, source, page,
       'figure?id=' || figure_id AS link
FROM figures WHERE report_id = $1 ORDER BY source DESC, statement, page, line, measure, figure_id
"""
_FINDINGS = """
SELECT severity, rule_id, message_zh, message_en, expected_yuan, actual_yuan, blame, finding_id
FROM findings WHERE report_id = $1
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule_id, finding_id
"""
_CHECKED = """
SELECT count(*) FILTER (outcome IN ('pass', 'rounding', 'fail')) AS evaluated,
       count(*) FILTER (outcome = 'cannot_evaluate') AS open FROM checks WHERE report_id = $1
"""
_OPEN = """
SELECT rule_id, coalesce(CASE $2 WHEN 'zh' THEN any_value(rule_title_zh) ELSE any_value(rule_title_en) END, rule_id) AS rule_title,
       count(*) AS check_count, reason
FROM checks WHERE report_id = $1 AND outcome = 'cannot_evaluate' GROUP BY rule_id, reason ORDER BY rule_id, reason
"""
_PROBLEMS = """
SELECT severity, page, message AS problem FROM problems WHERE report_id = $1
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, ordinal
"""


def show() -> None:
    """Draws the page."""
    parts.heading(say("department"), say("profile_intro"))
    departments = ask(_DEPARTMENTS)
    if departments.is_empty():
        parts.nothing()
        return
    names = {row["department_id"]: _name(row) for row in departments.iter_rows(named=True)}
    asked = st.query_params.get("id")
    ids = list(names)
    chosen = st.selectbox(
        say("choose_department"), ids, index=ids.index(asked) if asked in names else 0, format_func=names.__getitem__,
        key="department",
    )  # fmt: skip
    profile = ask(_PROFILE, chosen)
    years = profile["fiscal_year"].to_list()
    if len(years) > 1:
        year = st.segmented_control(say("year"), years, default=years[0], required=True, key="department-year")
        report = profile.filter(pl.col("fiscal_year") == year).row(0, named=True)
    else:
        report = profile.row(0, named=True)
    _summary(report)
    if len(years) > 1:
        _over_years(profile)
    _by_class(report["report_id"])
    _findings(report["report_id"])
    _not_settled(report["report_id"])
    st.header(say("figures_of"))
    parts.table(ask(_FIGURES, report["report_id"]), "figures")


def _name(row: dict[str, object]) -> str:
    name, place = str(row["department_name"]), row["division_name"]
    return name if not place or str(place) in name else f"{name} · {place}"


def _summary(report: dict[str, Any]) -> None:
    status = known("status", report["report_status"])
    st.caption(f"{report['document_name']} · {report['fiscal_year']} · {status} · {say('amounts_in_wan')}")
    shown = ("revenue", "expenditure", "basic", "project", "three_public_final")
    columns = ("revenue_yuan", "expenditure_yuan", "basic_expenditure_yuan", "project_expenditure_yuan", "three_public_final_yuan")  # fmt: skip
    for place, key, column in zip(st.columns(5), shown, columns, strict=True):
        amount = report[column]
        value = "–" if amount is None else f"{amount / 10_000:,.2f}"
        place.metric(say(key), value)


def _over_years(profile: pl.DataFrame) -> None:
    shown = profile.filter(pl.col("expenditure_yuan").is_not_null()).select(
        pl.col("fiscal_year").cast(pl.String), (pl.col("expenditure_yuan").cast(pl.Float64) / 10_000).alias("amount")
    )
    drawing = alt.Chart(shown).mark_line(point=True, color=look.ACCENT).encode(
        x=alt.X("fiscal_year:N", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("amount:Q", title=say("wan"), axis=alt.Axis(format=",.0f")),
        tooltip=["fiscal_year", alt.Tooltip("amount:Q", format=",.2f", title=say("wan"))],
    )  # fmt: skip
    parts.chart(drawing.properties(height=220), say("years_chart"), say("years_chart"))


def _by_class(report_id: str) -> None:
    classes = ask(_CLASSES, report_id)
    if classes.is_empty():
        return
    shown = classes.with_columns((pl.col("amount_yuan").cast(pl.Float64) / 10_000).alias("amount"))
    bars = alt.Chart(shown).mark_bar(size=16, color=look.ACCENT).encode(
        x=alt.X("amount:Q", title=say("wan"), axis=alt.Axis(format=",.0f"), scale=look.room_for_labels(shown["amount"])),
        y=alt.Y("function_name:N", sort="-x", title=None),
        tooltip=["function_name", alt.Tooltip("amount:Q", format=",.2f", title=say("wan"))],
    )  # fmt: skip
    labels = bars.mark_text(align="left", dx=4, color=look.INK).encode(text=alt.Text("amount:Q", format=",.2f"))
    parts.chart((bars + labels).properties(height=alt.Step(30)), say("spending_chart"), say("spending_chart"))


def _findings(report_id: str) -> None:
    st.header(say("findings_of"))
    found = ask(_FINDINGS, report_id)
    if found.is_empty():
        checked = ask(_CHECKED, report_id).row(0, named=True)
        st.caption(say("no_findings", **checked))
        return
    messages = found.rename({f"message_{language()}": "message"})
    parts.table(messages.select("severity", "rule_id", "message", "actual_yuan", "expected_yuan", "blame"), "findings")


def _not_settled(report_id: str) -> None:
    """What was not understood in the report, and which checks could not be made; nothing where there is none."""
    for name, rows in (("problems_of", ask(_PROBLEMS, report_id)), ("open_of", ask(_OPEN, report_id, language()))):
        if not rows.is_empty():
            st.header(say(name))
            parts.table(rows, name.replace("_", "-"))
