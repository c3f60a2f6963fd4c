"""Scans come after everything else, for as long as they may; what is not reached waits and is told."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from pipelines.ingest import read_new
from pipelines.load import Settings, collect
from pipelines.nightly import Plan, read_pending, run_night
from pipelines.reading_order import in_reading_order, scan_bytes
from pipelines.reading_task import Task
from pipelines.store import open_store
from tests.pipelines import fakes

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


def scanned(pages: int) -> bytes:
    """A PDF of pictures."""
    pictures = [Image.effect_noise((600, 800), 40 + page).convert("RGB") for page in range(pages)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def task(path: Path, name: str, data: bytes) -> Task:
    file = path / name
    file.write_bytes(data)
    return Task(file, name, name)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_no_sample_is_taken_for_a_scan(path: Path) -> None:
    assert scan_bytes(path.read_bytes()) == 0


def test_pictures_are_scans() -> None:
    pdf = scanned(2)
    assert len(pdfium.PdfDocument(pdf)) == 2
    assert scan_bytes(pdf) > len(pdf) // 2
    for kind in ("PNG", "JPEG", "TIFF"):
        out = io.BytesIO()
        Image.effect_noise((60, 80), 40).save(out, kind)
        assert scan_bytes(out.getvalue())


def test_a_logo_makes_no_scan() -> None:
    document = pdfium.PdfDocument(next(SAMPLES.glob("攸县*")).read_bytes())
    picture = io.BytesIO()
    Image.effect_noise((60, 60), 40).save(picture, "JPEG")
    logo = pdfium.PdfImage.new(document)
    logo.load_jpeg(io.BytesIO(picture.getvalue()), inline=True)
    document[0].insert_obj(logo)
    document[0].gen_content()
    out = io.BytesIO()
    document.save(out)
    assert b"/Image" in out.getvalue()
    assert scan_bytes(out.getvalue()) == 0


def test_scans_come_last_the_smallest_first(tmp_path: Path) -> None:
    tasks = [
        task(tmp_path, "large.pdf", scanned(3)),
        task(tmp_path, "text.txt", b"text"),
        task(tmp_path, "small.pdf", scanned(1)),
        task(tmp_path, "empty.pdf", b""),
        Task(tmp_path / "gone.pdf", "gone.pdf", "gone"),
    ]
    names = [each.name for each in in_reading_order(tasks)]
    assert names == ["text.txt", "empty.pdf", "gone.pdf", "small.pdf", "large.pdf"]


def test_the_time_for_scans_ends(tmp_path: Path) -> None:
    tasks = [task(tmp_path, f"{number}.pdf", scanned(1)) for number in range(4)]
    tasks += [task(tmp_path, f"{number}.txt", b"text") for number in range(3)]
    ticks = iter(range(0, 1000, 10))
    names = [each.name for each in in_reading_order(tasks, 20, lambda: next(ticks))]
    assert names == ["0.txt", "1.txt", "2.txt", names[3]], "one scan within 20 seconds, none after it"
    assert list(in_reading_order(tasks[:4], 0)) == []


def test_what_is_not_reached_waits_for_the_next_night(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    fakes.disclose(inbox, "text.json", fakes.report())
    fakes.disclose(inbox, "scan.pdf", scanned(1))
    store = open_store(tmp_path / "w.duckdb")
    plan = Plan(sources=None, inbox=(inbox,), settle=0)
    settings = Settings(
        extract=fakes.extract, version="fake-1", reconcile=fakes.reconcile, expectations=False, scan_seconds=0
    )
    night = run_night(store, plan, settings)
    assert night.error is None
    assert len(night.read) == 1
    assert night.report is not None
    assert night.report.summary.waiting == 1
    assert "1 disclosure waits to be read" in night.report.markdown
    without_limit = Settings(extract=fakes.extract, version="fake-1", reconcile=fakes.reconcile, expectations=False)
    assert len(read_pending(store, without_limit)) == 1
    assert read_pending(store, without_limit) == set()


def test_progress_counts_what_is_read(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    for number in range(3):
        fakes.disclose(inbox, f"{number}.json", fakes.report(department_name=f"单位{number}"))
    store = open_store(tmp_path / "w.duckdb")
    told: list[tuple[int, int]] = []
    arrivals = collect([inbox], store)
    read_new(
        arrivals.disclosures, store, "fake-1", 1, fakes.extract, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
