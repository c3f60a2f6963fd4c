"""How often a host is asked, and when it is left alone.

One request at a time, with a pause between them. A host that failed several times in a row is not asked again for a
while: what is left of its addresses waits for the next run, instead of each taking its full time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.fetching.errors import FetchError

#: Failures in a row after which a host is left alone, and for how long (seconds).
MOST_FAILURES = 5
REST_SECONDS = 900.0

#: A host that asks for a longer pause than this between requests gets this one.
LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class _Host:
    free_at: float = 0.0
    failures: int = 0
    rests_until: float = 0.0


class Pace:
    """The hosts asked so far. Times are monotonic seconds."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    def wait(self, host: str, pause: float) -> None:
        """Waits for this host's turn. Raises `FetchError` for a host that is left alone."""
        state = self._hosts.setdefault(host, _Host())
        now = self._clock()
        if state.rests_until > now:
            raise FetchError(
                "{host} failed {times} times in a row and is left alone; its other addresses wait for the next run",
                host=host,
                times=MOST_FAILURES,
            )
        if state.free_at > now:
            self._sleep(state.free_at - now)
        state.free_at = self._clock() + min(pause, LONGEST_PAUSE)

    def answered(self, host: str) -> None:
        """The host gave an answer, whatever it says."""
        self._hosts.setdefault(host, _Host()).failures = 0

    def failed(self, host: str) -> None:
        """The host gave none, or said it cannot."""
        state = self._hosts.setdefault(host, _Host())
        state.failures += 1
        if state.failures >= MOST_FAILURES:
            state.failures, state.rests_until = 0, self._clock() + REST_SECONDS
