"""Where one figure was printed: its page with the cell marked, who read it, and the identities it stands in."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import parts
from dashboard.warehouse import store, warehouse
from dashboard.words import known, say
from pipelines.lineage import UnknownFigure, figure_lines, lineage, witness_readings
from pipelines.page_picture import Mark
from pipelines.questions import Record


def show() -> None:
    """Draws the page of the figure whose id stands in the address."""
    wanted = st.query_params.get("id", "")
    st.title(say("figure"))
    try:
        found = lineage(warehouse(), wanted)
    except UnknownFigure:
        st.info(say("unknown_figure", figure_id=wanted or "–"))
        return
    figure = found.figure
    unit = "" if figure["source"] == "narrative" else f" {figure['declared_unit']}"
    st.header(f"{figure['raw_text']}{unit} = {figure['amount_yuan']:,.2f} 元")
    _facts(figure)
    for reading in witness_readings(store(), figure):
        st.caption(f"{reading.reader}: {reading.raw_text}")
    _place(figure)
    if found.checks:
        st.header(say("identities"))
        columns = ("outcome", "rule_id", "identity", "instance", "actual_yuan", "expected_yuan", "tolerance_yuan")
        rows = [{column: check[column] for column in columns} for check in found.checks]
        parts.table(pl.DataFrame(rows, infer_schema_length=None), "identities")


def _facts(figure: Record) -> None:
    statement = figure["statement_title"] or figure["statement"]
    line = "" if figure["line_number"] is None else f" · {say('line', line=figure['line_number'])}"
    st.markdown(
        f"**{figure['department_name']}** {figure['fiscal_year']} · {statement} · {figure['line_label']} · "
        f"{figure['measure_label'] or figure['measure']}"
    )
    st.caption(
        f"{figure['document_name']} · {say('page', page=figure['page'])}{line} · {say('verification')}: "
        f"{known('verification', figure['verification'])} · {figure['reader']}"
    )
    if figure["sentence"]:
        st.markdown(f"> {figure['sentence']}")


def _place(figure: Record) -> None:
    lines = figure_lines(store(), figure)
    if lines:
        marked = "\n".join(f"{'▶' if number == figure['line_number'] else ' '} {number:>5}  {text}" for number, text in lines)  # fmt: skip
        st.code(marked, language=None, wrap_lines=True)
        return
    marks = [] if figure["x0"] is None else [Mark(figure["x0"], figure["y0"], figure["x1"], figure["y1"])]
    parts.marked_page(figure["document_sha256"], figure["media_type"], figure["page"], marks)
