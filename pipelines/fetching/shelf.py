"""Fetched bytes go to the archive before anything reads them, and every fetch is recorded.

In: addresses. Out: `Kept`: the bytes of an address now, its sha256, and whether they are new, changed or unchanged.
A trial (`store` None) keeps nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from extractors.document import UnreadableDocument
from extractors.sniff import mislabelled, sniff
from pipelines.fetching.errors import FetchError
from pipelines.fetching.fetcher import Answer, Fetcher
from pipelines.fetching.names import address_name, document_name
from pipelines.fetching.records import FetchLog, FetchRecord, Purpose
from pipelines.lake import now
from pipelines.store import Store, keep_original
from pipelines.words import Words

#: A listing or detail page, in bytes.
PAGE_LIMIT = 20 << 20

State = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Errand:
    """For whom something is fetched, and how: the source's name, its hosts, its pause (seconds) and limit (bytes)."""

    source: str
    hosts: tuple[str, ...]
    pause: float = 1.0
    limit: int = 100 << 20
    recheck: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Kept:
    """An address as it is now."""

    record: FetchRecord
    state: State
    body: bytes | None
    """None where the archive has it already and nobody read it again."""

    @property
    def sha256(self) -> str:
        """Digest of the bytes."""
        return self.record.sha256 or ""


class Shelf:
    """Fetches into one store."""

    def __init__(self, fetcher: Fetcher, store: Store | None) -> None:
        self._fetcher = fetcher
        self._store = store
        self._log = FetchLog(store) if store is not None else None

    @property
    def loopback(self) -> bool:
        """Whether this machine may be asked (tests)."""
        return self._fetcher.policy.loopback

    def page(self, errand: Errand, address: str) -> Kept:
        """A page to be searched for links, with its bytes."""
        kept = self._get(errand, address, "page", "", "", max(PAGE_LIMIT, errand.limit))
        if kept.body is not None or self._store is None:
            return kept
        return Kept(kept.record, kept.state, self._store.archived(kept.sha256).read_bytes())

    def document(self, errand: Errand, address: str, link: str = "", title: str = "") -> Kept:
        """A disclosure. In: also the text of the link that led to it and the title of its page, for its name."""
        return self._get(errand, address, "document", link, title, errand.limit)

    def body(self, kept: Kept) -> bytes:
        """The bytes of what was kept."""
        if kept.body is not None:
            return kept.body
        assert self._store is not None
        return self._store.archived(kept.sha256).read_bytes()

    def starts_with(self, kept: Kept, mark: bytes) -> bool:
        """Whether the bytes begin so, without reading all of them."""
        if kept.body is not None:
            return kept.body.startswith(mark)
        assert self._store is not None
        with self._store.archived(kept.sha256).open("rb") as file:
            return file.read(len(mark)) == mark

    def _known(self, address: str) -> FetchRecord | None:
        """The last fetch of an address whose bytes are still in the archive."""
        record = self._log.latest(address) if self._log is not None else None
        if record is None or self._store is None or not self._store.archived(record.sha256 or "").is_file():
            return None
        return record

    def _get(self, errand: Errand, address: str, purpose: Purpose, link: str, title: str, limit: int) -> Kept:
        known = self._known(address)
        if known is not None and purpose == "document" and now() - known.fetched_at < errand.recheck:
            return Kept(known, "unchanged", None)
        try:
            answer = self._fetcher.get(
                address,
                errand.hosts,
                remembered=known.remembered() if known is not None else None,
                limit=limit,
                pause=errand.pause,
                observer=lambda answer: self._keep(errand, answer),
            )
        except FetchError as error:
            self._append(
                FetchRecord(fetched_at=now(), source=errand.source, purpose=purpose, address=address, reason=str(error))
            )
            raise
        record = _record(errand, purpose, answer, known, link, title)
        self._append(record)
        if answer.status == 304:
            return Kept(record, "unchanged", None)
        state: State = "new" if known is None else "unchanged" if known.sha256 == record.sha256 else "changed"
        return Kept(record, state, answer.body)

    def _keep(self, errand: Errand, answer: Answer) -> None:
        """Every answer with bytes is archived at once; robots.txt gets its record here, it is asked for by the fetcher."""
        if self._store is None:
            return
        sha256 = keep_original(self._store, answer.body)
        if answer.address.endswith("/robots.txt"):
            self._append(
                FetchRecord(
                    fetched_at=answer.fetched_at, source=errand.source, purpose="robots", address=answer.address,
                    status=answer.status, final_address=answer.final_address, sha256=sha256, size=len(answer.body),
                )
            )  # fmt: skip

    def _append(self, record: FetchRecord) -> None:
        if self._log is not None:
            self._log.append(record)


def named(kept: Kept, link: str, title: str) -> str:
    """The name of a page that turned out to be a disclosure itself."""
    record = kept.record
    return document_name("", link, title, record.final_address or record.address, record.media_type or "")


def _record(
    errand: Errand, purpose: Purpose, answer: Answer, known: FetchRecord | None, link: str, title: str
) -> FetchRecord:
    etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    if answer.status == 304 and known is not None:
        return FetchRecord(
            fetched_at=answer.fetched_at, source=errand.source, purpose=purpose, address=answer.address, status=304,
            final_address=answer.final_address, sha256=known.sha256, size=known.size, media_type=known.media_type,
            name=known.name, etag=etag or known.etag, last_modified=modified or known.last_modified, notes=known.notes,
        )  # fmt: skip
    promised = address_name(answer.address)
    media_type, notes = _sniffed(answer.body, promised)
    disposition = answer.headers.get("content-disposition", "")
    return FetchRecord(
        fetched_at=answer.fetched_at,
        source=errand.source,
        purpose=purpose,
        address=answer.address,
        status=answer.status,
        final_address=answer.final_address,
        sha256=hashlib.sha256(answer.body).hexdigest(),
        size=len(answer.body),
        media_type=media_type,
        name=document_name(disposition, link, title, answer.final_address, media_type),
        etag=etag,
        last_modified=modified,
        notes=notes,
    )


def _sniffed(body: bytes, promised: str) -> tuple[str, tuple[str, ...]]:
    """(media type by content, what is to be noted about it)."""
    try:
        media_type = sniff(body, promised or "the file")
    except UnreadableDocument as error:
        return "application/octet-stream", (str(error),)
    expected = mislabelled(promised, media_type)
    if expected is None:
        return media_type, ()
    note = Words(
        "{name} should be {expected} but is {found}; perhaps an error page"
        if media_type == "text/html"
        else "{name} should be {expected} but is {found}",
        name=promised, expected=expected, found=media_type,
    )  # fmt: skip
    return media_type, (str(note),)
