"""The expectations: they see what is broken, name the flagged reports, and call nobody."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import duckdb
import pytest

from pipelines import expectations
from pipelines.expectations import Expected, validate
from pipelines.expected_frames import FRAMES, SUITES, Expectation
from pipelines.questions import opened
from tests.pipelines import fakes
from tests.pipelines.published import Load, query


@pytest.fixture
def star(load_fakes: Load, warehouse: Path, tmp_path: Path) -> Path:
    """A finished star with one good and one flagged report, to be spoiled."""
    total = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    bad = fakes.report(figures=(total, *fakes.report().figures[1:]), department_name="攸县教育局")
    load_fakes({"a.pdf": fakes.report(), "bad.pdf": bad, "no.pdf": b"no disclosure"})
    return Path(shutil.copy(warehouse.resolve(), tmp_path / "star.duckdb"))


def _spoil(star: Path, statement: str) -> None:
    with duckdb.connect(str(star)) as connection:
        connection.execute(statement)


def _failed(found: list[Expected]) -> dict[str, bool]:
    return {item.name: item.blocks for item in found if not item.passed}


def test_only_the_flagged_report_is_an_exception(star: Path, tmp_path: Path) -> None:
    found = validate(star, tmp_path / "docs")
    assert [item for item in found if item.error] == []
    assert _failed(found) == {"every_report_reconciles": False}
    (flagged,) = query(star, "SELECT report_id FROM reports WHERE status = 'flagged'")
    assert [item.exceptions for item in found if not item.passed] == [(flagged["report_id"],)]
    assert (tmp_path / "docs" / "index.html").is_file()
    validations = {path.parent.parent.parent.name for path in (tmp_path / "docs" / "validations").rglob("*.html")}
    assert validations == set(SUITES)


def test_what_is_broken_blocks_and_what_is_odd_does_not(star: Path) -> None:
    _spoil(star, "INSERT INTO fact_figure SELECT * FROM fact_figure LIMIT 1")
    _spoil(star, "UPDATE fact_finding SET suspect_figure_id = 'nobody'")
    _spoil(star, "DELETE FROM claim")
    _spoil(star, "UPDATE fact_figure SET measure = 'misspelt', decimals = 9 WHERE line = '2010601'")
    assert _failed(validate(star)) == {
        "keys_unique": True,
        "references_hold": True,
        "nothing_lost": True,
        "measure_in_vocabulary": False,
        "decimals_plausible": False,
        "every_report_reconciles": False,
    }


def test_an_error_inside_an_expectation_is_told_apart(star: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Expectation(
        "lost", "A column that is not there.", "ExpectColumnValuesToNotBeNull", "warning", {"column": "no"}
    )
    monkeypatch.setattr(expectations, "SUITES", {"reports": (lost,)})
    (found,) = validate(star)
    assert not found.passed
    assert found.error
    assert "no" in found.error


def test_nothing_calls_out(star: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"a connection to {arguments[-1]} was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert validate(star, tmp_path / "docs")


def test_names_are_unique_and_frames_complete(star: Path) -> None:
    names = [f"{suite}_{expectation.name}" for suite, all_ in SUITES.items() for expectation in all_]
    assert len(names) == len(set(names))
    assert set(SUITES) == set(FRAMES)
    with opened(star) as connection:
        for suite, text in FRAMES.items():
            columns = set(connection.sql(text).columns)
            for expectation in SUITES[suite]:
                used = {str(value) for key, value in expectation.arguments.items() if key.startswith("column")}
                assert used <= columns, expectation.name
