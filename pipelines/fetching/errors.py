"""Why an address could not be fetched, in words for the operator."""

from __future__ import annotations

from pipelines.words import SaidError


class FetchError(SaidError):
    """An address could not be fetched; the message says why. `passing`: trying again later may help."""

    #: Whether the host says there is nothing at this address, or not for us.
    missing = False

    def __init__(
        self, text: str, /, *, passing: bool = False, retry_after: float | None = None, **values: object
    ) -> None:
        super().__init__(text, **values)
        self.passing = passing
        self.retry_after = retry_after


class Refused(FetchError):
    """The address must not be asked: its scheme, host or network is not allowed, or robots.txt forbids it."""


class DeadlineReached(FetchError):
    """The wall-clock time one fetch may take is over."""


class TooLarge(FetchError):
    """The answer is larger than is allowed, whatever its headers said."""


class NotThere(FetchError):
    """The host says there is nothing at this address, or not for us."""

    missing = True
