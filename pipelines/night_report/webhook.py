"""Sends the report of a night to an address the operator chose, as JSON with a text most chat services show."""

from __future__ import annotations

import time

from pipelines.night_report.report import Told

TIMEOUT_SECONDS = 20.0
TRIES = 3
#: Chat services cut or refuse longer texts.
LONGEST_TEXT = 16_000


class WebhookError(Exception):
    """The report could not be delivered. It lies in the store all the same."""


def post(address: str, told: Told, outcome: str) -> None:
    """Posts the report. Raises `WebhookError` where it is not taken after a few tries."""
    import httpx
    import msgspec

    text = told.markdown
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}\n\n… (the whole report: {told.folder / 'report.html'})"
    message = {
        "text": text,
        "outcome": outcome,
        "night": msgspec.to_builtins(told.summary),
        "report": str(told.folder / "report.html"),
    }
    problem = ""
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
        problem = f"it answered {answer.status_code}"
        if answer.is_client_error:
            break
    raise WebhookError(f"The report was not delivered to the webhook: {problem}.")
