"""The language of messages and pages: texts stand in the code in English, `messages.zh.toml` has them in Chinese.

In: an English text with `{names}`, and their values. Out: the text in the reader's language, which LC_ALL, LC_MESSAGES
or LANG name (the first that is set). A text without a translation is shown in English; a test finds those.

What is stored never depends on who ran the command: errors are English as text, and said in a language when shown.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["zh", "en"]


def language() -> Language:
    """The language the environment asks for; English unless it is Chinese."""
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if named.lower().startswith("zh") else "en"


def say(text: str, /, **values: object) -> str:
    """A text in the language of the environment, its `{names}` filled in."""
    return say_in(language(), text, **values)


def say_in(tongue: Language, text: str, /, **values: object) -> str:
    """A text in the language given, its `{names}` filled in."""
    said = text if tongue == "en" else _chinese().get(text, text)
    return said.format(**values) if values else said


#: How Chinese writes what separates the parts of a line.
_FULL_WIDTH = {", ": "，", "; ": "；", ": ": "：", ". ": "。"}


def mark(punctuation: str) -> str:
    """A mark between two parts of a line (`", "`, `"; "`, `": "`, `". "`) as the language of the environment writes it."""
    return _FULL_WIDTH[punctuation] if language() == "zh" else punctuation


def aside(text: object) -> str:
    """A text in brackets, to stand behind another one."""
    return f"（{text}）" if language() == "zh" else f" ({text})"


def labelled(label: str, text: object) -> str:
    """A text behind its label; a label that ends in a full-width colon needs no space."""
    return f"{label}{text}" if label.endswith("：") else f"{label} {text}"


def message_of(row: Mapping[str, Any], tongue: Language | None = None) -> str:
    """What a finding says: its message in the language given (else that of the environment), or the one it has."""
    first, other = ("message_zh", "message_en") if (tongue or language()) == "zh" else ("message_en", "message_zh")
    return str(row.get(first) or row.get(other) or "")


class Words:
    """An English text with `{names}` and their values, which can be said in any language. As text it is English."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.said_in("en")

    def said_in(self, tongue: Language) -> str:
        """The text in the language given; values that are words themselves are said in it, too."""
        values = {
            name: value.said_in(tongue) if isinstance(value, Words | SaidError) else value
            for name, value in self.values.items()
        }
        return say_in(tongue, self.text, **values)


class SaidError(Exception):
    """An error that a person meets, made of words. As text, and so in every record, it is English."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.words = Words(text, **values)
        super().__init__(str(self.words))

    def said_in(self, tongue: Language) -> str:
        """The message in the language given."""
        return self.words.said_in(tongue)


def said(error: Exception) -> str:
    """An error in the language of the environment; one that is not made of words as it is."""
    return error.said_in(language()) if isinstance(error, SaidError) else str(error)


def recorded_texts() -> dict[str, str]:
    """English → Chinese of what comes in English and is said again when it is shown; see `recorded.py`."""
    texts = _file("messages.zh.toml")
    recorded: dict[str, str] = texts["recorded"] | texts["usage"]
    return recorded | _file("problems.zh.toml")


@cache
def _chinese() -> dict[str, str]:
    texts: dict[str, Any] = _file("messages.zh.toml")
    recorded: dict[str, str] = texts["recorded"]
    return {english: chinese for english, chinese in texts.items() if english not in ("recorded", "usage")} | recorded


@cache
def _file(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
