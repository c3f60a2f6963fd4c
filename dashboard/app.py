"""The frame around every page: navigation, language, and what is said where nothing has been published."""

from __future__ import annotations

import streamlit as st

from dashboard import look
from dashboard.views import compare, coverage, department, figure, queue, search, three_public
from dashboard.warehouse import is_there, version, warehouse
from dashboard.words import choose_language, say

#: Key of the title in words.toml → what draws the page, its symbol.
PAGES = {
    "coverage": (coverage.show, ":material/fact_check:"),
    "compare": (compare.show, ":material/bar_chart:"),
    "department": (department.show, ":material/account_balance:"),
    "three_public": (three_public.show, ":material/receipt_long:"),
    "queue": (queue.show, ":material/rule:"),
    "search": (search.show, ":material/search:"),
}


def main() -> None:
    """Draws the page the reader is on."""
    st.set_page_config(page_title=say("title"), page_icon=look.symbol(), layout="wide")
    look.apply()
    pages = [
        st.Page(show, title=say(key), icon=icon, url_path=key, default=key == "coverage")
        for key, (show, icon) in PAGES.items()
    ]
    hidden = st.Page(figure.show, title=say("figure"), url_path="figure", visibility="hidden")
    page = st.navigation([*pages, hidden])
    with st.sidebar:
        choose_language()
    if not is_there():
        st.title(say("title"))
        st.info(say("no_warehouse", file=warehouse()))
        return
    page.run()
    st.caption(say("published_at", version=version()))


main()
