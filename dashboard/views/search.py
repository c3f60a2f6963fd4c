"""Find a department, an item, a sentence or an amount."""

from __future__ import annotations

import re

import streamlit as st

from dashboard import parts
from dashboard.warehouse import ask
from dashboard.words import say

_REPORTS = """
SELECT department_name, division_name, fiscal_year, status, figure_count, finding_count, document_name
FROM reports WHERE contains(department_name, $1) OR contains(document_name, $1) OR division_code = $1
ORDER BY division_code NULLS LAST, department_name, fiscal_year DESC, report_id LIMIT 200
"""
_FIGURES = """
SELECT department_name, fiscal_year, statement_title, line_label, measure_label, raw_text, amount_yuan, verification,
       page, 'figure?id=' || figure_id AS link
FROM figures
WHERE contains(line_label, $1) OR line = $1 OR raw_text = $1
   OR ($2 IS NOT NULL AND (amount_printed = TRY_CAST($2 AS DECIMAL(20,2)) OR amount_yuan = TRY_CAST($2 AS DECIMAL(20,2))))
ORDER BY department_name, fiscal_year DESC, statement, line, measure, figure_id LIMIT 200
"""
_CLAIMS = """
SELECT DISTINCT department_name, fiscal_year, sentence, page FROM claims WHERE contains(sentence, $1)
ORDER BY department_name, fiscal_year DESC, page, sentence LIMIT 200
"""
_AMOUNT = re.compile(r"^-?\d[\d,]*(?:\.\d+)?$")


def show() -> None:
    """Draws the page."""
    parts.heading(say("search"), say("search_intro"))
    wanted = st.text_input(
        say("search"), placeholder=say("search_box"), key="search", label_visibility="collapsed"
    ).strip()
    if not wanted:
        st.info(say("search_hint"))
        return
    amount = wanted.replace(",", "") if _AMOUNT.match(wanted) else None
    found = {
        "search_departments": ask(_REPORTS, wanted),
        "search_figures": ask(_FIGURES, wanted, amount),
        "search_claims": ask(_CLAIMS, wanted),
    }
    if all(frame.is_empty() for frame in found.values()):
        parts.nothing()
    for key, frame in found.items():
        if not frame.is_empty():
            st.header(say(key))
            parts.table(frame, key.replace("_", "-"))
