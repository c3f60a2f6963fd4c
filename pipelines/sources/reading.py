"""Reads one source file and checks every key.

In: a TOML or CSV file. Out: the source, folders made absolute and divisions as codes. Raises `SourceError`.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pipelines.place_from_source import division_of_code
from pipelines.sources.definition import (
    PATTERNS,
    AnySource,
    Entry,
    Inbox,
    Listing,
    Manifest,
    Mirror,
    SourceError,
    is_name,
)
from pipelines.words import Words
from schemas.divisions import divisions

_KINDS: dict[str, type[AnySource]] = {"inbox": Inbox, "mirror": Mirror, "manifest": Manifest, "listing": Listing}
_YEARS = range(2000, 2100)
_HOST = re.compile(r"(?:\*\.)?[\w\-]+(?:\.[\w\-]+)*(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?")

#: Numbers with the least and the most they may be.
_RANGES: dict[str, tuple[float, float]] = {
    "settle_seconds": (0, 3600),
    "seconds_between_requests": (0, 3600),
    "max_megabytes": (1, 1024),
    "recheck_days": (0, 3660),
    "first_page": (0, 100_000),
    "last_page": (0, 100_000),
    "depth": (0, 5),
    "max_pages": (1, 100_000),
    "max_documents": (1, 1_000_000),
}


def read_toml_source(path: Path) -> AnySource:
    """One source from a TOML file."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError("{path}: this is no TOML in UTF-8: {error}.", path=path, error=error) from error
    kind = table.get("kind")
    if kind not in _KINDS:
        raise SourceError(
            "{path}: kind: {kind!r} is not known; it is one of {kinds}.", path=path, kind=kind, kinds=", ".join(_KINDS)
        )
    table.setdefault("name", path.stem)
    if kind == "listing" and isinstance(table.get("start"), str):
        table["start"] = [table["start"]]
    source = _converted(path, table, _KINDS[kind])
    if isinstance(source, Manifest):
        source = _with_entries(path, source)
    return _checked(path, source)


def read_csv_source(path: Path) -> AnySource:
    """A list of addresses alone: the file's name is the source's, its columns are those of a manifest."""
    source = Manifest(name=path.stem, entries=_entries(path))
    return _checked(path, source)


def _converted(path: Path, table: dict[str, object], kind: type[AnySource]) -> AnySource:
    known = [field.name for field in msgspec.structs.fields(kind)]
    for key in table:
        if key != "kind" and key not in known:
            raise SourceError(
                "{path}: {key}: there is no such key here; allowed are {known}.",
                path=path,
                key=key,
                known=", ".join(known),
            )
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in table:
            raise SourceError(
                "{path}: {key}: a source of kind {kind} needs it.", path=path, key=field.name, kind=table["kind"]
            )
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at ")
        raise SourceError(
            "{path}: {key}: {message}.", path=path, key=where.strip("`").removeprefix("$.") or "value", message=message
        ) from error


def _with_entries(path: Path, source: Manifest) -> Manifest:
    if source.file is None:
        return source
    if source.entries:
        raise SourceError("{path}: file: give the addresses in a file or as [[entries]], not both.", path=path)
    return msgspec.structs.replace(source, entries=_entries(path.parent / source.file))


