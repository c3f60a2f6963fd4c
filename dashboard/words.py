"""The words on the pages, in Chinese and English. In: a key of words.toml. Out: the text in the reader's language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

from pipelines.words import Language

LANGUAGES = {"zh": "中文", "en": "English"}
_KEY = "language"


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def language() -> Language:
    """The reader's language: the one chosen, else the browser's, else Chinese."""
    chosen = st.session_state.get(_KEY)
    locale = str(chosen) if chosen in LANGUAGES else st.context.locale or "zh"
    return "en" if locale.lower().startswith("en") else "zh"


def choose_language() -> None:
    """The switch in the side bar."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = language()
    st.segmented_control(
        say("language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key=_KEY, label_visibility="collapsed"
    )


def say(key: str, **values: object) -> str:
    """A text by its key, its `{names}` filled in."""
    return _texts()[key][language()].format(**values)


def known(prefix: str, value: object) -> str:
    """The text of a value of a closed vocabulary (`status.flagged`); the value itself where it has none."""
    entry = _texts().get(f"{prefix}.{value}")
    return entry[language()] if entry else str(value if value is not None else "–")
