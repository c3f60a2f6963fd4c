"""One host is asked at its own pace."""

from __future__ import annotations

import pytest

from pipelines.fetching.errors import FetchError
from pipelines.fetching.pace import MOST_FAILURES, REST_SECONDS, Pace


class Time:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_host_is_waited_for_and_another_is_not() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host, 2)
    assert time.slept == [2, 2]


def test_time_spent_elsewhere_counts() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)
    pace.wait("a", 2)
    time.now += 1.5
    pace.wait("a", 2)
    assert time.slept == [0.5]


def test_a_host_cannot_ask_for_endless_pauses() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)
    pace.wait("a", 10**6)
    pace.wait("a", 0)
    assert time.slept == [60]


def test_a_failing_host_rests_and_is_asked_again_later() -> None:
    time = Time()
    pace = Pace(time.clock, time.sleep)
    for _ in range(MOST_FAILURES - 1):
        pace.failed("a")
    pace.answered("a")
    for _ in range(MOST_FAILURES):
        pace.wait("a", 0)
        pace.failed("a")
    with pytest.raises(FetchError, match="left alone"):
        pace.wait("a", 0)
    pace.wait("b", 0)
    time.now += REST_SECONDS
    pace.wait("a", 0)
