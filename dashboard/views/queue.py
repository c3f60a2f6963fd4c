"""The reconciliation queue: each finding with both places marked on the page, the suggestion, and a form for the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import parts
from dashboard.warehouse import ask, corrections, warehouse
from dashboard.words import known, language, say
from pipelines.page_picture import Mark
from pipelines.review import VERDICTS, ReviewError, record_verdict

_FINDINGS = """
SELECT n.severity, n.department_name, n.fiscal_year, n.rule_id, n.message_zh, n.message_en, n.actual_yuan,
       n.expected_yuan, n.difference_yuan, n.tolerance_yuan, n.suggested_amount_yuan, n.basis, n.blame, n.verdict,
       n.suspect_figure_id, n.finding_id,
       n.suspect_sentence, n.verdict_reason, n.verdict_date, n.reviewer, c.page AS claim_page, d.document_sha256, d.media_type
FROM findings n JOIN reports r USING (report_id) JOIN dim_document d ON d.document_sha256 = r.document_sha256
LEFT JOIN (SELECT claim_id AS suspect_claim_id, page FROM claims) c USING (suspect_claim_id)
WHERE n.is_current
ORDER BY CASE n.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, n.verdict IS NOT NULL,
         abs(n.difference_yuan) DESC NULLS LAST, n.finding_id
"""
_CELLS = """
SELECT f.figure_id, f.figure_id = n.suspect_figure_id AS is_suspect, f.statement_title, f.line_label, f.measure_label,
       f.raw_text, f.declared_unit, f.source, f.amount_yuan, f.page, f.line_number, f.sentence, f.x0, f.y0, f.x1, f.y1,
       g.document_sha256, d.media_type
FROM findings n
JOIN figures f ON f.report_id = n.report_id
              AND (list_contains(n.figure_ids, f.figure_id) OR f.figure_id = n.suspect_figure_id)
