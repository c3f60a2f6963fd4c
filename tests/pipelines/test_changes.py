"""What changed between two published files: told completely, in an order of its own, and nothing disappears silently."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.changes import ChangesError, changes, compared, version_before
from pipelines.cli import app
from pipelines.load import Settings, load
from pipelines.review import record_verdict
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, query


def _report(total: str) -> Report:
    figure = fakes.figure("expenditure", "total", "expenditure_total", total)
    return fakes.report(figures=(figure, *fakes.report().figures[1:]))


class Desk:
    """A warehouse that is published again and again; every version is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warehouse = folder / "w.duckdb"
        self.settings: Settings = replace(SETTINGS, corrections=folder / "corrections")

    def publish(self, name: str, **disclosures: Report) -> Path:
        """Loads disclosures and keeps the published file under a name."""
        paths = [fakes.disclose(self.folder / "in", f"{key}.pdf", made) for key, made in disclosures.items()]
        load(paths, self.warehouse, self.settings)
        kept = self.folder / f"{name}.duckdb"
        shutil.copyfile(self.warehouse, kept)
        return kept

    def finding(self) -> str:
        """The one finding there is."""
        return str(query(self.warehouse, "SELECT finding_id FROM findings")[0]["finding_id"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "corrections").mkdir()
    return Desk(tmp_path)


def _found(old: Path, new: Path) -> list[tuple[str, str | None, str | None]]:
    with compared(old, new) as connection:
        return [(change["change"], change["before"], change["after"]) for change in changes(connection)]


def test_nothing_changes_between_equal_files(desk: Desk) -> None:
    one = desk.publish("one", a=_report("101.00"))
    again = shutil.copyfile(one, desk.folder / "copy.duckdb")
    assert _found(one, Path(again)) == []
    assert _found(one, one) == []


def test_a_new_report_comes_with_its_findings_and_without_its_figures(desk: Desk) -> None:
    one = desk.publish("one", a=fakes.report())
    two = desk.publish("two", b=_report("101.00"))
    found = _found(one, two)
    assert [change for change, _, _ in found] == ["report_new", "report_superseded", "finding_new"]
    assert found[0] == ("report_new", None, "flagged")


def test_a_finding_that_is_dismissed_stays_listed_as_withdrawn(desk: Desk) -> None:
    one = desk.publish("one", a=_report("101.00"))
    record_verdict(desk.warehouse, desk.finding(), "dismissed", "识读有误", folder=desk.settings.corrections)
    two = desk.publish("two")
    assert ("finding_withdrawn", "open", "withdrawn: 识读有误") in _found(one, two)
    assert ("report_status", "flagged", "reconciled") in _found(one, two)
    with compared(one, two) as connection:
        (withdrawn,) = [change for change in changes(connection) if change["change"] == "finding_withdrawn"]
    assert withdrawn["message_en"]
    assert withdrawn["message_zh"]
    # And the later file still holds it.
    assert query(two, "SELECT verdict FROM findings") == [{"verdict": "dismissed"}]


def test_a_finding_that_is_no_longer_there_is_withdrawn_with_what_it_said(desk: Desk) -> None:
    with_finding = desk.publish("one", a=_report("101.00"))
    message = query(with_finding, "SELECT message_en FROM findings")[0]["message_en"]
    other = Desk(desk.folder / "other")
    other.settings = desk.settings
    without = other.publish("two", a=fakes.report())
    with compared(with_finding, without) as connection:
        told = {change["change"]: change for change in changes(connection)}
    assert told["finding_withdrawn"]["message_en"] == message
    assert told["finding_withdrawn"]["after"] == "withdrawn"
    assert told["report_gone"]["before"] == "flagged"


def test_a_correction_changes_the_figure_and_is_a_verdict(desk: Desk) -> None:
    one = desk.publish("one", a=_report("101.00"))
    record_verdict(
        desk.warehouse, desk.finding(), "corrected", "与原件核对", "1000000.00", folder=desk.settings.corrections
    )
    two = desk.publish("two")
    found = _found(one, two)
    assert ("verdict", "open", "corrected: 与原件核对") in found
    assert ("figure_changed", "101.00 = 1010000.00 元", "101.00 = 1000000.00 元") in found


def test_a_foreign_file_is_said_in_words(desk: Desk) -> None:
    one = desk.publish("one", a=fakes.report())
    foreign = desk.folder / "notes.duckdb"
    foreign.write_text("mine")
    with pytest.raises(ChangesError, match="is no published file"), compared(one, foreign):
        pass
    with pytest.raises(ChangesError, match="is no file"), compared(one, desk.folder / "nowhere.duckdb"):
        pass


def test_neither_file_is_written_to(desk: Desk) -> None:
    one = desk.publish("one", a=fakes.report())
    two = desk.publish("two", b=_report("101.00"))
    before = [path.read_bytes() for path in (one, two)]
    for path in (one, two):
        path.chmod(0o444)
    _found(one, two)
    assert [path.read_bytes() for path in (one, two)] == before


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["changes", *(str(argument) for argument in arguments)])


def test_the_command_compares_with_the_version_before(desk: Desk) -> None:
    desk.publish("one", a=fakes.report())
    first = desk.warehouse.resolve()
    os.utime(first, (1, 1))
    desk.publish("two", b=_report("101.00"))
    assert version_before(desk.warehouse) == first
    result = _run(first, desk.warehouse)
    assert result.exit_code == 0, result.output
    assert "New: does not reconcile as published (1)" in result.output
    assert "New reports (1)" in result.output


def test_the_feed_is_the_same_in_csv_and_json(desk: Desk) -> None:
    one = desk.publish("one", a=fakes.report())
    two = desk.publish("two", b=_report("101.00"))
    rows = list(csv.DictReader(io.StringIO(_run(one, two, "--format", "csv").output)))
    records = json.loads(_run(one, two, "--format", "json").output)
    assert [row["change"] for row in rows] == [record["change"] for record in records]
    plain = [{key: "" if value is None else str(value) for key, value in record.items()} for record in records]
    assert rows == plain
    assert _run(one, two, "--format", "json").output == _run(one, two, "--format", "json").output


def test_without_an_earlier_version_the_command_says_what_to_do(desk: Desk) -> None:
    desk.publish("one", a=fakes.report())
    for old in desk.warehouse.resolve().parent.iterdir():
        if old != desk.warehouse.resolve():
            old.unlink()
    assert version_before(desk.warehouse) is None
    assert _run(desk.folder / "none.duckdb", desk.warehouse).exit_code == 2
