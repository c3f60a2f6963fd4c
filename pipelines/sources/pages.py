"""The links of a page.

In: the bytes of an HTML page (any Chinese encoding) and its address. Out: its title and its links, in order, as whole
addresses. Links that are no addresses (`javascript:`, `mailto:`, anchors) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from extractors.document import UnreadableDocument
from extractors.readers.html import decode_html

#: Elements that lead somewhere, and by which attribute.
_LEADING = {"a": "href", "area": "href", "iframe": "src", "embed": "src", "object": "data", "frame": "src"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where it leads (without fragment) and what it says."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says of itself and where it leads."""

    title: str
    links: tuple[Link, ...]


def read_page(data: bytes, address: str) -> Page:
    """The links of a page. A page that cannot be read as text has none."""
    from selectolax.lexbor import LexborHTMLParser

    try:
        tree = LexborHTMLParser(decode_html(data, address))
    except UnreadableDocument:
        return Page("", ())
    base = tree.css_first("base[href]")
    root = _joined(address, (base.attributes.get("href") or "") if base is not None else "") or address
    links: list[Link] = []
    for node in tree.css(", ".join(_LEADING)):
        where = _joined(root, node.attributes.get(_LEADING[node.tag or ""]) or "")
        if where is not None:
            printed = _plain(node.text(deep=True))
            told = _plain(node.attributes.get("title") or "")
            # Long link texts are cut (`攸县医疗保障局2024年…`); the title has them whole.
            links.append(Link(where, told if len(told) > len(printed) or not printed else printed))
    return Page(_title(tree), tuple(dict.fromkeys(links)))


def _title(tree: object) -> str:
    """The heading of a page, else its title without the site's name behind it."""
    for selector in ("h1", "title", "h2"):
        node = tree.css_first(selector)  # type: ignore[attr-defined]
        text = _plain(node.text(deep=True)) if node is not None else ""
        if text:
            return str(re.split(r"[_|]|--|-(?=[^-]*(?:政府|网))", text)[0])
    return ""


def _plain(text: str) -> str:
    """Text as it is printed, without the white space of its markup."""
    return "".join(text.split())


def _joined(base: str, reference: str) -> str | None:
    """The whole address of a reference on a page, None where it leads to no other page."""
    plain = re.sub(r"[\t\r\n]", "", reference).strip().replace("\\", "/")
    if not plain or plain.startswith("#"):
        return None
    try:
        parts = urlsplit(urljoin(base, plain))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        return urlunsplit(parts._replace(fragment="", path=parts.path or "/"))
    except ValueError:
        return None
