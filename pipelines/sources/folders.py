"""Disclosures in folders: the inbox and local mirrors.

In: a source and a store. Out: the files that are disclosures and complete; those still being written wait.
"""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import quote, urljoin

from pipelines.ingest import candidates
from pipelines.sources.definition import Inbox, Mirror, SourceError
from pipelines.store import Store

#: Endings of files that programs write while they copy or download.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", "~")


def files_of(source: Inbox | Mirror, store: Store) -> list[Path]:
    """The files of a folder that are disclosures, in a fixed order. Raises `SourceError` where there is no folder."""
    folder = Path(source.folder)
    if not folder.is_dir():
        raise SourceError("{folder} is no folder; make it, or correct `folder`", folder=folder)
    found, _ = candidates([folder], store)
    files = [path for path in found if not path.name.lower().endswith(_UNFINISHED) and not path.name.startswith("~$")]
    if isinstance(source, Mirror) and source.files != "**/*":
        wanted = set(folder.glob(source.files))
        files = [path for path in files if path in wanted]
    return files


def settled_files(source: Inbox | Mirror, files: list[Path]) -> tuple[list[Path], list[Path]]:
    """(files that are complete, files that are still being written). Waits once, as long as the source says."""
    if isinstance(source, Mirror) or not source.settle_seconds:
        return files, []
    young = [path for path in files if _age(path) < source.settle_seconds]
    if young:
        time.sleep(min(source.settle_seconds, max(source.settle_seconds - _age(path) for path in young)))
    writing = [path for path in young if _age(path) < source.settle_seconds]
    return [path for path in files if path not in writing], writing


def _age(path: Path) -> float:
    """Seconds since a file was last written to; a file from the future counts as settled."""
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
    return age if age >= 0 else float("inf")


def address_of(source: Inbox | Mirror, path: Path) -> str | None:
    """The address a mirrored file was copied from."""
    if isinstance(source, Inbox) or source.address is None:
        return None
    base = source.address if source.address.endswith("/") else f"{source.address}/"
    return urljoin(base, quote(path.relative_to(source.folder).as_posix()))
