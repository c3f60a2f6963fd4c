"""A whole night, simulated: `python -m benchmarks.night_simulated --documents 20000 --folder DIR`.

Every document is invented anew (`benchmarks.corpus`): another department, year and amounts, typeset as PDF, Word, Excel,
page, OFD or text in the proportions of `MIXTURE`. With `--distinct N` only N are, which takes less time to make, and the
others are the same with other names of departments, so that each is a report of its own. Then `juesuan nightly` runs over the folder, as an operator would run
it, while another process looks at it every few seconds: documents read, memory, disk. What was made is not made again,
and a night that was killed goes on: the same command may be given as often as it takes.

Out: `DIR/timeline.jsonl`, and benchmarks/NIGHT.md with its plots: what was measured, and what it means for 265,000;
the numbers in benchmarks/NIGHT.json as well, which benchmarks/RESULTS.md shows.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.commit import commit
from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import FORMATS, pdf_style, render
from benchmarks.corpus.style import Style
from benchmarks.corpus.styles import styles
from benchmarks.night_page import write_page
from pipelines.lake import manifests
from pipelines.processes import family, processor_seconds
from pipelines.store import Store, open_store
from tests.typesetting.renderers.pdf import render_pdf

#: Of a hundred documents, how many are of which format; portals publish PDF first of all.
MIXTURE = {"pdf": 68, "docx": 12, "html": 8, "xlsx": 6, "ofd": 2, "tabs": 2, "bundle": 2}

#: Stands in the name of every department, which another number makes another department. No amount has such digits.
NUMBER = "7039146"

#: How often (seconds) the night is looked at, and how often the disk is added up.
LOOK_SECONDS, DISK_SECONDS = 10.0, 60.0

ROOT = Path(__file__).resolve().parents[1]


def sequence() -> list[str]:
    """The formats of a hundred documents, spread evenly."""
    due: list[tuple[float, str]] = [
        ((number + 0.5) * 100 / count, name) for name, count in MIXTURE.items() for number in range(count)
    ]
    return [name for _, name in sorted(due)]


def _styles_of(file_format: str) -> list[Style]:
    # What needs an office program or a browser to be made takes seconds.
    return [style for style in styles() if style.file_format == file_format and FORMATS[file_format].program is None]


def make_document(folder: Path, distinct: int, number: int) -> Path:
    """Writes one document unless it is there. The number decides everything about it. From the `distinct`-th on they
    are those before them under other names."""
    file_format = sequence()[number % distinct % 100]
    path = folder / f"{number // 1000:03d}" / f"{number:06d}{FORMATS[file_format].suffix}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial_path = path.with_name(f".{path.name}.partial")
        if number < distinct:
            choices = _styles_of(file_format)
            disclosure = invent(choices[number % len(choices)], 1_000_000 + number, f"第{NUMBER}")
            # Names are changed in the bytes, so the pages of PDFs are not compressed.
            is_pdf = file_format == "pdf"
            partial_path.write_bytes(
                render_pdf(disclosure.document, pdf_style(disclosure), compressed=False)
                if is_pdf
                else render(disclosure)
            )
        else:
            first = make_document(folder, distinct, number % distinct).read_bytes()
            partial_path.write_bytes(renamed(first, f"{number:07d}"))
        partial_path.rename(path)
    return path


#: Office programs put tags between the digits.
_NUMBER = re.compile(rb"((?:<[^<>]*>)*)".join(digit.encode() for digit in NUMBER))


def _with_digits(number: str, found: re.Match[bytes]) -> bytes:
    return b"".join(digit.encode() + tags for digit, tags in zip(number, (*found.groups(), b""), strict=True))


def renamed(file: bytes, number: str) -> bytes:
    """A file with another number in the name of its department."""
    if file.startswith(b"%PDF"):
        return file.replace(NUMBER.encode(), number.encode())
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return _NUMBER.sub(partial(_with_digits, number), file)
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, renamed(old.read(part), number))
    return found.getvalue()


def make_documents(folder: Path, count: int, distinct: int, jobs: int) -> None:
    """Writes the documents side by side, telling how far it is."""
    began = time.monotonic()
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for first, last in ((0, distinct), (distinct, count)):
            making = pool.map(partial(make_document, folder, distinct), range(first, last), chunksize=20)
            for done in range(first + 500, last + 500, 500):
                for _ in islice(making, 500):
                    pass
                took = time.monotonic() - began
                print(f"made {min(done, last):,} of {count:,} documents, {took:,.0f} s", flush=True)


def run_night(folder: Path, documents: Path, jobs: int | None) -> int:
    """Runs the night and writes its timeline. Out: the exit code of `juesuan nightly`."""
    store = open_store(folder / "night.duckdb")
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "pipelines", "nightly", str(documents), "--sources", str(sources)]
    command += ["--warehouse", str(store.warehouse), *(["--jobs", str(jobs)] if jobs else [])]
    timeline = folder / "timeline.jsonl"
    before, code = _spent(timeline), commit()
    with (folder / "night.log").open("ab") as log:
        night = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        began = time.monotonic()
        with timeline.open("a") as out:
            for look in _looks(store, night):
                look |= {"seconds": time.monotonic() - began, "commit": code}
                look |= {name: round(look[name] + spent, 1) for name, spent in before.items()}
                out.write(json.dumps(look) + "\n")
                out.flush()
    return night.wait()


def _spent(timeline: Path) -> dict[str, float]:
    """Seconds, and seconds of the processors, that earlier tries of the same night took."""
    looks = read_timeline(timeline)
    return {name: float(looks[-1][name]) if looks else 0.0 for name in ("seconds", "processor_seconds")}


def read_timeline(timeline: Path) -> list[dict[str, Any]]:
    """What was seen so far, in order."""
    return [json.loads(line) for line in timeline.read_text().splitlines()] if timeline.is_file() else []


def _looks(store: Store, night: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What is seen of a night, until it ends and once more."""
    disk, looked_at_disk, told = 0, 0.0, 0.0
    processor: dict[int, float] = {}
    while True:
        ended = night.poll() is not None
        if ended or time.monotonic() - looked_at_disk >= DISK_SECONDS:
            disk, looked_at_disk = _disk(store.root), time.monotonic()
        members = list(family(night.pid))
        sizes = [size for _, size in members]
        # A reader that was replaced is gone, and what it took last counts.
        processor |= {pid: max(processor.get(pid, 0.0), processor_seconds(pid)) for pid, _ in members}
        look = {
            "archived": sum(1 for _ in store.archive.glob("*/*")),
            "read": sum(len(manifest.readings) for manifest in manifests(store)),
            "parts": sum(1 for _ in (store.root / "checked").glob("part-*")),
            "processor_seconds": sum(processor.values()),
            "parent_bytes": sizes[0] if sizes else 0,
            "all_bytes": sum(sizes),
            "reader_bytes": max(sizes[1:], default=0),
            "disk_bytes": disk,
            "published": store.warehouse.exists(),
        }
        yield look
        if time.monotonic() - told >= 60:
            told = time.monotonic()
            print(f"archived {look['archived']:,}, read {look['read']:,}, parts {look['parts']}", flush=True)
        if ended:
            return
        time.sleep(LOOK_SECONDS)


