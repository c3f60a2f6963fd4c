"""Fetches one address: checked, paced, bounded in time and size, retried where that may help.

In: an address, the hosts its source allows, what is remembered of it. Out: an `Answer` (status 200 with all bytes, or
304). Raises `FetchError` with a reason for the operator. No cookies, no credentials, no proxy, no environment.
"""

from __future__ import annotations

import email.utils
import os
import random
import re
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import httpcore
import httpx

from pipelines.fetching import robots
from pipelines.fetching.addresses import checked_address
from pipelines.fetching.body import ACCEPT_ENCODING, read_body
from pipelines.fetching.connection import (
    Budget,
    CheckedBackend,
    CheckedTransport,
    Deadline,
    Dial,
    Resolver,
    dial,
    resolve,
)
from pipelines.fetching.errors import DeadlineReached, FetchError, NotThere, Refused, TooLarge
from pipelines.fetching.pace import Pace
from pipelines.lake import now

#: Opens this machine's loopback addresses, for tests and for the example of docs/adding-a-source.md only.
LOOPBACK_SWITCH = "JUESUAN_ALLOW_LOOPBACK"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_WITHOUT_BROWSER = frozenset({412, 521, 567})
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Policy:
    """How long and how often is tried (seconds), and whether this machine may be asked (tests)."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 300.0
    tries: int = 4
    backoff: float = 1.0
    longest_wait: float = 60.0
    redirects: int = 5
    loopback: bool = False

    @classmethod
    def from_environment(cls) -> Policy:
        """The usual policy; `JUESUAN_ALLOW_LOOPBACK=1` is the only thing the environment can change."""
        return cls(loopback=os.environ.get(LOOPBACK_SWITCH) == "1")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of an address from its last fetch."""

    final_address: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: status 200 and its bytes, or 304 and none."""

    address: str
    final_address: str
    status: int
    headers: httpx.Headers
    body: bytes
    fetched_at: datetime


#: Told of every answer with bytes (robots.txt included) before anything reads them.
Observer = Callable[[Answer], None]


def user_agent() -> str:
    """Who asks; `JUESUAN_CONTACT` adds an address under which the operator can be reached."""
    contact = re.sub(r"[^\x20-\x7e]", "", os.environ.get("JUESUAN_CONTACT", ""))
    about = f"; {contact}" if contact else ""
    return f"juesuan/0.1 (collects published departmental final accounts{about})"


class Fetcher:
    """Fetches addresses one at a time; keeps connections, robots.txt and the pace of hosts between them."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        resolver: Resolver = resolve,
        dialler: Dial = dial,
        context: ssl.SSLContext | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.policy = policy or Policy.from_environment()
        self._deadline = Deadline()
        backend = CheckedBackend(self._deadline, self.policy.loopback, resolver, dialler)
        self._transport = CheckedTransport(backend, context or httpx.create_ssl_context(trust_env=False))
        self._pace = pace or Pace(sleep=sleep)
        self._sleep = sleep
        self._robots: dict[str, robots.Rules] = {}

    def get(
        self,
        address: str,
        hosts: Sequence[str],
        *,
        remembered: Remembered | None = None,
        limit: int = 100 * _MEGABYTE,
        pause: float = 1.0,
        observer: Observer | None = None,
    ) -> Answer:
        """One address. `limit` in bytes, `pause` in seconds between two requests to one host."""
        budget = Budget(self.policy.total)
        request = _Wanted(address, tuple(hosts), remembered, limit, pause, observer)
        for attempt in range(1, self.policy.tries + 1):
            try:
                return self._follow(request, budget)
            except FetchError as error:
                if not error.passing or attempt == self.policy.tries:
                    raise
                self._sleep(self._before_retry(attempt, error.retry_after))
        raise AssertionError("a policy allows at least one try")

    def close(self) -> None:
        """Closes all connections."""
        self._transport.close()

    def _before_retry(self, attempt: int, asked: float | None) -> float:
        """Exponential, with jitter, so that many machines do not come back together; longer where the host asks for it."""
        wait = float(self.policy.backoff * 2 ** (attempt - 1) * (0.5 + random.random() / 2))
        return min(max(wait, asked or 0.0), self.policy.longest_wait)

    def _follow(self, wanted: _Wanted, budget: Budget) -> Answer:
        """Follows redirects by hand: every step passes the same checks as the first."""
        step = wanted.address
        for _ in range(self.policy.redirects + 1):
            url = checked_address(step, wanted.hosts, self.policy.loopback)
            rules = self._rules(url, wanted)
            forbidding = rules.forbidding(url.raw_path.decode("ascii"))
            if forbidding is not None:
                raise Refused("robots.txt of {host} forbids it ({line})", host=url.host, line=forbidding)
            answer = self._ask(url, wanted, budget, max(wanted.pause, rules.crawl_delay))
            if answer.status not in _REDIRECTS:
                return answer
            step = _joined(url, answer.headers.get("location", ""))
        raise FetchError("it redirects more than {most} times, last to {step}", most=self.policy.redirects, step=step)

    def _rules(self, url: httpx.URL, wanted: _Wanted) -> robots.Rules:
        """robots.txt of a host, asked for once. One that is not there allows everything; one that cannot be had, nothing."""
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._robots:
            self._robots[origin] = self._fetched_rules(f"{origin}/robots.txt", wanted)
        return self._robots[origin]

    def _fetched_rules(self, address: str, wanted: _Wanted) -> robots.Rules:
        budget = Budget(min(self.policy.total, 4 * self.policy.read))
        request = _Wanted(address, wanted.hosts, None, robots.MAX_BYTES, wanted.pause, wanted.observer)
        step = address
        try:
            for _ in range(self.policy.redirects + 1):
                url = checked_address(step, wanted.hosts, self.policy.loopback)
                answer = self._ask(url, request, budget, 0.0)
                if answer.status not in _REDIRECTS:
                    return robots.parse(answer.body.decode("utf-8", "replace"))
                step = _joined(url, answer.headers.get("location", ""))
        except NotThere:
            return robots.Rules()
        except (Refused, TooLarge) as error:
            if step == address and isinstance(error, Refused):
                raise
            return robots.Rules()  # it leads elsewhere, or is no robots.txt: nothing this host says
        except FetchError as error:
            raise FetchError(
                "robots.txt could not be had, so nothing is fetched there: {error}",
                error=error,
                passing=error.passing,
                retry_after=error.retry_after,
            ) from error
        return robots.Rules()

    def _ask(self, url: httpx.URL, wanted: _Wanted, budget: Budget, pause: float) -> Answer:
        """One request, one answer; keeps account of the host."""
        host = url.netloc.decode("ascii")
        self._pace.wait(host, pause)
        try:
            with self._deadline.spending(budget):
                answer = self._exchange(url, wanted)
        except FetchError as error:
            failed = error.passing or isinstance(error, DeadlineReached)
            (self._pace.failed if failed else self._pace.answered)(host)
            raise
        self._pace.answered(host)
        if answer.status == 200 and wanted.observer is not None:
            wanted.observer(answer)
        return answer

    def _exchange(self, url: httpx.URL, wanted: _Wanted) -> Answer:
        timeouts = {"connect": self.policy.connect, "read": self.policy.read, "write": self.policy.read, "pool": 1.0}
        request = httpx.Request("GET", url, headers=wanted.headers(str(url)), extensions={"timeout": timeouts})
        try:
            response = self._transport.handle_request(request)
            try:
                _check_status(response, wanted)
                body = b"" if response.status_code != 200 else self._body(response, wanted.limit)
            finally:
                response.stream.close()  # type: ignore[union-attr]
        except httpcore.TimeoutException as error:
            self._deadline.left()  # the reason is the deadline, where it is over
            raise FetchError(
                "{host} does not answer ({kind})", host=url.host, kind=type(error).__name__, passing=True
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _broken(url, error) from error
        return Answer(wanted.address, str(url), response.status_code, response.headers, body, now())

    def _body(self, response: httpx.Response, limit: int) -> bytes:
        length = response.headers.get("content-length", "")
        if length.isdigit() and int(length) > limit:
            raise TooLarge(
                "it says it has {size:.0f} MB, more than the {limit:g} MB allowed",
                size=int(length) / _MEGABYTE,
                limit=limit / _MEGABYTE,
            )
        return read_body(response.stream, response.headers.get("content-encoding", ""), limit)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What one call of `get` asked for."""

    address: str
    hosts: tuple[str, ...]
    remembered: Remembered | None
    limit: int
    pause: float
    observer: Observer | None

    def headers(self, step: str) -> dict[str, str]:
        """Headers of a request. What is remembered holds for the address that gave it, not for a redirect to it."""
        headers = {"User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": ACCEPT_ENCODING}
        if self.asks_whether_changed(step):
            assert self.remembered is not None
            if self.remembered.etag:
                headers["If-None-Match"] = self.remembered.etag
            if self.remembered.last_modified:
                headers["If-Modified-Since"] = self.remembered.last_modified
        return headers

    def asks_whether_changed(self, step: str) -> bool:
        """Whether this request is conditional."""
        known = self.remembered
        return known is not None and known.final_address == step and bool(known.etag or known.last_modified)


def _check_status(response: httpx.Response, wanted: _Wanted) -> None:
    status = response.status_code
    if status == 200 or status in _REDIRECTS or (status == 304 and wanted.remembered is not None):
        return
    if status in _PASSING:
        raise FetchError("the host answered {status}", status=status, passing=True, retry_after=_retry_after(response))
    if status in _WITHOUT_BROWSER:
        raise NotThere(
            "the host answered {status}, as portals do that want a browser with scripts; it cannot be fetched",
            status=status,
        )
    if 400 <= status < 500:
        gone = status in (404, 410)
        raise NotThere(
            "the host answered {status}: it is not there" if gone else "the host answered {status}", status=status
        )
    raise FetchError("the host answered {status}, which is no document", status=status)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds a host asks to wait: given as a number or as a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value[:6])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location)) if location else ""
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("it redirects to {location!r}, which is no address", location=location[:200]) from error


def _broken(url: httpx.URL, error: Exception) -> FetchError:
    """A certificate that does not fit will not fit at the next try either."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchError(
                "the certificate of {host} is not valid: {reason}", host=url.host, reason=cause.verify_message
            )
        cause = cause.__cause__ or cause.__context__
    reason = str(error) or type(error).__name__
    return FetchError("the connection to {host} broke: {reason}", host=url.host, reason=reason, passing=True)
