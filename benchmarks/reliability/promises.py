"""What must hold whatever happens to a night: nothing is lost, nothing is half, nothing is left lying about."""

from __future__ import annotations

import hashlib
from pathlib import Path

from benchmarks.reliability.night import ended
from benchmarks.reliability.scene import Scene, state
from pipelines.arrivals import arrived
from pipelines.columns import TABLES
from pipelines.fetching.records import fetch_folder, read_records
from pipelines.lake import current_readings, lake_files
from pipelines.store import Store
from tests.pipelines.portal import Portal


def examined(trial: Scene, portal: Portal, before: str, after: str) -> list[str]:
    """Looks at a warehouse after something happened, then lets the next night run. Out: what does not hold."""
    _, wrong = seen_by_readers(trial.store, before, after)
    return wrong + completed(trial, portal, after)


def seen_by_readers(store: Store, before: str, after: str) -> tuple[str, list[str]]:
    """Right after something happened. Out: which state readers see (before, after, neither), and what does not hold."""
    wrong = [f"lost: {what}" for what in losses(store)]
    seen = state(store.warehouse)
    if seen not in (before, after):
        wrong.append("readers see neither the state before nor the one after")
    return "before" if seen == before else "after" if seen == after else "neither", wrong


def completed(trial: Scene, portal: Portal, after: str) -> list[str]:
    """Lets the next night run. Out: what does not hold then. What an earlier night has told already, as a rejected
    disclosure, the exit code does not repeat."""
    code, _, _ = ended(trial)
    wrong = [] if code in (0, 1) else [f"the next night ended with {code}"]
    if state(trial.store.warehouse) != after:
        wrong.append("the next night does not give the state after")
    wrong += [f"lost after the next night: {what}" for what in losses(trial.store)]
    wrong += [f"left behind: {what}" for what in leftovers(trial)]
    return wrong + [f"not archived: {what}" for what in unarchived(trial, portal)]


def losses(store: Store) -> list[str]:
    """What the store speaks of and does not have: must be empty at every moment, also right after a kill."""
    known = {record.sha256 for record in read_records(fetch_folder(store)) if record.sha256}
    known |= arrived(store).keys() | current_readings(store).keys()
    lost = [f"bytes of {sha256}" for sha256 in sorted(known) if not store.archived(sha256).is_file()]
    lost += [
        f"altered bytes of {path.name}"
        for path in store.archive.glob("*/*")
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.name
    ]
    lost += [file for table in TABLES for file in lake_files(store, table) if not Path(file).is_file()]
    return lost


def leftovers(scene: Scene) -> list[str]:
    """Unfinished files: must be none after a night that ended by itself."""
    store = scene.store
    found = [*store.build.glob("*"), *store.root.rglob("*.partial"), *store.warehouse.parent.glob(".*")]
    found += [path for path in scene.temporary.rglob("*") if path.is_file() or path.is_socket()]
    if store.versions.is_dir() and len(list(store.versions.iterdir())) > 3:
        found.append(store.versions)
    return sorted(path.as_posix() for path in found)


def unarchived(scene: Scene, portal: Portal) -> list[str]:
    """Disclosures of the portal that are not in the archive: must be none after a night that ended by itself."""
    return [
        name
        for name, data in portal.documents.items()
        if not scene.store.archived(hashlib.sha256(data).hexdigest()).is_file()
    ]
