"""The command line: exit codes, what it says, and that bad input never damages anything."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines import load
from pipelines.cli import app
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import query


@pytest.fixture(autouse=True)
def _fake_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run as they are, with the stand-ins of `fakes` for reading and judging."""
    fake = partial(
        load.Settings, extract=fakes.extract, version=fakes.VERSION, reconcile=fakes.reconcile, expectations=False
    )
    monkeypatch.setattr(load, "Settings", fake)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _spoiled() -> Report:
    total = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    return fakes.report(figures=(total, *fakes.report().figures[1:]))


def test_load_reads_reconciles_and_publishes(tmp_path: Path, warehouse: Path) -> None:
    fakes.disclose(tmp_path / "in" / "deeper", "a.pdf", fakes.report())
    fakes.disclose(tmp_path / "in", "bad.pdf", _spoiled())
    fakes.disclose(tmp_path / "in", ".hidden.pdf", b"never looked at")
    result = _run("load", tmp_path / "in", "--warehouse", warehouse, "--jobs", 1)
    assert result.exit_code == 0, result.output
    for word in ("reconciled", "flagged", "figures", "rounding", "cannot evaluate", "juesuan report", "published"):
        assert word in result.output
    assert "bad.pdf: 1 finding\n" in result.output
    assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 2}]


def test_a_rejected_disclosure_gives_one_also_the_second_time(tmp_path: Path, warehouse: Path) -> None:
    good = fakes.disclose(tmp_path, "a.pdf", fakes.report())
    bad = fakes.disclose(tmp_path, "empty.pdf", b"")
    for _ in range(2):
        result = _run("load", good, bad, "-w", warehouse)
        assert result.exit_code == 1
        assert "rejected empty.pdf: This is no disclosure." in result.output
    assert _run("load", good, "-w", warehouse).exit_code == 0, "an older rejection is not this load's"


def test_a_missing_path_is_told_and_the_others_load(tmp_path: Path, warehouse: Path) -> None:
    good = fakes.disclose(tmp_path, "a.pdf", fakes.report())
    result = _run("load", tmp_path / "nowhere", good, "-w", warehouse)
    assert result.exit_code == 2
    assert "nowhere does not exist; everything else was loaded" in result.output
    assert query(warehouse, "SELECT document_name FROM reports") == [{"document_name": "a.pdf"}]


def test_only_a_missing_path_publishes_nothing(tmp_path: Path, warehouse: Path) -> None:
    result = _run("load", tmp_path / "nowhere", "-w", warehouse)
    assert result.exit_code == 2
    assert "nothing was published" in result.output
    assert not warehouse.exists()


@pytest.mark.parametrize("arguments", [["load"], ["load", "x", "--jobs", "0"], ["nonsense"], ["export"]])
def test_bad_usage_gives_two(arguments: list[str]) -> None:
    assert _run(*arguments).exit_code == 2


def test_a_foreign_file_as_warehouse_gives_two(tmp_path: Path) -> None:
    path = fakes.disclose(tmp_path, "a.pdf", fakes.report())
    foreign = tmp_path / "notes.duckdb"
    foreign.write_text("mine")
    result = _run("load", path, "-w", foreign)
    assert result.exit_code == 2
    assert "was not published by juesuan" in result.output
    assert foreign.read_text() == "mine"


def test_a_folder_never_loads_the_warehouse_inside_it(tmp_path: Path) -> None:
    fakes.disclose(tmp_path, "a.pdf", fakes.report())
    for _ in range(2):
        result = _run("load", tmp_path, "-w", tmp_path / "w.duckdb")
        assert result.exit_code == 0
        assert "1 disclosure," in result.output


def test_report_shows_both_values_and_the_suspect(tmp_path: Path, warehouse: Path) -> None:
    path = fakes.disclose(tmp_path, "bad.pdf", _spoiled())
    _run("load", path, "-w", warehouse)
    (row,) = query(warehouse, "SELECT report_id FROM reports")
    for wanted in (row["report_id"], "bad.pdf", path):
        result = _run("report", wanted, "-w", warehouse)
        assert result.exit_code == 0, result.output
        for text in ("flagged", "1,010,000.00", "1,000,000.00", "10,000.00", "tolerance 100.00", "suspect 101.00 万元"):
            assert text in result.output
        assert "The total is not the sum." in result.output
        assert "合计不等于" not in result.output, "one language at a time"
        assert "label_repaired" in result.output


def test_report_reads_a_file_that_was_never_loaded(tmp_path: Path, warehouse: Path) -> None:
    path = fakes.disclose(tmp_path, "new.pdf", _spoiled())
    result = _run("report", path, "-w", warehouse)
    assert result.exit_code == 0
    assert "flagged" in result.output
    assert not warehouse.exists()
    assert not warehouse.parent.exists()


def test_report_of_what_cannot_be_read_gives_one(tmp_path: Path, warehouse: Path) -> None:
    path = fakes.disclose(tmp_path, "broken.pdf", b"\x00\x01")
    result = _run("report", path, "-w", warehouse)
    assert result.exit_code == 1
    assert "This is no disclosure." in result.output


@pytest.mark.parametrize("wanted", ["nowhere.pdf", "0123456789abcdef", "."])
def test_report_of_nothing_known_gives_two(wanted: str, warehouse: Path) -> None:
    result = _run("report", wanted, "-w", warehouse)
    assert result.exit_code == 2
    assert "Error" in result.output


def test_export_writes_every_view(tmp_path: Path, warehouse: Path) -> None:
    _run("load", fakes.disclose(tmp_path, "a.pdf", fakes.report()), "-w", warehouse)
    result = _run("export", "--out", tmp_path / "out-files", "--format", "csv", "--format", "html", "-w", warehouse)
    assert result.exit_code == 0, result.output
    assert "figures: " in result.output
    assert "wrote " in result.output
    views = {row["view_name"] for row in query(warehouse, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    written = {path.name for path in (tmp_path / "out-files").iterdir()}
    described = {"datapackage.json", "dcat.jsonld", "croissant.json", "index.html", "index.en.html"}
    assert written == {f"{view}.csv" for view in views} | described


def test_an_export_that_cannot_be_written_says_why(
    tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run("load", fakes.disclose(tmp_path, "a.pdf", fakes.report()), "-w", warehouse)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.export.views", full)
    result = _run("export", "--out", tmp_path / "out", "-w", warehouse)
    assert result.exit_code == 1
    assert "No space left on device" in result.output


def test_no_colours_where_there_is_no_terminal(tmp_path: Path, warehouse: Path) -> None:
    result = _run("load", fakes.disclose(tmp_path, "a.pdf", fakes.report()), "-w", warehouse)
    assert "\x1b" not in result.output


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from pipelines.cli import app; from typer.testing import CliRunner; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0; "
        "heavy = {'duckdb', 'polars', 'dagster', 'great_expectations', 'pandas', 'numpy', 'extractors'} & set(sys.modules); "
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