def _disk(folder: Path) -> int:
    total = 0
    for directory, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(directory, name)).st_size
            except OSError:
                continue  # it was private to a process and is gone
    return total


def main(arguments: list[str] | None = None) -> int:
    """Makes the documents, runs the night, writes the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.night_simulated", description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument(
        "--distinct", type=int, help="invented documents; the others are these under other names (default: all)"
    )
    parser.add_argument("--folder", type=Path, required=True, help="where documents and warehouse stay")
    parser.add_argument("--jobs", type=int, help="readers side by side; one a processor")
    parser.add_argument("--page", type=Path, default=Path(__file__).parent / "NIGHT.md", help="what is written")
    parser.add_argument("--afresh", action="store_true", help="forget a night that was begun; the documents stay")
    options = parser.parse_args(arguments)
    distinct = min(options.distinct or options.documents, options.documents)
    documents = options.folder / f"documents-{options.documents}-{distinct}"
    documents.mkdir(parents=True, exist_ok=True)
    if options.afresh:
        shutil.rmtree(options.folder / "night.store", ignore_errors=True)
        for left in (options.folder / "night.duckdb", options.folder / "timeline.jsonl"):
            left.unlink(missing_ok=True)
    make_documents(documents, options.documents, distinct, options.jobs or len(os.sched_getaffinity(0)))
    code = run_night(options.folder, documents, options.jobs)
    looks = read_timeline(options.folder / "timeline.jsonl")
    write_page(options.page, (options.documents, distinct), MIXTURE, looks, code)
    print(f"the night ended with {code}; {options.page} is written", flush=True)
    return 0 if code in (0, 1) else code


if __name__ == "__main__":
    raise SystemExit(main())
