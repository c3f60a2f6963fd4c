"""The documents of the simulated night: each has bytes of its own, and what was made is not made again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from benchmarks.night_page import Phase, phases, write_page
from benchmarks.night_simulated import MIXTURE, NUMBER, make_document, sequence
from benchmarks.plot import line_chart
from extractors.extract import extract_all


def test_the_mixture_is_spread_evenly() -> None:
    names = sequence()
    assert {name: names.count(name) for name in MIXTURE} == MIXTURE
    assert {"pdf", "docx"} <= set(names[:10])


def test_copies_are_reports_of_other_departments_with_the_same_figures(tmp_path: Path) -> None:
    distinct = 6
    paths = [make_document(tmp_path, distinct, number) for number in range(2 * distinct)]
    assert {path.suffix for path in paths} == {".pdf", ".docx", ".html"}
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}) == len(paths)
    for first, second in ((0, 6), (3, 9), (5, 11)):
        told = [extract_all(paths[number].read_bytes(), paths[number].name)[0] for number in (first, second)]
        names = [str(report.department_name) for report in told]
        assert NUMBER in names[0]
        assert names[1] == names[0].replace(NUMBER, f"{second:07d}")
        printed = [
            [(figure.statement, figure.line, figure.measure, figure.raw_text) for figure in report.figures]
            for report in told
        ]
        assert printed[0]
        assert printed[0] == printed[1]
    written = paths[0].stat().st_mtime_ns
    assert make_document(tmp_path, distinct, 0).stat().st_mtime_ns == written


def test_phases_add_up() -> None:
    looks = [
        {"seconds": 0, "archived": 0, "read": 0, "parts": 0, "processor_seconds": 0},
        {"seconds": 10, "archived": 100, "read": 0, "parts": 0, "processor_seconds": 9},
        {"seconds": 15, "archived": 100, "read": 50, "parts": 0, "processor_seconds": 19},
        {"seconds": 40, "archived": 100, "read": 100, "parts": 0, "processor_seconds": 60},
        {"seconds": 55, "archived": 100, "read": 100, "parts": 2, "processor_seconds": 80},
        {"seconds": 60, "archived": 100, "read": 100, "parts": 2, "processor_seconds": 84},
    ]
    assert phases(looks) == {
        "collecting": Phase(10, 9),
        "reading": Phase(30, 51),
        "checking": Phase(15, 20),
        "building": Phase(5, 4),
    }
    nothing_checked = [look | {"parts": 0} for look in looks]
    assert phases(nothing_checked)["checking"] == Phase(0, 0)
    assert phases(nothing_checked)["building"] == Phase(20, 24)


def test_what_scans_take_is_said(tmp_path: Path) -> None:
    look = {"read": 0, "archived": 0, "parts": 0, "parent_bytes": 1, "all_bytes": 2, "reader_bytes": 1, "disk_bytes": 1}
    read = look | {"archived": 1_000, "read": 1_000, "parts": 4}
    told = {}
    for processor in (100, 300):
        looks = [
            look | {"seconds": 0, "processor_seconds": 0, "commit": "one"},
            read | {"seconds": 100, "processor_seconds": processor, "commit": "two"},
        ]
        write_page(tmp_path / "NIGHT.md", (1_000, 1_000), MIXTURE, looks, 0)
        told[processor] = (tmp_path / "NIGHT.md").read_text()
    assert "at commit one, then two." in told[100]
    # 265,000 documents of 0.1 s leave 31,100 of the 57,600 seconds of two cores; of 0.3 s they leave none.
    assert re.search(r"would bear 0\.13 % of scans", told[100])
    assert "which therefore bear none" in told[300]


def test_a_chart_is_well_formed() -> None:
    from xml.etree import ElementTree

    chart = ElementTree.fromstring(line_chart("a < b", "x", "y", {"one": [(0, 0), (2, 4)], "none": []}))
    assert len(chart.findall("{http://www.w3.org/2000/svg}polyline")) == 1
