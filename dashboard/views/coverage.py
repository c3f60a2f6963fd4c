"""Who published, who did not, and how well what was published adds up."""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from dashboard import parts
from dashboard.warehouse import ask
from dashboard.words import say

_BY_STATUS = """
SELECT fiscal_year, status, count(*) AS report_count FROM reports
WHERE is_current AND kind <> 'budget' AND fiscal_year IS NOT NULL AND ($1 IS NULL OR province_name = $1)
GROUP BY ALL ORDER BY ALL
"""
_COVERAGE = """
SELECT province_name, division_name, fiscal_year, department_count, report_count, reconciled_count, flagged_count,
       unverified_count, share_evaluated
FROM coverage WHERE ($1 IS NULL OR province_name = $1) AND ($2 IS NULL OR fiscal_year = $2)
"""
_MISSING = """
SELECT province_name, division_name, department_name, last_published_year, missing_year FROM not_published
WHERE $1 IS NULL OR province_name = $1
"""
_REJECTED = """
SELECT r.document_name, string_agg(p.message, chr(10) ORDER BY p.ordinal) AS reason
FROM reports r LEFT JOIN problems p USING (report_id) WHERE r.status = 'rejected' GROUP BY ALL ORDER BY ALL
"""


def show() -> None:
    """Draws the page."""
    parts.heading(say("coverage"), say("coverage_intro"))
    places = ask("SELECT DISTINCT province_name FROM coverage WHERE province_name IS NOT NULL ORDER BY 1")
    years = ask("SELECT DISTINCT fiscal_year FROM coverage WHERE fiscal_year IS NOT NULL ORDER BY 1 DESC")
    left, right = st.columns(2)
    with left:
        province = parts.choice(say("province"), places["province_name"].to_list(), "coverage-province")
    with right:
        year = parts.choice(say("year"), [str(year) for year in years["fiscal_year"]], "coverage-year")
    by_status = ask(_BY_STATUS, province)
    if year is not None:
        by_status = by_status.filter(pl.col("fiscal_year") == int(year))
    _metrics(by_status)
    st.caption(say("status_note"))
    if not by_status.is_empty():
        parts.chart(_chart(by_status), say("coverage_chart"), say("coverage_chart"))
    st.header(say("coverage_table"))
    parts.table(ask(_COVERAGE, province, int(year) if year else None), "coverage")
    missing = ask(_MISSING, province)
    if not missing.is_empty():
        st.header(say("not_published"))
        parts.table(missing, "not-published")
    rejected = ask(_REJECTED)
    if not rejected.is_empty():
        st.header(say("rejected"))
        parts.table(rejected, "rejected")


def _metrics(by_status: pl.DataFrame) -> None:
    total = int(by_status["report_count"].sum())
    counts = {row["status"]: row["count"] for row in by_status.group_by("status").agg(pl.col("report_count").sum().alias("count")).iter_rows(named=True)}  # fmt: skip
    labels = {None: say("reports"), "reconciled": say("share_reconciled"), "flagged": say("share_flagged"), "unverified": say("share_unverified")}  # fmt: skip
    for column, (status, label) in zip(st.columns(4), labels.items(), strict=True):
        column.metric(label, f"{total if status is None else counts.get(status, 0):,}")


def _chart(by_status: pl.DataFrame) -> alt.Chart:
    shown = by_status.with_columns(
        parts.in_words(by_status["status"], "status"),
        pl.col("fiscal_year").cast(pl.String),
    )
    drawing: alt.Chart = (
        alt.Chart(shown)
        .mark_bar(size=22)
        .encode(
            y=alt.Y("fiscal_year:N", title=None, sort="descending"),
            x=alt.X("report_count:Q", title=say("reports"), axis=alt.Axis(tickMinStep=1, format="d")),
            color=parts.status_colour("status", shown),
            tooltip=["fiscal_year", "status", "report_count"],
        )
        .properties(height=alt.Step(40))
    )
    return drawing
