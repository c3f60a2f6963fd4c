"""Pieces the pages are made of: a table with its downloads, a chart with its table, a page of a disclosure with marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl
import streamlit as st

from dashboard import look
from dashboard.warehouse import ask, store
from dashboard.words import known, language, say
from pipelines.page_picture import Mark, NoPicture, page_picture
from pipelines.recorded import retold_all
from pipelines.spreadsheet import as_csv, as_xlsx

#: Columns whose values are words of a closed vocabulary → its prefix in words.toml.
_VOCABULARIES = {
    "report_status": "status", "status": "status", "verification": "verification", "item": "item",
    "severity": "severity", "basis": "basis", "blame": "blame", "verdict": "verdict", "outcome": "outcome",
    "source": "source",
}  # fmt: skip
#: Columns of texts that are recorded in English; the downloads hold them as they are.
_RECORDED = ("reason", "problem")
#: Rows shown at once; the downloads hold all of them.
MOST_SHOWN = 2000


def heading(title: str, intro: str) -> None:
    """The head of a page."""
    st.title(title)
    st.caption(intro)


def nothing() -> None:
    """What stands where no row fits."""
    st.info(say("nothing_here"))


def table(frame: pl.DataFrame, name: str, *, select: bool = False) -> int | None:
    """A table with its downloads. Out: the row a reader has chosen, where `select` lets them."""
    if frame.is_empty():
        nothing()
        return None
    shown = _with_words(frame).head(MOST_SHOWN)
    options: dict[str, Any] = {
        "column_config": {column: _column(column, kind) for column, kind in shown.schema.items()},
        "hide_index": True,
        "height": min(38 + 35 * max(shown.height, 1), 460),
        "key": f"table-{name}",
    }
    if select:
        options |= {"on_select": "rerun", "selection_mode": "single-row"}
    state: Any = st.dataframe(shown, **options)
    if frame.height > MOST_SHOWN:
        st.caption(say("first_rows", count=MOST_SHOWN))
    _downloads(frame, name)
    chosen = state.selection.rows if select else []
    return int(chosen[0]) if chosen else None


def _downloads(frame: pl.DataFrame, name: str) -> None:
    plain = frame.drop("link", strict=False)
    meanings = {row["column_name"]: row["comment"] for row in _meanings().iter_rows(named=True)}
    with st.container(horizontal=True, gap="small"):
        # The bytes are made when somebody asks for them.
        st.download_button(
            say("download_csv"), lambda: as_csv(plain), f"{name}.csv", "text/csv", key=f"csv-{name}",
            on_click="ignore", type="tertiary", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("download_xlsx"), lambda: as_xlsx(plain, name, meanings), f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key=f"xlsx-{name}",
            on_click="ignore", type="tertiary", icon=":material/download:",
        )  # fmt: skip


def _meanings() -> pl.DataFrame:
    return ask(
        "SELECT column_name, min(comment) AS comment FROM duckdb_columns() WHERE NOT internal AND comment IS NOT NULL "
        "GROUP BY column_name ORDER BY column_name"
    )


def _with_words(frame: pl.DataFrame) -> pl.DataFrame:
    spoken = [
        in_words(frame[column], prefix)
        for column, prefix in _VOCABULARIES.items()
        if column in frame.columns and frame.schema[column] == pl.String
    ]
    return frame.with_columns(*spoken, *(told_again(frame[column]) for column in _RECORDED if column in frame.columns))


def told_again(values: pl.Series) -> pl.Series:
    """Texts recorded in English, one a line, in the reader's language."""
    tongue = language()
    told = {text: retold_all(text.splitlines(), tongue) for text in values.drop_nulls().unique().to_list()}
    return values.replace_strict(told, default=None, return_dtype=pl.String)


def in_words(values: pl.Series, prefix: str) -> pl.Series:
    """The values of a closed vocabulary in the reader's language."""
    # Looked up here and not by Polars: its threads know nothing of the reader.
    words = {value: known(prefix, value) for value in values.unique().to_list()}
    return values.replace_strict(words, return_dtype=pl.String)


def _column(name: str, kind: pl.DataType) -> object:
    label = known("column", name)
    if name == "link":
        return st.column_config.LinkColumn(label, display_text=say("open_source"), width="small")
    if name == "quantity_value":
        return st.column_config.NumberColumn(label, format="localized", width="small")
    if name.startswith("share_"):
        return st.column_config.NumberColumn(label, format="percent")
    if kind.is_decimal():
        return st.column_config.NumberColumn(label, format="accounting")
    if name.endswith("year"):
        return st.column_config.NumberColumn(label, format="%d", width="small")
    return st.column_config.Column(label)


def chart(drawing: alt.Chart | alt.LayerChart, title: str, description: str) -> None:
    """A chart under its title; the description is for those who do not see it."""
    st.header(title)
    st.altair_chart(look.styled(drawing), theme=None, alt=description)


def status_colour(column: str, shown: pl.DataFrame) -> alt.Color:
    """Colours of the status words a frame holds, in the reader's language; the legend names no others."""
    present = set(shown[column].to_list())
    colours = {known("status", key): colour for key, colour in look.STATUS.items() if known("status", key) in present}
    return coloured(column, colours)


def coloured(column: str, colours: Mapping[str, str]) -> alt.Color:
    """A colour a word; the legend stands in two columns, so that a telephone shows it whole."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color(f"{column}:N", scale=scale, legend=alt.Legend(columns=2 if len(colours) > 2 else 0))


def choice(label: str, options: Sequence[str], key: str) -> str | None:
    """A choice of one or all. Out: None for all."""
    chosen = st.selectbox(label, [say("all"), *options], key=key)
    return None if chosen == say("all") else chosen


def source_link(figure_id: str) -> str:
    """The address of the page that shows where a figure was printed."""
    return f"figure?id={figure_id}"


def marked_page(sha256: str, media_type: str, page: int, marks: Sequence[Mark]) -> None:
    """One page of an archived disclosure with cells marked, or a word on why there is none."""
    original = store().archived(sha256)
    if not original.is_file():
        st.info(say("no_bytes"))
        return
    try:
        picture = page_picture(original.read_bytes(), media_type, page, marks)
    except NoPicture as error:
        st.warning(error.said_in(language()))
        return
    if picture is None:
        st.caption(say("no_picture", media_type=media_type))
        return
    st.image(picture, caption=say("page", page=page), width="stretch", alt=say("page", page=page))
