"""Reading a disclosure again with an independent reader, for cells that are in dispute or that nothing proves.

In: the store, which has the original bytes. Out: a function for `reconcile`. It reads in guarded children like the first
reading, so that a hostile file cannot stop the reconciliation; what is wanted of many disclosures is read side by side
first, by readers that stay until the reconciliation is over. What a witness read is kept beside the lake, so that a
rebuild does not read it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import msgspec

from pipelines.identifiers import identifier
from pipelines.pool import Readers, extractor_version
from pipelines.reading_task import Task
from pipelines.store import Store, write_atomically
from schemas.records import Report

#: The readers that share no code with ours: the second, and the third for what the second reads otherwise.
WITNESSES = ("pdfplumber", "camelot")


class Stopped(BaseException):
    """Nothing is read again any more: the reconciliation was interrupted. No mistake of a witness, which would be passed
    over."""


class Witnesses:
    """The re-reading of archived disclosures: called, by the second reader; `third` by the third. `version` is the
    extractor version that the readings belong to, `jobs` how many readers work side by side (None: one a processor)."""

    def __init__(self, store: Store, version: str, jobs: int | None = None) -> None:
        self._store = store
        self._version = version
        self._jobs = jobs
        #: Where what a witness could not read would have been kept.
        self._unread: set[Path] = set()
        self._readers: Readers | None = None
        #: Parts that are checked side by side ask at the same time.
        self._lock = Lock()
        self._stopped = False

    def __enter__(self) -> Witnesses:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the readers; where something is asked later, others are started."""
        with self._lock:
            readers, self._readers = self._readers, None
        if readers is not None:
            readers.close()

    def stop(self) -> None:
        """Ends what is being read, at once, and for good: whoever asks in another thread gets `Stopped`."""
        self._stopped = True
        with self._lock:
            readers, self._readers = self._readers, None
        if readers is not None:
            readers.stop()

    def __call__(self, sha256: str, pages: tuple[int, ...]) -> Report | None:
        return self._read(WITNESSES[0], sha256, pages)

    @property
    def version(self) -> str:
        """The extractor version that the readings belong to."""
        return self._version

    def read_ahead(self, wanted: Sequence[tuple[str, tuple[int, ...]]]) -> None:
        """Has disclosures read by the second reader side by side, as far as that was not done before; they are asked for
        one by one afterwards. In: the sha256 of each and its pages (none: all)."""
        wanted = list(dict.fromkeys(wanted))
        tasks = [self._task(WITNESSES[0], sha256, pages) for sha256, pages in wanted]
        places = {task.name: self._place(WITNESSES[0], *asked) for task, asked in zip(tasks, wanted, strict=True)}
        missing = [task for task in tasks if task.path.is_file() and not places[task.name].is_file()]
        for task, report in self._reports(missing):
            self._keep(places[task.name], report)

    def third(self, sha256: str, pages: tuple[int, ...]) -> Report | None:
        """Some pages (none: all) as the third reader reads them; None where it cannot."""
        return self._read(WITNESSES[1], sha256, pages)

    def _read(self, witness: str, sha256: str, pages: tuple[int, ...]) -> Report | None:
        task = self._task(witness, sha256, pages)
        kept = self._place(witness, sha256, pages)
        if kept in self._unread or not task.path.is_file():
            return None
        if kept.is_file():
            return msgspec.json.decode(kept.read_bytes(), type=Report)
        ((_, report),) = self._reports([task])
        return report if self._keep(kept, report) else None

    def _reports(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Report]]:
        """What the readers make of some tasks. Readers that were lost are replaced the next time."""
        if not tasks:
            return
        with self._lock:
            if self._stopped:
                raise Stopped
            readers = self._readers = self._readers or Readers(read_pages, self._jobs)
        try:
            # They run the extractor of this release, whatever version what they read is kept under.
            for task, (report, *_) in readers.read(tasks, extractor_version()):
                if self._stopped:
                    break
                yield task, report
        except BaseException:
            self.close()
            if not self._stopped:
                raise
        if self._stopped:
            raise Stopped

    def _keep(self, place: Path, report: Report) -> bool:
        """Keeps what a witness read, and tells whether it read anything."""
        if report.readable:
            write_atomically(place, msgspec.json.encode(report))
        else:
            self._unread.add(place)
        return report.readable

    def _task(self, witness: str, sha256: str, pages: tuple[int, ...]) -> Task:
        return Task(self._store.archived(sha256), f"{sha256}:{witness}:{_named(pages)}", sha256)

    def _place(self, witness: str, sha256: str, pages: tuple[int, ...]) -> Path:
        key = identifier(witness, self._version, _named(pages))
        return self._store.rereadings / sha256[:2] / f"{sha256}-{key}.json"


def witness(store: Store, version: str, jobs: int | None = None) -> Witnesses:
    """The re-reading of archived disclosures by independent readers, to be closed when nothing is asked any more."""
    return Witnesses(store, version, jobs)


def _named(pages: tuple[int, ...]) -> str:
    return ",".join(map(str, pages))


def read_pages(data: bytes, name: str) -> Report:
    """What a witness reads; the name is the disclosure's sha256, the witness and the pages (none: all)."""
    from extractors.extract import extract

    _, reader, pages = name.split(":")
    return extract(data, name, reader=reader, pages=[int(page) for page in pages.split(",")] if pages else None)
