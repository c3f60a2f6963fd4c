"""What robots.txt allows (RFC 9309): the group for this project, else the one for all; the longest matching rule wins,
and where two are equally long, the one that allows.

In: the text of robots.txt. Out: `Rules`. Lines that are none of it (an error page in HTML) count for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

#: Name under which robots.txt may address this project.
PRODUCT = "juesuan"

#: More of robots.txt is not read (RFC 9309 asks for at least 500 KiB).
MAX_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host: (path pattern, whether it allows), and the seconds to wait between requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    crawl_delay: float = 0.0

    def forbidding(self, target: str) -> str | None:
        """The rule that forbids a path with its query, None where it is allowed."""
        wanted = _normal(target)
        if wanted == "/robots.txt":
            return None
        best: tuple[int, bool, str] | None = None
        for pattern, allows in self.rules:
            if _matches(pattern, wanted) and (best is None or (len(pattern), allows) > best[:2]):
                best = (len(pattern), allows, pattern)
        return None if best is None or best[1] else f"Disallow: {best[2]}"


def parse(text: str) -> Rules:
    """The rules that hold for this project."""
    named: list[tuple[str, str]] | None = None
    general: list[tuple[str, str]] = []
    agents: list[str] = []
    in_rules = False
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [*([] if in_rules else agents), value.lower()]
            in_rules = False
            if PRODUCT in agents and named is None:
                named = []
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            if PRODUCT in agents and named is not None:
                named.append((key, value))
            if "*" in agents:
                general.append((key, value))
    return _rules(general if named is None else named)


def _rules(lines: list[tuple[str, str]]) -> Rules:
    rules = tuple((_normal(value), key == "allow") for key, value in lines if key != "crawl-delay" and value)
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d+)?", value)]
    return Rules(rules, max(delays, default=0.0))


def _normal(path: str) -> str:
    """One spelling of a path: what needs no percent sign has none."""
    return quote(unquote_to_bytes(path), safe="/?&=*$:@!'(),;+~%-._")


def _matches(pattern: str, target: str) -> bool:
    """`*` stands for anything, `$` for the end. Without backtracking, so that no pattern takes long."""
    anchored = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    if not parts:
        return not anchored or target == first
    position = len(first)
    for part in parts[:-1]:
        found = target.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    last = parts[-1]
    if anchored:
        return target.endswith(last) and len(target) - len(last) >= position
    return target.find(last, position) >= 0
