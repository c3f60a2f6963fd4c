"""The pages benchmarks write: a missed target is explained with what was measured; profiles say where time goes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from string import Formatter

import duckdb

from benchmarks.limits import LIMITS
from benchmarks.profiles import Clocked, sampled
from benchmarks.results import NIGHT, measured
from benchmarks.results_page import TARGETS, write_page


def test_every_explanation_belongs_to_a_target() -> None:
    assert LIMITS.keys() <= {target.text for target in TARGETS}


def test_what_is_missed_is_explained_with_measured_numbers(tmp_path: Path) -> None:
    results = measured()
    slow = json.loads(json.dumps(results))
    slow["reading"]["found"] |= {"report of 40 pages to figures ms": 1_000.0, "report of 40 pages bare text ms": 77.0}
    for found, is_told in ((slow, True), ({**slow, "reading": _fast(slow["reading"])}, False)):
        write_page(tmp_path / "RESULTS.md", found)
        page = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
        assert (
            "- **a report of 40 pages to figures ≤ 150 ms**: 1,000.00 ms. 77 ms of it are pdfium's" in page
        ) == is_told


def _fast(section: dict[str, object]) -> dict[str, object]:
    assert isinstance(section["found"], dict)
    return section | {"found": section["found"] | {"report of 40 pages to figures ms": 100.0}}


def test_explanations_name_what_is_measured() -> None:
    results = measured() | {"night": json.loads(NIGHT.read_text(encoding="utf-8"))}
    found = {name: section["found"] for name, section in results.items()}
    for text in LIMITS.values():
        for _, field, _, _ in Formatter().parse(text):
            if field:
                section, name = field.removesuffix("]").split("[")
                assert name in found[section]


def test_growth_is_held_against_ten_times_the_first(tmp_path: Path) -> None:
    def built(reports: int, seconds: float) -> dict[str, object]:
        build = {"seconds": seconds, "processor": 70.0, "memory": 3 << 30, "file_bytes": reports << 16, "rows": {}}
        answers: dict[str, object] = {
            "seconds": 1.0,
            "processor": 1.0,
            "memory": 1 << 20,
            "answers": [["view", "figures", 0.1, 0.25]],
        }
        answers["report_seconds"] = 0.5
        return {"reports": reports, "build": build, "answers": answers}

    for seconds, met in ((549.0, "| 10.98 × | yes |"), (560.0, "| 11.20 × | **no** |")):
        found = {"scale": built(10_000, 50.0), "growth": built(100_000, seconds)}
        write_page(tmp_path / "RESULTS.md", {name: {"commit": "c", "found": one} for name, one in found.items()})
        page = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
        assert met in page
        assert "| 10,000 | 50.0 | 70.0 | 50.0 | 70.0 | 3,072 | 625 | 64 | 0.25 |" in page
        assert f"| 100,000 | {seconds:.1f} | 70.0 | {seconds / 10:.1f} | 7.0 | 3,072 | 6,250 | 64 | 0.25 |" in page


def test_statements_are_clocked_by_who_gives_them() -> None:
    found: Counter[str] = Counter()
    with duckdb.connect() as connection:
        clocked = Clocked(connection, found)
        assert clocked.execute("SELECT sum(range) FROM range(3000000)").fetchall() == [(4499998500000,)]
        assert clocked.sql("SELECT 1").fetchall() == [(1,)]
    assert list(found) == [f"{__name__.rpartition('.')[2]}.test_statements_are_clocked_by_who_gives_them"]
    assert found.total() > 0


def test_samples_name_functions_of_ours() -> None:
    from schemas.text import compact

    found: Counter[str] = Counter()
    with sampled(found):
        for _ in range(100_000):
            compact("合 计 （万元）" * 20)
    # What is remembered is given back by the cache of functools, so the time is that of either function.
    assert any(name.startswith("schemas.text.") for name in found)
    assert all(name.startswith(("schemas.", "extractors.", "pipelines.")) for name in found)