def _entries(path: Path) -> tuple[Entry, ...]:
    """The rows of a CSV file of addresses (UTF-8, or GB18030 as Excel in China writes it)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError("{path}: it cannot be read: {reason}.", path=path, reason=error.strerror) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    known = [field.name for field in msgspec.structs.fields(Entry)]
    for column in rows.fieldnames or ():
        if column not in known:
            raise SourceError(
                "{path}: column {column!r} is not known; allowed are {known}.",
                path=path,
                column=column,
                known=", ".join(known),
            )
    if "address" not in (rows.fieldnames or ()):
        raise SourceError(
            "{path}: a column `address` is needed; allowed are {known}.", path=path, known=", ".join(known)
        )
    return tuple(_entry(path, rows.line_num, row) for row in rows)


def _entry(path: Path, line: int, row: dict[str, str]) -> Entry:
    if None in row or None in row.values():
        raise SourceError(
            "{path}: line {line}: it has another number of fields than the first line.", path=path, line=line
        )
    given = {key: value.strip() for key, value in row.items() if value.strip()}
    if "address" not in given:
        raise SourceError("{path}: line {line}: address: it is empty.", path=path, line=line)
    try:
        return msgspec.convert(given, Entry, strict=False)
    except msgspec.ValidationError as error:
        raise SourceError("{path}: line {line}: {error}.", path=path, line=line, error=error) from error


def _checked(path: Path, source: AnySource) -> AnySource:
    if not is_name(source.name):
        raise SourceError(
            "{path}: name: {name!r} may hold letters, digits, '-', '_' and '.' only.", path=path, name=source.name
        )
    for field in msgspec.structs.fields(source):
        _check_value(path, field.name, getattr(source, field.name))
    source = msgspec.structs.replace(source, division=_division(path, "division", source.division))
    if isinstance(source, Inbox | Mirror):
        return _with_folder(path, source)
    if isinstance(source, Manifest):
        return _checked_manifest(path, source)
    return _checked_listing(path, source)


def _check_value(path: Path, key: str, value: object) -> None:
    if key == "year" and value is not None and value not in _YEARS:
        raise SourceError(
            "{path}: year: {value} is no fiscal year; allowed are {least} to {most}.",
            path=path,
            value=value,
            least=_YEARS[0],
            most=_YEARS[-1],
        )
    if key in _RANGES and isinstance(value, int | float):
        least, most = _RANGES[key]
        if not least <= value <= most:
            raise SourceError(
                "{path}: {key}: {value} is out of range; allowed are {least:g} to {most:g}.",
                path=path,
                key=key,
                value=value,
                least=least,
                most=most,
            )
    if key in PATTERNS and isinstance(value, str):
        try:
            re.compile(value)
        except re.error as error:
            raise SourceError(
                "{path}: {key}: {value!r} is no regular expression: {error}.",
                path=path,
                key=key,
                value=value,
                error=error,
            ) from error
    if key == "hosts" and isinstance(value, tuple):
        for host in value:
            if not _HOST.fullmatch(host):
                raise SourceError(
                    "{path}: hosts: {host!r} is no host; write `host`, `host:port` or `*.domain`.", path=path, host=host
                )


def _division(path: Path, key: str | Words, text: str | None) -> str | None:
    """The code of a division given as code, path or name."""
    if text is None:
        return None
    if re.fullmatch(r"\d{6}", text):
        if division_of_code(text) is None:
            raise SourceError(
                "{path}: {key}: {text} is no code of GB/T 2260 at county level or above.", path=path, key=key, text=text
            )
        return text
    parts = tuple(part for part in re.split(r"[/\s]+", text) if part)
    named = [place for place in divisions().get(parts[-1] if parts else "", ()) if _bears(place.path, parts)]
    latest = max((place.last_year for place in named), default=0)
    current = {place.path: place.code for place in named if place.last_year == latest}
    if len(current) == 1:
        return next(iter(current.values()))
    places = ", ".join("/".join(place) for place in sorted(current))
    choice = Words("it may be any of {places}", places=places) if current else Words("no division has it")
    raise SourceError(
        "{path}: {key}: {text!r}: {choice}; give the code (430223) or the whole path (湖南省/株洲市/攸县).",
        path=path,
        key=key,
        text=text,
        choice=choice,
    )


def _bears(path: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Whether a division's path ends in the last of the given names and holds the others in their order."""
    rest = iter(path)
    return path[-1] == parts[-1] and all(part in rest for part in parts)


def _with_folder(path: Path, source: Inbox | Mirror) -> Inbox | Mirror:
    if isinstance(source, Mirror) and source.address is not None:
        _check_address(path, "address", source.address)
    return msgspec.structs.replace(source, folder=str((path.parent / Path(source.folder).expanduser()).resolve()))


def _check_address(path: Path, key: str | Words, address: str) -> None:
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        fine = False
    if not fine:
        raise SourceError(
            "{path}: {key}: {address!r} must be a whole http or https address, without user or password.",
            path=path,
            key=key,
            address=address,
        )


def _checked_manifest(path: Path, source: Manifest) -> Manifest:
    entries: list[Entry] = []
    for number, entry in enumerate(source.entries, start=1):
        where = Words("address {number}", number=number)
        _check_address(path, where, entry.address)
        _check_value(path, "year", entry.year)
        entries.append(
            msgspec.structs.replace(
                entry, division=_division(path, Words("{where}, division", where=where), entry.division)
            )
        )
    return msgspec.structs.replace(source, entries=tuple(entries))


def _checked_listing(path: Path, source: Listing) -> Listing:
    if not source.start:
        raise SourceError("{path}: start: at least one address is needed.", path=path)
    for address in source.start:
        _check_address(path, "start", address)
    if source.page_addresses is not None and "{page}" not in source.page_addresses:
        raise SourceError(
            "{path}: page_addresses: {value!r} must hold {{page}}, as in index_{{page}}.html.",
            path=path,
            value=source.page_addresses,
        )
    if source.first_page > source.last_page:
        raise SourceError(
            "{path}: first_page: {first} lies behind last_page ({last}).",
            path=path,
            first=source.first_page,
            last=source.last_page,
        )
    return source
