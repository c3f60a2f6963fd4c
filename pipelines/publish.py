"""Publishing: the new file appears whole or not at all, and readers never wait.

In: a finished DuckDB file. Out: `FILE.duckdb`, a relative symbolic link to `FILE.store/versions/FILE-<version>.duckdb`,
swapped by one rename. Readers that hold the old file keep a consistent snapshot; the last three versions stay.

A version is a hash over everything the content depends on, so the same input never publishes twice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.identifiers import identifier
from pipelines.lake import Reading
from pipelines.private import flush_folder, make_folder, replace_durably
from pipelines.store import Store, StoreError

#: Published versions kept, the newest included.
KEPT_VERSIONS = 3

ROOT = Path(__file__).parent.parent

#: What shapes the content of a warehouse besides the lake: SQL, reference data, and the code that builds and judges.
_INGREDIENTS = (
    ("sql", ("*.sql", "*.csv")),
    ("schemas", ("*.py", "*.csv", "*.toml")),
    ("pipelines/reconciliation", ("*.py", "*.sql")),
)
_INGREDIENT_FILES = (
    "columns",
    "rows",
    "lake",
    "warehouse",
    "star",
    "parts",
    "neighbourhoods",
    "reread",
    "review",
    "identifiers",
)

#: What of it shapes the star and not the checks: checks that were made stay good when it changes.
_STAR_ONLY = (
    "sql/star/",
    "sql/views/",
    "sql/examples/",
    "sql/comments.csv",
    "pipelines/warehouse",
    "pipelines/star",
    "pipelines/review",
)


def _ingredients() -> Iterator[Path]:
    for folder, patterns in _INGREDIENTS:
        for pattern in patterns:
            yield from (ROOT / folder).rglob(pattern)
    for name in _INGREDIENT_FILES:
        yield ROOT / "pipelines" / f"{name}.py"


def code_digest() -> str:
    """A digest of everything besides the lake that shapes the content."""
    return _digest(_ingredients())


def checks_digest() -> str:
    """A digest of everything besides the lake that shapes the checks of a report."""
    return _digest(path for path in _ingredients() if not path.relative_to(ROOT).as_posix().startswith(_STAR_ONLY))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(ROOT).as_posix()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def version_of(readings: dict[str, Reading], extractor_version: str, verdicts: str = "") -> str:
    """The version of the warehouse that these readings and verdicts give with this code. Out: 16 hexadecimal digits."""
    parts = (
        f"{reading.reading_id} {reading.document_name} {reading.document_path} {reading.source_url} "
        f"{reading.source} {reading.arrived_at}"
        for reading in readings.values()
    )
    return identifier(code_digest(), extractor_version, verdicts, *sorted(parts))


def published_file(store: Store) -> Path | None:
    """The file behind the pointer, None where nothing was published yet."""
    if not store.warehouse.is_symlink():
        return None
    target = store.warehouse.parent / os.readlink(store.warehouse)
    return target if target.is_file() else None


def is_published(store: Store, version: str) -> bool:
    """Whether readers already see this version."""
    return published_file(store) == store.version_file(version)


def publish(store: Store, finished: Path, version: str) -> Path:
    """Moves a finished file among the versions and points readers to it. Out: where it lies now."""
    if store.warehouse.exists() and not store.warehouse.is_symlink():
        raise StoreError("{file} exists and was not published by juesuan; nothing was changed.", file=store.warehouse)
    make_folder(store.versions)
    target = store.version_file(version)
    replace_durably(finished, target)
    # The moment of publishing orders the versions, also when an older content comes back.
    os.utime(target)
    _point(store, target)
    _prune(store, target)
    return target


def _point(store: Store, target: Path) -> None:
    temporary = store.warehouse.with_name(f".{store.warehouse.name}.{os.getpid()}.pointer")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target.relative_to(store.warehouse.parent))
    os.replace(temporary, store.warehouse)
    flush_folder(store.warehouse.parent)


def _prune(store: Store, target: Path) -> None:
    versions = sorted(
        store.versions.glob("*.duckdb"), key=lambda path: (path != target, -path.stat().st_mtime_ns, path.name)
    )
    for old in versions[KEPT_VERSIONS:]:
        old.unlink(missing_ok=True)
