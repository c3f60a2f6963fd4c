"""A fetcher for tests: this machine may be asked, nothing sleeps for real, time limits are short."""

from __future__ import annotations

from dataclasses import replace

from pipelines.fetching.fetcher import Answer, Fetcher, Policy
from pipelines.fetching.pace import Pace
from tests.pipelines.portal import Portal

POLICY = Policy(connect=2, read=0.5, total=3, tries=3, backoff=1, loopback=True)


class Slept(list[float]):
    """Remembers what should have been slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetcher(slept: Slept | None = None, **changes: float) -> Fetcher:
    """A fetcher; policy values may be given."""
    sleep = slept if slept is not None else Slept()
    return Fetcher(replace(POLICY, **changes), sleep=sleep, pace=Pace(sleep=Slept()))  # type: ignore[arg-type]


def get(portal: Portal, path: str, by: Fetcher | None = None, **options: object) -> Answer:
    """Fetches a path (or a document by its name) of the portal."""
    address = portal.address + path if path.startswith("/") else portal.document_address(path)
    return (by or fetcher()).get(address, [f"{portal.host}:{portal.port}"], pause=0, **options)  # type: ignore[arg-type]
