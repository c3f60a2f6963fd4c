"""The report of a night as a page (HTML, complete in one file) and as Markdown.

In: the facts. Out: text. Whatever came from a document or an address is escaped; only http(s) addresses become links.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipelines.night_report.facts import Facts

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"

#: Rows of a list before it is cut and says how many more there are.
LONGEST_LIST = 200

_SPECIAL_IN_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|~"})


def as_html(found: Facts) -> str:
    """The page for a browser."""
    return template(for_html=True).render(_values(found))


def as_markdown(found: Facts) -> str:
    """The same for a chat, a mail or a terminal."""
    return template(for_html=False).render(_values(found))


def _values(found: Facts) -> dict[str, object]:
    incomplete = bool(found.failed or found.unfetched)
    return {
        "found": found,
        "longest": LONGEST_LIST,
        "status": "failed" if found.error else "incomplete" if incomplete else "complete",
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
        "duration": _duration,
        "noun": lambda count, noun: f"{count:,} {noun if count == 1 else _plural(noun)}",
    }
    environment.filters.update(filters)
    return environment.get_template("report.html.jinja" if for_html else "report.md.jinja")


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _in_markdown(value: object) -> str:
    """Text that means nothing to Markdown, on one line."""
    return " ".join(str(value).split()).translate(_SPECIAL_IN_MARKDOWN)


def _web_address(address: str | None) -> str | None:
    """The address where it can be a link, else None."""
    if address is None or not address.startswith(("http://", "https://")):
        return None
    return quote(address, safe="%/:=&?~#+!$,;'@*-._[]")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
