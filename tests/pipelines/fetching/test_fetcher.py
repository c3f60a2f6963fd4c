"""One address against servers of every temper."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator

import pytest

from pipelines.fetching.errors import DeadlineReached, FetchError, NotThere, Refused, TooLarge
from pipelines.fetching.fetcher import Remembered, user_agent
from tests.pipelines.fetching.local import Slept, fetcher, get
from tests.pipelines.portal import Drip, Endless, Failing, Portal, Reply, Stall, bomb, redirect

DATA = b"%PDF-1.7 some bytes"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal({"a.pdf": DATA, "b.pdf": b"%PDF-1.7 other"}) as portal:
        yield portal


def test_the_bytes_come_as_they_are_and_the_request_says_who_asks(portal: Portal) -> None:
    answer = get(portal, "a.pdf")
    assert (answer.status, answer.body) == (200, DATA)
    headers = portal.asked("a.pdf")[0].headers
    assert headers["user-agent"].startswith("juesuan/")
    assert headers["host"] == f"127.0.0.1:{portal.port}"
    assert not {"cookie", "authorization", "referer"} & set(headers)


def test_the_operator_may_add_a_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_CONTACT", "archive@example.org\r\nX-Evil: 1")
    assert user_agent().endswith("; archive@example.orgX-Evil: 1)")


def test_the_environment_gives_no_proxy_no_password_and_no_certificates(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert get(portal, "a.pdf").body == DATA


def test_cookies_are_not_kept(portal: Portal) -> None:
    portal.misbehave("a.pdf", Reply(200, {"Set-Cookie": "session=1; Path=/"}, DATA))
    by = fetcher()
    get(portal, "a.pdf", by)
    get(portal, "b.pdf", by)
    assert "cookie" not in portal.asked("b.pdf")[0].headers


def test_what_is_unchanged_is_not_sent_again(portal: Portal) -> None:
    first = get(portal, "a.pdf")
    known = Remembered(first.final_address, first.headers["etag"], first.headers["last-modified"])
    again = get(portal, "a.pdf", remembered=known)
    assert (again.status, again.body) == (304, b"")
    asked = portal.asked("a.pdf")[-1].headers
    assert asked["if-none-match"] == first.headers["etag"]
    assert asked["if-modified-since"] == first.headers["last-modified"]
    portal.put("a.pdf", b"%PDF-1.7 corrected")
    assert get(portal, "a.pdf", remembered=known).body == b"%PDF-1.7 corrected"


def test_304_to_a_question_that_was_not_asked_is_an_error(portal: Portal) -> None:
    portal.misbehave("a.pdf", Reply(304))
    with pytest.raises(FetchError, match="304"):
        get(portal, "a.pdf")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 408])
def test_what_may_pass_is_tried_again_with_growing_pauses(portal: Portal, status: int) -> None:
    portal.misbehave("a.pdf", Failing(2, status))
    slept = Slept()
    assert get(portal, "a.pdf", fetcher(slept)).body == DATA
    assert len(portal.asked("a.pdf")) == 3
    assert 0.5 <= slept[0] <= 1
    assert 1 <= slept[1] <= 2


def test_tries_end(portal: Portal) -> None:
    portal.misbehave("a.pdf", Failing(99))
    with pytest.raises(FetchError, match="503"):
        get(portal, "a.pdf")
    assert len(portal.asked("a.pdf")) == 3


@pytest.mark.parametrize(("asked", "waits"), [("7", 7.0), ("100000", 60.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.5)])
def test_retry_after_is_respected_up_to_a_limit(portal: Portal, asked: str, waits: float) -> None:
    portal.misbehave("a.pdf", Failing(1, 503, {"Retry-After": asked}))
    slept = Slept()
    get(portal, "a.pdf", fetcher(slept))
    assert waits <= slept[0] <= max(waits, 1.0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_what_will_not_pass_is_asked_once(portal: Portal, status: int) -> None:
    portal.misbehave("a.pdf", Reply(status))
    with pytest.raises(NotThere, match=str(status)):
        get(portal, "a.pdf")
    assert len(portal.asked("a.pdf")) == 1


def test_a_portal_that_wants_a_browser_is_named_so(portal: Portal) -> None:
    portal.misbehave("a.pdf", Reply(412))
    with pytest.raises(FetchError, match="browser"):
        get(portal, "a.pdf")


def test_partial_content_is_no_document(portal: Portal) -> None:
    portal.misbehave("a.pdf", Reply(206, {}, DATA[:5]))
    with pytest.raises(FetchError, match="206"):
        get(portal, "a.pdf")


def test_a_server_that_says_nothing_is_given_up(portal: Portal) -> None:
    portal.misbehave("a.pdf", Stall(30))
    start = time.monotonic()
    with pytest.raises(FetchError, match="does not answer"):
        get(portal, "a.pdf", fetcher(tries=1))
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("headers", [True, False])
def test_a_server_that_drips_cannot_stretch_the_deadline(portal: Portal, headers: bool) -> None:
    portal.misbehave("a.pdf", Drip(30, headers=headers))
    start = time.monotonic()
    with pytest.raises(DeadlineReached, match="longer than 1 seconds"):
        get(portal, "a.pdf", fetcher(total=1))
    assert time.monotonic() - start < 3
    assert len(portal.asked("a.pdf")) == 1


def test_the_deadline_holds_over_redirects_and_tries(portal: Portal) -> None:
    def slow(handler: object) -> None:
        time.sleep(0.3)
        redirect("/files/a.pdf")(handler)  # type: ignore[arg-type]

    portal.misbehave("a.pdf", slow)
    start = time.monotonic()
    with pytest.raises(DeadlineReached):
        get(portal, "a.pdf", fetcher(total=0.7, redirects=50))
    assert time.monotonic() - start < 2


def test_a_body_shorter_than_promised_is_tried_again_and_never_taken(portal: Portal) -> None:
    portal.misbehave("a.pdf", Reply(200, {}, DATA, length=len(DATA) + 100))
    with pytest.raises(FetchError, match="broke"):
        get(portal, "a.pdf")
    assert len(portal.asked("a.pdf")) == 3


def test_a_body_larger_than_allowed_is_refused_by_its_length_and_while_it_comes(portal: Portal) -> None:
    portal.misbehave("a.pdf", Reply(200, {}, b"x", length=10**12))
    with pytest.raises(TooLarge, match="says it has"):
        get(portal, "a.pdf", limit=1000)
    portal.misbehave("a.pdf", Endless())
    with pytest.raises(TooLarge, match="larger than"):
        get(portal, "a.pdf", limit=1 << 20)
    assert len(portal.asked("a.pdf")) == 2


def test_a_bomb_is_refused_and_costs_no_more_than_the_limit(portal: Portal) -> None:
    import tracemalloc

    portal.misbehave("a.pdf", bomb(300))
    tracemalloc.start()
    with pytest.raises(TooLarge, match="bomb"):
        get(portal, "a.pdf", limit=2 << 20)
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_a_packed_answer_is_unpacked_and_a_damaged_one_refused(portal: Portal) -> None:
    packed = gzip.compress(DATA) + gzip.compress(b" and more")
    portal.misbehave("a.pdf", Reply(200, {"Content-Encoding": "gzip"}, packed))
    assert get(portal, "a.pdf").body == DATA + b" and more"
    portal.misbehave("a.pdf", Reply(200, {"Content-Encoding": "gzip"}, packed[:-4]))
    with pytest.raises(FetchError, match="ended too early"):
        get(portal, "a.pdf")
    portal.misbehave("a.pdf", Reply(200, {"Content-Encoding": "gzip"}, DATA))
    with pytest.raises(FetchError, match="damaged"):
        get(portal, "a.pdf")
    portal.misbehave("a.pdf", Reply(200, {"Content-Encoding": "br"}, packed))
    with pytest.raises(FetchError, match="'br'"):
        get(portal, "a.pdf")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(portal: Portal, status: int) -> None:
    portal.misbehave("/old.pdf", redirect("/files/a.pdf", status))
    answer = get(portal, "/old.pdf")
    assert (answer.body, answer.address[-8:], answer.final_address[-12:]) == (DATA, "/old.pdf", "/files/a.pdf")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not among the hosts"),
        ("http://10.0.0.1/", "not among the hosts"),
        ("http://[::1]:80/", "not among the hosts"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:word@127.0.0.1/", "user or password"),
        ("gopher://127.0.0.1/", "only http and https"),
        ("/forbidden/x", "robots.txt"),
        ("", "only http and https"),
    ],
)
def test_a_redirect_passes_the_same_checks(portal: Portal, target: str, reason: str) -> None:
    portal.misbehave("/old.pdf", redirect(target))
    with pytest.raises(FetchError, match=reason):
        get(portal, "/old.pdf")


def test_redirects_end(portal: Portal) -> None:
    portal.misbehave("/a", redirect("/b"))
    portal.misbehave("/b", redirect("/a"))
    with pytest.raises(FetchError, match="more than 5 times"):
        get(portal, "/a")


def test_robots_is_asked_once_and_obeyed(portal: Portal) -> None:
    by = fetcher()
    get(portal, "a.pdf", by)
    get(portal, "b.pdf", by)
    with pytest.raises(Refused, match=r"robots\.txt of 127\.0\.0\.1 forbids it \(Disallow: /forbidden/\)"):
        get(portal, "/forbidden/a.pdf", by)
    assert len(portal.asked("/robots.txt")) == 1
    assert portal.asked("/forbidden/a.pdf") == []


def test_a_missing_robots_allows_and_one_that_cannot_be_had_forbids(portal: Portal) -> None:
    portal.robots = None
    assert get(portal, "/files/a.pdf").body == DATA
    portal.misbehave("/robots.txt", Reply(503))
    with pytest.raises(FetchError, match=r"robots\.txt could not be had"):
        get(portal, "a.pdf")
    portal.misbehave("/robots.txt", Failing(1))
    portal.robots = ""
    assert get(portal, "a.pdf").body == DATA


@pytest.mark.parametrize(
    "answer", [Endless(), redirect("http://10.0.0.1/robots.txt"), Reply(200, {}, b"<html>\xff"), Reply(403)]
)
def test_a_robots_that_is_none_says_nothing(portal: Portal, answer: object) -> None:
    portal.misbehave("/robots.txt", answer)  # type: ignore[arg-type]
    assert get(portal, "a.pdf").body == DATA


def test_every_answer_is_shown_before_it_is_used(portal: Portal) -> None:
    shown: list[str] = []
    get(portal, "a.pdf", observer=lambda answer: shown.append(answer.address.rpartition("/")[2]))
    assert shown == ["robots.txt", "a.pdf"]


def test_a_host_that_keeps_failing_is_left_alone() -> None:
    with Portal({f"{number}.pdf": DATA for number in range(9)}) as portal:
        by = fetcher(tries=1)
        for number in range(9):
            portal.misbehave(f"{number}.pdf", Reply(503))
        reasons = []
        for number in range(9):
            with pytest.raises(FetchError) as failed:
                get(portal, f"{number}.pdf", by)
            reasons.append(str(failed.value))
        assert ["left alone" in reason for reason in reasons] == [False] * 5 + [True] * 4
        assert len(portal.asked(".pdf")) == 5


def test_connections_are_used_again() -> None:
    with Portal({"a.pdf": DATA}) as portal:
        threads: set[int] = set()
        portal.misbehave("a.pdf", lambda handler: (threads.add(threading.get_ident()), handler.serve())[1])  # type: ignore[attr-defined]
        by = fetcher()
        for _ in range(5):
            get(portal, "a.pdf", by)
        assert len(threads) == 1


def test_ipv6() -> None:
    try:
        portal = Portal({"a.pdf": DATA}, host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with portal:
        assert get(portal, "a.pdf").body == DATA
        assert portal.asked("a.pdf")[0].headers["host"] == f"[::1]:{portal.port}"
