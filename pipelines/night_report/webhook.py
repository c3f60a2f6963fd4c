"""Sends the report of a night to an address the operator chose, as JSON with a text most chat services show."""

from __future__ import annotations

import time

from pipelines.night_report.report import Told
from pipelines.words import SaidError, Words, say

TIMEOUT_SECONDS = 20.0
TRIES = 3
#: Chat services cut or refuse longer texts.
LONGEST_TEXT = 16_000


class WebhookError(SaidError):
    """The report could not be delivered. It lies in the store all the same."""


def post(address: str, told: Told, outcome: str) -> None:
    """Posts the report. Raises `WebhookError` where it is not taken after a few tries."""
    import httpx
    import msgspec

    text = told.markdown
    if len(text) > LONGEST_TEXT:
        rest = say("the whole report: {file}", file=told.folder / "report.html")
        text = f"{text[:LONGEST_TEXT]}\n\n… ({rest})"
    message = {
        "text": text,
        "outcome": outcome,
        "night": msgspec.to_builtins(told.summary),
        "report": str(told.folder / "report.html"),
    }
    problem: str | Words = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(2.0**attempt)
        try:
            answer = httpx.post(address, json=message, timeout=TIMEOUT_SECONDS, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            problem = f"{type(error).__name__}: {error}"
            continue
        if answer.is_success:
            return
        problem = Words("it answered {status}", status=answer.status_code)
        if answer.is_client_error:
            break
    raise WebhookError("The report was not delivered to the webhook: {problem}.", problem=problem)
