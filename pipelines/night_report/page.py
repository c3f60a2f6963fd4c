"""The report of a night as a page (HTML, complete in one file) and as Markdown, in Chinese or English.

In: the facts. Out: text. Why something failed is shown as it was recorded
where it has no Chinese. Whatever came from a document or an address is escaped; only http(s) addresses become links.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipelines.night_report.facts import Facts
from pipelines.recorded import about, retold
from pipelines.words import Language, language, message_of, say_in

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"

#: Rows of a list before it is cut and says how many more there are.
LONGEST_LIST = 200

_SPECIAL_IN_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|~"})


def as_html(found: Facts, tongue: Language | None = None) -> str:
    """The page for a browser, in the language of the environment unless another is given."""
    return template(for_html=True).render(_values(found, tongue or language()))


def as_markdown(found: Facts, tongue: Language | None = None) -> str:
    """The same for a chat, a mail or a terminal."""
    return template(for_html=False).render(_values(found, tongue or language()))


def _values(found: Facts, tongue: Language) -> dict[str, object]:
    incomplete = bool(found.failed or found.unfetched)
    tr = partial(say_in, tongue)
    statuses = (f"{tr(status)} {count:,}" for status, count in found.statuses.items())
    return {
        "found": found,
        "longest": LONGEST_LIST,
        "status": "failed" if found.error else "incomplete" if incomplete else "complete",
        "language": tongue,
        "tr": tr,
        "counted": lambda one, many, count: tr(one) if count == 1 else tr(many, count=f"{count:,}"),
        "duration": lambda seconds: _duration(seconds, tr),
        "message": lambda row: message_of(row, tongue),
        "about": about,
        "retold": lambda text: retold(text, tongue),
        # Between two sentences Chinese has no space.
        "gap": "" if tongue == "zh" else " ",
        "statuses": ("，" if tongue == "zh" else ", ").join(statuses),
    }


@cache
def template(for_html: bool) -> Template:
    """The template of the page or of the Markdown, compiled once a process."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=for_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., object]] = {
        "plain": _in_markdown,
        "web": _web_address,
        "number": lambda value: f"{value:,}",
        "yuan": lambda value: "–" if value is None else f"{value:,.2f}",
        "moment": lambda value: f"{value:%Y-%m-%d %H:%M}",
    }
    environment.filters.update(filters)
    return environment.get_template("report.html.jinja" if for_html else "report.md.jinja")


def _in_markdown(value: object) -> str:
    """Text that means nothing to Markdown, on one line."""
    return " ".join(str(value).split()).translate(_SPECIAL_IN_MARKDOWN)


def _web_address(address: str | None) -> str | None:
    """The address where it can be a link, else None."""
    if address is None or not address.startswith(("http://", "https://")):
        return None
    return quote(address, safe="%/:=&?~#+!$,;'@*-._[]")


def _duration(seconds: float, tr: Callable[..., str]) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
    if minutes:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return tr("{seconds} s", seconds=f"{seconds:.1f}")
