"""How the pages look: one ink, one accent, red only where something does not add up, numbers that line up.

Everything is drawn by the browser from what the server sends: no font, script or picture comes from elsewhere.
"""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st
from PIL import Image

INK = "#1f2933"
MUTED = "#52606d"
ACCENT = "#1f618d"
GRID = "#e4e7eb"
#: Status → colour. Red and amber are used for nothing else.
STATUS = {"reconciled": "#3a7d5c", "flagged": "#c0392b", "unverified": "#c9a227", "rejected": "#9aa5b1"}
#: Colours of categories that mean nothing by themselves.
SERIES = ("#1f618d", "#76a5c4", "#3a7d5c", "#a3b8a0", "#8a6d3b", "#c9b08a", "#6b5b95", "#a9a0c3")

_STYLE = f"""
<style>
  .block-container {{ padding-top: 2.2rem; max-width: 1180px; }}
  h1 {{ font-size: 1.6rem !important; font-weight: 650 !important; color: {INK}; padding-bottom: 0.1rem; }}
  h2 {{ font-size: 1.12rem !important; font-weight: 650 !important; color: {INK}; padding-top: 0.9rem; }}
  p, li, label {{ color: {INK}; }}
  [data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ color: {MUTED}; opacity: 1; }}
  [data-testid="stMetricValue"] {{ font-size: 1.5rem; font-variant-numeric: tabular-nums; color: {INK}; }}
  [data-testid="stMetricLabel"] p {{ color: {MUTED}; font-size: 0.82rem; }}
  .number, td {{ font-variant-numeric: tabular-nums; }}
  .amounts {{ display: flex; flex-wrap: wrap; gap: 0.4rem 2.2rem; margin: 0.2rem 0 0.8rem 0; }}
  .amounts span {{ color: {MUTED}; font-size: 0.82rem; }}
  .amounts b {{ display: block; font-size: 1.12rem; font-weight: 600; color: {INK}; font-variant-numeric: tabular-nums; }}
  h3 {{ font-size: 1rem !important; font-weight: 650 !important; color: {INK}; }}
  .figure {{ border-left: 3px solid {GRID}; padding: 0.1rem 0 0.1rem 0.8rem; margin: 0.3rem 0 0.6rem 0; }}
  .figure.suspect {{ border-left-color: {STATUS["flagged"]}; }}
  .figure .value {{ font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }}
  .figure .where {{ color: {MUTED}; font-size: 0.86rem; }}
  @media (max-width: 640px) {{
    .block-container {{ padding-left: 1rem; padding-right: 1rem; padding-top: 3.2rem; }}
    h1 {{ font-size: 1.35rem !important; }}
  }}
</style>
"""


def symbol() -> Image.Image:
    """The picture on the browser's tab. A named symbol would be fetched from elsewhere."""
    return Image.new("RGB", (32, 32), ACCENT)


def room_for_labels(amounts: pl.Series) -> alt.Scale:
    """The scale of bars whose amount stands at their end."""
    largest = max(amounts.to_list(), default=0.0)
    return alt.Scale(domain=[0, largest * 1.3], nice=False) if largest > 0 else alt.Scale()


def apply() -> None:
    """The style sheet; call it once a page."""
    st.html(_STYLE)


def styled(chart: alt.Chart | alt.LayerChart) -> alt.Chart | alt.LayerChart:
    """A chart in the look of the pages: no frame, faint horizontal grid, readable labels."""
    drawn: alt.Chart | alt.LayerChart = (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=MUTED, gridColor=GRID, domainColor=GRID, tickColor=GRID, labelFontSize=12,
            titleFontSize=12, titleFontWeight="normal", labelLimit=220,
        )
        .configure_legend(labelColor=INK, titleColor=MUTED, labelFontSize=12, orient="top", title=None)
    )  # fmt: skip
    return drawn