JOIN fact_figure g ON g.figure_id = f.figure_id
JOIN dim_document d ON d.document_sha256 = g.document_sha256
WHERE n.finding_id = $1 ORDER BY is_suspect DESC, f.page, f.y0, f.x0, f.figure_id
"""
#: Pages shown of one finding; a sum over a long statement stands on several.
_MOST_PAGES = 3


def show() -> None:
    """Draws the page."""
    parts.heading(say("queue"), say("queue_intro"))
    found = ask(_FINDINGS)
    if found.is_empty():
        parts.nothing()
        return
    left, middle, right = st.columns(3)
    with left:
        severity = _filter(found, "severity")
    with middle:
        basis = _filter(found, "basis")
    with right:
        blame = _filter(found, "blame")
    for column, wanted in (("severity", severity), ("basis", basis), ("blame", blame)):
        if wanted:
            found = found.filter(pl.col(column) == wanted)
    listed = found.rename({f"message_{language()}": "message"}).with_columns(pl.col("verdict").fill_null("none"))
    columns = ("severity", "department_name", "fiscal_year", "rule_id", "message", "difference_yuan", "verdict")
    st.caption(say("choose_finding"))
    chosen = parts.table(listed.select(columns), "queue", select=True)
    if not found.is_empty():
        _finding(found.row(chosen or 0, named=True))


def _filter(found: pl.DataFrame, column: str) -> str | None:
    options = found[column].unique().sort().to_list()
    words = {known(column, option): option for option in options}
    chosen = parts.choice(say(column), list(words), f"queue-{column}")
    return words[chosen] if chosen else None


def _finding(finding: dict[str, Any]) -> None:
    st.header(f"{finding['department_name']} {finding['fiscal_year']} · {finding['rule_id']}")
    st.markdown(f"**{_said(finding)}**")
    st.markdown(escape(finding[f"message_{language()}"], quote=False))
    st.html(_amounts(finding))
    if finding["verdict"] is not None:
        _verdict(finding)
    cells = ask(_CELLS, finding["finding_id"])
    left, right = st.columns([3, 2], gap="large")
    with left:
        _pages(cells)
        _sentence(finding, cells)
    with right:
        for cell in cells.iter_rows(named=True):
            _cell(cell)
        _review(finding)


def _said(finding: dict[str, Any]) -> str:
    """What the finding amounts to: withdrawn; as published; or whose slip it is, as far as that is decided."""
    if finding["verdict"] == "dismissed":
        return say("withdrawn")
    return known("said", finding["blame"])


def _amounts(finding: dict[str, Any]) -> str:
    """Both values, the difference, what rounding allows, and the suggestion, in yuan."""
    shown = {
        "printed": "actual_yuan", "expected": "expected_yuan", "difference": "difference_yuan",
        "tolerance": "tolerance_yuan", "suggestion": "suggested_amount_yuan",
    }  # fmt: skip
    cells = [
        f"<span>{escape(say(key))}<b>{finding[column]:,.2f}</b></span>"
        for key, column in shown.items() if finding[column] is not None
    ]  # fmt: skip
    return f'<div class="amounts">{"".join(cells)}</div>'


def _cell(cell: dict[str, Any]) -> None:
    unit = "" if cell["source"] == "narrative" else f" {cell['declared_unit']}"
    place = say("page", page=cell["page"]) if cell["line_number"] is None else say("line", line=cell["line_number"])
    where = " · ".join(str(cell[key]) for key in ("statement_title", "line_label", "measure_label") if cell[key])
    role = "suspect" if cell["is_suspect"] else ""
    title = f"<b>{escape(say('suspect'))}</b><br>" if cell["is_suspect"] else ""
    st.html(
        f'<div class="figure {role}">{title}<span class="value">{escape(cell["raw_text"] + unit)}</span><br>'
        f'<span class="where">{escape(where)} · <a href="{parts.source_link(cell["figure_id"])}" target="_self">{escape(place)}</a></span></div>'
    )


def _pages(cells: pl.DataFrame) -> None:
    drawn = cells.filter(pl.col("x0").is_not_null())
    pages = drawn.group_by("document_sha256", "media_type", "page", maintain_order=True).agg(pl.col("is_suspect").any())
    if not pages.is_empty():
        st.caption(say("marked"))
    for page in pages.head(_MOST_PAGES).iter_rows(named=True):
        here = drawn.filter(pl.col("page") == page["page"], pl.col("document_sha256") == page["document_sha256"])
        parts.marked_page(page["document_sha256"], page["media_type"], page["page"], _marks(here.rows(named=True)))
    for cell in cells.filter(pl.col("x0").is_null() & pl.col("sentence").is_not_null()).iter_rows(named=True):
        st.markdown(f"> {escape(cell['sentence'], quote=False)}")


def _sentence(finding: dict[str, Any], cells: pl.DataFrame) -> None:
    """What the text says, where no cell of it is marked: its sentence, and the page it stands on."""
    if finding["suspect_sentence"] is None or not cells.filter(pl.col("is_suspect")).is_empty():
        return
    st.markdown(f"> {escape(finding['suspect_sentence'], quote=False)}")
    if finding["claim_page"] is not None:
        parts.marked_page(finding["document_sha256"], finding["media_type"], finding["claim_page"], [])


def _verdict(finding: dict[str, Any]) -> None:
    """What people made of the finding, or what the department answered, beside it."""
    who = " · ".join(str(finding[name]) for name in ("verdict_date", "reviewer") if finding[name])
    st.markdown(f"{say('review')}: {known('verdict', finding['verdict'])} ({who})")
    st.markdown(f"> {escape(finding['verdict_reason'], quote=False)}")


def _marks(cells: Sequence[dict[str, Any]]) -> list[Mark]:
    return [
        Mark(cell["x0"], cell["y0"], cell["x1"], cell["y1"], "suspect" if cell["is_suspect"] else "other")
        for cell in cells
    ]


def _review(finding: dict[str, Any]) -> None:
    st.subheader(say("review"))
    with st.form(f"review-{finding['finding_id']}", border=False):
        verdict = st.radio(say("verdict"), VERDICTS, format_func=lambda key: say(f"verdict.{key}"), horizontal=True)
        reason = st.text_input(say("reason"))
        amount = st.text_input(say("amount"))
        reviewer = st.text_input(say("reviewer"))
        if not st.form_submit_button(say("save")):
            return
    try:
        record_verdict(
            warehouse(), finding["finding_id"], verdict, reason, amount or None, None, reviewer or None, corrections()
        )
    except ReviewError as error:
        st.error(error.said_in(language()))
        return
    st.success(say("saved", verdict=say(f"verdict.{verdict}")))
