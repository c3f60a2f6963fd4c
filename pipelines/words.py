"""The language of messages and pages: texts stand in the code in English, `messages.zh.toml` has them in Chinese.

In: an English text with `{names}`, and their values. Out: the text in the reader's language, which LC_ALL, LC_MESSAGES
or LANG name (the first that is set). A text without a translation is shown in English; a test finds those.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

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


@cache
def _chinese() -> dict[str, str]:
    import tomllib

    texts: dict[str, str] = tomllib.loads(Path(__file__).with_name("messages.zh.toml").read_text(encoding="utf-8"))
    return texts
