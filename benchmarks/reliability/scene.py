"""The scene of every trial: a warehouse that is published already, a portal and an inbox with something new and
something broken.

Reading and judging are stand-ins (`tests/pipelines/fakes.py`), so that hundreds of nights are affordable; fetching,
archiving, the lake, the build, publishing and the report are the real ones.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipelines import load, nightly
from pipelines.questions import opened
from pipelines.store import Store
from tests.pipelines import fakes
from tests.pipelines.portal import Portal
from tests.pipelines.published import SETTINGS

BASE, FETCHED, PUT_IN = 3, 5, 2


def disclosure(number: int) -> bytes:
    """An invented disclosure; every seventh has a total that is not the sum."""
    total = "101.00" if number % 7 == 0 else "100.00"
    figures = (fakes.figure("expenditure", "total", "expenditure_total", total), *fakes.report().figures[1:])
    return msgspec.json.encode(fakes.report(figures=figures, department_name=f"攸县第{number}局"))


@dataclass(frozen=True, slots=True)
class Scene:
    """One trial's folders. `sources` names the portal and the inbox."""

    folder: Path
    sources: Path

    @property
    def store(self) -> Store:
        """The store of the trial's warehouse."""
        return Store(self.folder / "out" / "w.duckdb")

    @property
    def temporary(self) -> Path:
        """Where the night's temporary files go."""
        return self.folder / "tmp"

    def plan(self) -> nightly.Plan:
        """What the night works on."""
        return nightly.Plan(sources=self.sources, register=self.folder / "none.csv")

    def copy(self, name: str) -> Scene:
        """A fresh trial beside this one that begins as this one is."""
        target = self.folder.parent / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder, target, symlinks=True)
        return Scene(target, self.sources)


@contextmanager
def staged(folder: Path) -> Iterator[tuple[Scene, Portal]]:
    """The scene before the night: something is published, more is to come, the last of it broken."""
    names = [f"攸县第{number}局2024年度部门决算.pdf" for number in range(BASE + FETCHED + PUT_IN)]
    contents = {name: disclosure(number) for number, name in enumerate(names)}
    fetched = dict(list(contents.items())[BASE : BASE + FETCHED])
    fetched["坏文件2024年度部门决算.pdf"] = b"no disclosure"
    with Portal(fetched, per_page=4) as portal:
        sources, inbox = folder / "sources", folder / "inbox"
        portal.write_source(sources)
        (sources / "inbox.toml").write_text(f'kind = "inbox"\nfolder = "{inbox}"\nsettle_seconds = 0\n', "utf-8")
        for name, content in list(contents.items())[BASE + FETCHED :]:
            fakes.disclose(inbox, name, content)
        fakes.disclose(inbox, "crash.pdf", b"CRASH")
        base = folder / "scene"
        for name, content in list(contents.items())[:BASE]:
            fakes.disclose(folder / "base", name, content)
        scene = Scene(base, sources)
        scene.temporary.mkdir(parents=True)
        load.load([folder / "base"], scene.store.warehouse, SETTINGS)
        yield scene, portal


#: What is compared; the moment of arrival is all that may differ between two runs.
_VIEWS = {
    "reports": "SELECT * EXCLUDE (arrived_at, arrival_date) FROM reports ORDER BY ALL",
    "figures": "SELECT * FROM figures ORDER BY ALL",
    "checks": "SELECT * FROM checks ORDER BY ALL",
    "findings": "SELECT * FROM findings ORDER BY ALL",
    "problems": "SELECT * FROM problems ORDER BY ALL",
}


def state(warehouse: Path) -> str:
    """A digest of what readers see."""
    digest = hashlib.sha256()
    with opened(warehouse) as connection:
        for view, query in _VIEWS.items():
            digest.update(f"{view}{connection.execute(query).fetchall()!r}".encode())
    return digest.hexdigest()[:16]
