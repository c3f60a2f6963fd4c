"""What a source is. Every source is data: one TOML file, or one CSV file with a list of addresses.

    inbox      a folder people put files into
    mirror     a folder that holds a copy of a site
    manifest   a list of addresses with what is known of each
    listing    a page of a portal that lists disclosures, with the pages that follow it and the pages it leads to

In: a folder. Out: its sources, checked; `SourceError` names the file, the key and what is allowed there.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from pipelines.provenance import Hints
from pipelines.words import SaidError

#: Endings of files that are disclosures, where a listing does not say otherwise.
DOCUMENT_ADDRESS = r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|txt)(?:$|[?#])"

#: What the link to the next page of a listing is usually called.
NEXT_PAGE = r"^(?:下一?页|后一?页|下一页\s*[>›»]*|[>›»]|next)$"


class SourceError(SaidError):
    """A source is not written as it must be; the message names the file, the key and what is allowed."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What all sources have: a name, and what is known of everything they hold."""

    name: str = ""
    title: str = ""
    """For people: what this is."""
    enabled: bool = True
    division: str | None = None
    """Division that publishes here: its code (430223), its path (湖南省/株洲市/攸县), or its name where only one bears it."""
    department: str | None = None
    year: int | None = None
    context: str = ""
    """Words that tell an ambiguous place: a province or city."""

    @property
    def hints(self) -> Hints:
        """What is known of every disclosure of this source."""
        return Hints(
            division=self.division,
            department=self.department,
            fiscal_year=self.year,
            context=self.context or self.title,
        )


class Inbox(Source, frozen=True, kw_only=True, tag="inbox"):
    """A folder people put files into; what is still being written waits for the next time."""

    folder: str
    settle_seconds: float = 2.0
    """A file younger than this may still be being written."""


class Mirror(Source, frozen=True, kw_only=True, tag="mirror"):
    """A folder that holds a copy of a site."""

    folder: str
    address: str | None = None
    """Address the folder is a copy of; a file's address is this with its path."""
    files: str = "**/*"
    """Which files are disclosures, as a glob pattern."""


class _Web(Source, frozen=True, kw_only=True):
    """What is fetched."""

    hosts: tuple[str, ...] = ()
    """Hosts that may be asked besides those of the addresses given: `host`, `host:port` or `*.domain`."""
    seconds_between_requests: float = 1.0
    max_megabytes: int = 100
    """A larger file is not fetched."""
    recheck_days: int = 0
    """A document fetched less than this many days ago is not asked for again; 0 asks every time."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a manifest: an address and what is known of it."""

    address: str
    division: str | None = None
    department: str | None = None
    year: int | None = None
    name: str | None = None
    context: str = ""


class Manifest(_Web, frozen=True, kw_only=True, tag="manifest"):
    """A list of addresses, in a CSV file beside this one or as `[[entries]]`."""

    file: str | None = None
    entries: tuple[Entry, ...] = ()

    def hints_of(self, entry: Entry) -> Hints:
        """What is known of one address: what its row says, else what the source says."""
        return Hints(
            division=entry.division or self.division,
            department=entry.department or self.department,
            fiscal_year=entry.year or self.year,
            context=entry.context or self.hints.context,
        )


class Listing(_Web, frozen=True, kw_only=True, tag="listing"):
    """A page that lists disclosures, directly or through pages of their own."""

    start: tuple[str, ...]
    """Addresses of the first page of each list."""
    next_page: str = NEXT_PAGE
    """Pattern of the text of the link to the next page; empty: none is followed."""
    page_addresses: str | None = None
    """Address of the further pages with {page} in it, relative to the first page; used until one is missing."""
    first_page: int = 1
    last_page: int = 200
    details: str | None = None
    """Pattern of links to pages that lead to disclosures: found in their text or address. Not given: none is followed."""
    documents: str = DOCUMENT_ADDRESS
    """Pattern of links to disclosures: found in their text or address."""
    exclude: str | None = None
    """Pattern of links that are left alone, whatever else they match."""
    text_pages: bool = True
    """A page followed by `details` that leads to no document is itself taken as the disclosure."""
    depth: int = 1
    """How many links deep `details` are followed."""
    max_pages: int = 5_000
    """Pages (listing and detail pages) read in one go."""
    max_documents: int = 20_000


#: Any source.
AnySource = Inbox | Mirror | Manifest | Listing

#: Keys that hold regular expressions.
PATTERNS = ("next_page", "details", "documents", "exclude")


def allowed_hosts(source: Source) -> tuple[str, ...]:
    """Hosts a source may ask: those of its own addresses, and what it lists."""
    if isinstance(source, Listing):
        addresses = [
            *source.start,
            *([urljoin(source.start[0], source.page_addresses)] if source.page_addresses else []),
        ]
    elif isinstance(source, Manifest):
        addresses = [entry.address for entry in source.entries]
    else:
        return ()
    own = (urlsplit(address).netloc.rpartition("@")[2].lower() for address in addresses)
    return tuple(dict.fromkeys([*own, *(host.lower() for host in source.hosts)]))


def load_sources(folder: Path) -> list[AnySource]:
    """All sources of a folder, by name. Raises `SourceError` for the first that is not right."""
    from pipelines.sources.reading import read_csv_source, read_toml_source

    if not folder.is_dir():
        raise SourceError(
            "{folder} is no folder; sources are *.toml and *.csv files in it, see docs/adding-a-source.md.",
            folder=folder,
        )
    loaded = [(path, read_toml_source(path)) for path in sorted(folder.glob("*.toml"))]
    taken = {(folder / source.file).resolve() for _, source in loaded if isinstance(source, Manifest) and source.file}
    loaded += [(path, read_csv_source(path)) for path in sorted(folder.glob("*.csv")) if path.resolve() not in taken]
    named: dict[str, Path] = {}
    for path, source in loaded:
        if source.name in named:
            raise SourceError(
                "{path}: name: '{name}' is taken by {other}; each source needs its own.",
                path=path,
                name=source.name,
                other=named[source.name],
            )
        named[source.name] = path
    return sorted((source for _, source in loaded), key=lambda source: source.name)


def is_name(text: str) -> bool:
    """Whether a text can name a source: it also names files and stands in tables."""
    return re.fullmatch(r"[\w\-.]{1,80}", text) is not None and not text.startswith(".")
