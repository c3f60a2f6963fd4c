"""robots.txt as RFC 9309 wants it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fetching.robots import parse


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /a", "/abc", False),
        ("user-agent:*\ndisallow:/a # not this", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /*?id=", "/down?id=7", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-b", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axbxc", False),
        ("User-agent: Juesuan\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: *\nDisallow: /\nUser-agent: juesuan\nDisallow: /a", "/b", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: juesuan\nDisallow:\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /决算", "/%E5%86%B3%E7%AE%97/1.pdf", False),
        ("User-agent: *\nDisallow: /%e5%86%b3", "/%E5%86%B3%E7%AE%97/1.pdf", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>Disallow: /</html>", "/a", True),
        ("Disallow: /", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert (parse(text).forbidding(path) is None) is allowed


def test_the_pause_it_asks_for() -> None:
    assert parse("User-agent: *\nCrawl-delay: 2.5\nDisallow: /x").crawl_delay == 2.5
    assert parse("User-agent: *\nCrawl-delay: soon").crawl_delay == 0


def test_no_pattern_takes_long() -> None:
    start = time.monotonic()
    parse("User-agent: *\nDisallow: /" + "*a" * 5000 + "$").forbidding("/" + "a" * 4000 + "b")
    assert time.monotonic() - start < 1


@given(st.text(max_size=200), st.text(max_size=50))
def test_nothing_breaks_it(text: str, path: str) -> None:
    parse(f"User-agent: *\nDisallow: {text}").forbidding(f"/{path}")
