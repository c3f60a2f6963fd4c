"""A reader in a process of its own that asks the published file without a pause while it is replaced again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.reliability.night import CONTEXT
from benchmarks.reliability.scene import state
from pipelines.load import load
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS


@dataclass(slots=True)
class Watched:
    """What the reader saw: how often it looked, how many of the published states, and what went wrong."""

    publications: int = 0
    looks: int = 0
    states: int = 0
    wrong: list[str] = field(default_factory=list)


def _look(warehouse: Path, connection: Connection) -> None:
    """Looks until told to stop; sends the states it saw, how often it looked, and its errors."""
    seen: dict[str, None] = {}
    looks, errors = 0, []
    while not connection.poll():
        try:
            seen[state(warehouse)] = None
        except Exception as error:  # whatever a reader meets is the finding
            errors.append(f"{type(error).__name__}: {error}")
        looks += 1
        if looks == 1:
            connection.send("looking")
    connection.send((list(seen), looks, errors))


def watch_publications(folder: Path, publications: int, told: Callable[[int], None] | None = None) -> Watched:
    """Publishes so many versions while a reader looks. Out: what it saw."""
    warehouse = folder / "out" / "w.duckdb"
    content = [fakes.disclose(folder / "in", "0.pdf", fakes.report())]
    load(content, warehouse, SETTINGS)
    published = [state(warehouse)]
    ours, theirs = CONTEXT.Pipe()
    reader = CONTEXT.Process(target=_look, args=(warehouse, theirs), daemon=True)
    reader.start()
    ours.recv()
    for number in range(1, publications + 1):
        report = fakes.report(department_name=f"攸县第{number}局")
        load([fakes.disclose(folder / "in", f"{number}.pdf", report)], warehouse, SETTINGS)
        published.append(state(warehouse))
        if told:
            told(number)
    ours.send("stop")
    seen, looks, errors = ours.recv()
    reader.join(30)
    # A mixture of two versions would be a state that was never published; an older one after a newer one, a step back.
    order = [published.index(one) for one in seen if one in published]
    wrong = [*errors, *(f"a state that was never published: {one}" for one in seen if one not in published)]
    if order != sorted(order):
        wrong.append("the reader went back to an older state")
    return Watched(publications, looks, len(order), wrong)
