"""`kill -9` at random points of the whole night: half of them before a random change to the disk, half at a random moment.

Nights are killed in a row on one warehouse, up to `CHAIN` times, each resuming what the one before left. After each kill
readers see the state before or the state after, never an older one again, and nothing the store speaks of is lost. Then
a night is left alone: it completes, and nothing unfinished is left behind.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.reliability.night import Fault, ended, started
from benchmarks.reliability.promises import completed, seen_by_readers
from benchmarks.reliability.scene import Scene, staged, state
from tests.pipelines.portal import Portal

#: Kills on one warehouse before a night is left alone.
CHAIN = 4

BY_CHANGE, BY_TIME = "before a change to the disk", "at a random moment"


@dataclass(slots=True)
class Kills:
    """What was tried and what went wrong (which must be nothing)."""

    changes: int = 0
    seconds: float = 0.0
    completed: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    seen_after: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def kill_nights(folder: Path, kills: int, seed: int = 0, told: Callable[[Kills], None] | None = None) -> Kills:
    """Kills so many nights; an interrupt (Ctrl-C) ends it early. In: a folder to work in. Out: what happened."""
    random, result = Random(seed), Kills()
    with staged(folder) as (scene, portal):
        before = state(scene.store.warehouse)
        whole = scene.copy("whole")
        code, result.changes, result.seconds = ended(whole)
        after = state(whole.store.warehouse)
        if code != 1 or before == after:
            raise RuntimeError(f"the night itself does not work (exit code {code})")
        with suppress(KeyboardInterrupt):
            while result.tried.total() < kills:
                _chain(
                    scene.copy("trial"),
                    portal,
                    (before, after),
                    min(CHAIN, kills - result.tried.total()),
                    random,
                    result,
                )
                if told:
                    told(result)
    return result


def _chain(trial: Scene, portal: Portal, states: tuple[str, str], length: int, random: Random, result: Kills) -> None:
    """Kills nights in a row on one warehouse, then leaves one alone."""
    seen = "before"
    for _ in range(length):
        how = BY_CHANGE if result.tried[BY_CHANGE] <= result.tried[BY_TIME] else BY_TIME
        if not _kill(trial, result, random, how):
            break
        result.tried[how] += 1
        earlier, (seen, wrong) = seen, seen_by_readers(trial.store, *states)
        result.seen_after[seen] += 1
        if (earlier, seen) == ("after", "before"):
            wrong.append("readers see an older state again")
        result.wrong += [f"kill {result.tried.total()} ({how}): {what}" for what in wrong]
    result.completed += 1
    result.wrong += [f"after kill {result.tried.total()}: {what}" for what in completed(trial, portal, states[1])]


def _kill(trial: Scene, result: Kills, random: Random, how: str) -> bool:
    """Kills a night. Out: False where it had ended before."""
    if how == BY_CHANGE:
        code, _, _ = ended(trial, Fault("killed", random.randint(1, result.changes)))
    else:
        began = time.monotonic()
        process, _ = started(trial)
        process.join(random.uniform(0.0, result.seconds))
        process.kill()
        process.join()
        code = process.exitcode
        if code is not None and code >= 0:  # the machine has become quicker: so are the kills
            result.seconds = min(result.seconds, time.monotonic() - began)
    return code is not None and code < 0
