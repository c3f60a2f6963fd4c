"""Where one warehouse keeps everything: `FILE.duckdb` is a pointer, `FILE.store/` beside it holds the rest.

    juesuan.duckdb                     symbolic link to the newest published version
    juesuan.store/archive/ab/ab12…     every disclosure as it came, by sha256
    juesuan.store/arrivals/…           which disclosures came, when, from where (JSON by arrival day)
    juesuan.store/lake/…               what was read from them (Parquet by arrival day): the truth
    juesuan.store/checked/…            what reconciliation made of it, kept by part; may be deleted
    juesuan.store/versions/…           the published DuckDB files, the last three
    juesuan.store/data_docs/           what the expectations found, for a browser
    juesuan.store/nights/…             a report after every night
    juesuan.store/build/               what processes are making; nothing there is ever read by others

Two warehouses share nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import escape as glob_escape
from pathlib import Path
from typing import TextIO

from pipelines.private import make_folder, private_folder, remove_abandoned, replace_durably
from pipelines.words import SaidError

DEFAULT_WAREHOUSE = Path("data/warehouse/juesuan.duckdb")


class StoreError(SaidError):
    """The warehouse cannot be used as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Store:
    """The paths of one warehouse, all derived from the file readers open."""

    warehouse: Path

    @property
    def name(self) -> str:
        """The warehouse's name without `.duckdb`; any other ending belongs to the name."""
        return self.warehouse.stem if self.warehouse.suffix == ".duckdb" else self.warehouse.name

    @property
    def root(self) -> Path:
        return self.warehouse.parent / f"{self.name}.store"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def arrivals(self) -> Path:
        return self.root / "arrivals"

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def rereadings(self) -> Path:
        return self.root / "rereadings"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def data_docs(self) -> Path:
        return self.root / "data_docs"

    @property
    def nights(self) -> Path:
        return self.root / "nights"

    @property
    def build(self) -> Path:
        return self.root / "build"

    def version_file(self, version: str) -> Path:
        """The published file of one version."""
        return self.versions / f"{self.name}-{version}.duckdb"

    def archived(self, sha256: str) -> Path:
        """Where the bytes of one disclosure lie."""
        return self.archive / sha256[:2] / sha256

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lets one writer at a time into this warehouse; a second one waits. Readers are never held up."""
        make_folder(self.root)
        with (self.root / "lock").open("a+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._claim(handle)
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Removes what writers that were killed left unfinished."""
        remove_abandoned(self.build)
        for pointer in self.warehouse.parent.glob(f".{glob_escape(self.warehouse.name)}.*.pointer"):
            pointer.unlink(missing_ok=True)

    def _claim(self, handle: TextIO) -> None:
        """Writes into the lock whose store this is, so that two warehouses never share one."""
        handle.seek(0)
        owner = handle.read()
        if owner not in ("", self.warehouse.name):
            raise StoreError(
                "{folder} belongs to {owner}; choose another name than {name}.",
                folder=self.root,
                owner=owner,
                name=self.warehouse.name,
            )
        if not owner:
            handle.write(self.warehouse.name)
            handle.flush()


def open_store(warehouse: Path) -> Store:
    """In: the path readers open. Out: its store. Raises `StoreError` where a foreign file stands in the way."""
    if warehouse.is_dir():
        raise StoreError(
            "{file} is a folder; give the path of a DuckDB file, for example {example}.",
            file=warehouse,
            example=DEFAULT_WAREHOUSE,
        )
    if warehouse.exists() and not warehouse.is_symlink():
        raise StoreError(
            "{file} exists and was not published by juesuan; move it away or choose another file.", file=warehouse
        )
    try:
        warehouse.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "{folder} cannot be made: {reason}.", folder=warehouse.parent, reason=error.strerror
        ) from error
    return Store(warehouse)


def build_folder(path: Path) -> Path:
    """Where files are made that will be renamed to `path`: the build folder of the store it lies in."""
    for folder in path.parents:
        if folder.suffix == ".store":
            return folder / "build"
    return path.parent


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a whole file or nothing, and flushes it: a private file, then one rename."""
    make_folder(path.parent)
    with private_folder(build_folder(path), "file") as folder:
        temporary = folder / "file"
        temporary.write_bytes(data)
        replace_durably(temporary, path)


def keep_original(store: Store, data: bytes) -> str:
    """Archives the raw bytes of a disclosure (also of one that cannot be read). Out: its sha256."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = store.archived(sha256)
    if not path.exists():
        write_atomically(path, data)
    return sha256
