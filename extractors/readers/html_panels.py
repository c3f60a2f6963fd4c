"""What of an HTML page is hidden for good, and what is a panel that shows on a click.

Portals put every statement into a panel of its own and show one at a time; the others are hidden only until somebody
asks for them. In: elements of a page. Out: answers. Style sheets are not read: what they hide counts as shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
#: Hidden for good: nothing on the page makes it show.
_GONE = re.compile(r"mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_PANELS = frozenset(("div", "section", "article", "li", "dd", "ul", "dl", "table", "p", "center", "fieldset"))

#: The cells of a table are styled alike; styles up to this length are remembered.
_REMEMBERED = 240


def children(node: LexborNode) -> list[LexborNode]:
    """The elements right below an element."""
    found = []
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            found.append(child)
        child = child.next
    return found


def is_hidden(node: LexborNode) -> bool:
    """Whether an element says that it is not shown."""
    attributes = node.attributes
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _hides(style))


def _hides(style: str) -> bool:
    return _hiding(style) if len(style) <= _REMEMBERED else _hiding.__wrapped__(style)


@lru_cache(4_096)
def _hiding(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def is_panel(node: LexborNode) -> bool:
    """Whether a hidden element is one of several of its kind that hold tables and are shown in turn: beside it stands
    another with the same tag and, if it has classes, one of them."""
    if node.tag not in _PANELS or _GONE.search(node.attributes.get("style") or "") or not _holds_table(node):
        return False
    if (node.attributes.get("role") or "").lower() == "tabpanel":
        return True
    parent = node.parent
    return parent is not None and any(_is_of_kind(other, node) for other in children(parent))


def _is_of_kind(other: LexborNode, node: LexborNode) -> bool:
    if other.mem_id == node.mem_id or other.tag != node.tag or not _holds_table(other):
        return False
    mine, theirs = _classes(node), _classes(other)
    return bool(mine & theirs) if mine else not theirs


def _holds_table(node: LexborNode) -> bool:
    return node.tag == "table" or node.css_first("table") is not None


def _classes(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").lower().split())
