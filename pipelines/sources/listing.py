"""Walks through the listing pages of a portal and finds the disclosures they lead to.

In: a listing source and a way to get a page. Out: one `Found` a disclosure, each address once, in the order of the
pages. Pages that cannot be had, links that lead away from the source's hosts and limits that were reached are told,
never passed over in silence.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from pipelines.fetching.addresses import checked_address
from pipelines.fetching.errors import FetchError, Refused
from pipelines.fetching.shelf import Kept
from pipelines.sources.definition import Listing, allowed_hosts
from pipelines.sources.pages import Link, Page, read_page
from pipelines.words import Words

#: Gets a page with its bytes; raises FetchError.
GetPage = Callable[[str], Kept]

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Found:
    """A disclosure a listing leads to. `kept` is given where following a link already brought it."""

    address: str
    link: str
    title: str
    kept: Kept | None = None


@dataclass(slots=True)
class Told:
    """What went wrong or was left out on the way."""

    failed: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages: int = 0


class Walk:
    """One walk through one listing."""

    def __init__(self, source: Listing, get_page: GetPage, loopback: bool = False) -> None:
        self.told = Told()
        self._source = source
        self._get_page = get_page
        self._hosts = allowed_hosts(source)
        self._loopback = loopback
        self._seen: set[str] = set()
        self._away: dict[str, set[str]] = {}
        self._next = re.compile(source.next_page, re.IGNORECASE) if source.next_page else None
        self._details = re.compile(source.details) if source.details else None
        self._documents = re.compile(source.documents, re.IGNORECASE)
        self._exclude = re.compile(source.exclude) if source.exclude else None

    def documents(self) -> Iterator[Found]:
        """The disclosures, as they are found."""
        for count, found in enumerate(self._found()):
            if count >= self._source.max_documents:
                self.told.notes.append(str(Words("max_documents ({count}) was reached; there are more", count=count)))
                break
            yield found
        for host, links in sorted(self._away.items()):
            away = Words(
                "{count} links lead to {host}, which is not among `hosts`; they were left out",
                count=len(links),
                host=host,
            )
            self.told.notes.append(str(away))

    def _found(self) -> Iterator[Found]:
        for start in self._source.start:
            for page, address in self._listing_pages(start):
                yield from self._below(page, address)

    def _listing_pages(self, start: str) -> Iterator[tuple[Page, str]]:
        """The first page of a list and those that follow it."""
        first = self._page(start)
        if first is None:
            return
        yield first
        if self._source.page_addresses is not None:
            yield from self._numbered_pages(start)
            return
        page, address = first
        while (following := self._next_address(page, address)) is not None:
            answer = self._page(following)
            if answer is None:
                return
            page, address = answer
            yield page, address

    def _numbered_pages(self, start: str) -> Iterator[tuple[Page, str]]:
        """Pages by number, until one is missing or leads nowhere new (many portals answer any number)."""
        assert self._source.page_addresses is not None
        for number in range(self._source.first_page, self._source.last_page + 1):
            address = urljoin(start, self._source.page_addresses.replace("{page}", str(number)))
            if address in self._seen:
                continue
            answer = self._page(address, may_be_missing=True)
            if answer is None or not any(self._is_new(link) for link in answer[0].links):
                return
            yield answer

    def _next_address(self, page: Page, address: str) -> str | None:
        if self._next is None:
            return None
        following = [link.address for link in page.links if self._next.search(link.text)]
        return next((where for where in following if where not in self._seen and where != address), None)

    def _below(self, page: Page, address: str) -> Iterator[Found]:
        """The disclosures a listing page leads to, directly and through its detail pages."""
        waiting: deque[tuple[Link, int]] = deque()
        yield from self._direct(page, "")
        waiting += [(link, 1) for link in self._leading(page, 1)]
        while waiting:
            link, depth = waiting.popleft()
            if link.address in self._seen:
                continue
            kept = self._kept(link.address)
            if kept is None:
                continue
            if kept.record.media_type != HTML:
                yield Found(link.address, link.text, page.title, kept)
                continue
            detail = read_page(kept.body or b"", kept.record.final_address or link.address)
            direct = list(self._direct(detail, link.text))
            further = self._leading(detail, depth + 1)
            yield from direct
            if not direct and not further and self._source.text_pages:
                yield Found(link.address, link.text, detail.title, kept)
            waiting += [(link, depth + 1) for link in further]

    def _direct(self, page: Page, link_text: str) -> Iterator[Found]:
        """Links of a page that are disclosures themselves."""
        for link in page.links:
            if self._matches(self._documents, link) and self._is_new(link) and self._is_ours(link):
                self._seen.add(link.address)
                yield Found(link.address, link.text, page.title or link_text)

    def _leading(self, page: Page, depth: int) -> list[Link]:
        """Links of a page to detail pages."""
        if self._details is None or depth > self._source.depth:
            return []
        return [
            link
            for link in page.links
            if self._matches(self._details, link) and self._is_new(link) and self._is_ours(link)
        ]

    def _matches(self, pattern: re.Pattern[str], link: Link) -> bool:
        if self._exclude is not None and (self._exclude.search(link.text) or self._exclude.search(link.address)):
            return False
        return bool(pattern.search(link.text) or pattern.search(link.address))

    def _is_new(self, link: Link) -> bool:
        return link.address not in self._seen

    def _is_ours(self, link: Link) -> bool:
        try:
            checked_address(link.address, self._hosts, self._loopback)
        except Refused:
            self._away.setdefault(link.address.split("/")[2], set()).add(link.address)
            return False
        return True

    def _page(self, address: str, may_be_missing: bool = False) -> tuple[Page, str] | None:
        kept = self._kept(address, may_be_missing)
        if kept is None:
            return None
        final = kept.record.final_address or address
        return read_page(kept.body or b"", final), final

    def _kept(self, address: str, may_be_missing: bool = False) -> Kept | None:
        self._seen.add(address)
        if self.told.pages >= self._source.max_pages:
            note = str(Words("max_pages ({count}) was reached; there are more", count=self._source.max_pages))
            if note not in self.told.notes:
                self.told.notes.append(note)
            return None
        self.told.pages += 1
        try:
            return self._get_page(address)
        except FetchError as error:
            if not (may_be_missing and error.missing):
                self.told.failed.append((address, str(error)))
            return None
