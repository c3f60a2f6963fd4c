"""The night by command: what it does, what its exit code says, and that it can always be run again."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import msgspec
import pytest
from typer.testing import CliRunner, Result

from pipelines import load, private
from pipelines.cli import app
from pipelines.nightly import Night, Outcome, Plan, run_night
from pipelines.private import claim, remove_abandoned
from pipelines.quarantine import quarantined
from pipelines.store import Store
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, exported, query


@pytest.fixture(autouse=True)
def _fake_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = partial(
        load.Settings, extract=fakes.extract, version=fakes.VERSION, reconcile=fakes.reconcile, expectations=False
    )
    monkeypatch.setattr(load, "Settings", fake)
    monkeypatch.setattr(private, "keep_temporary_files_private", lambda: None)


def _put(folder: Path, name: str, content: object) -> Path:
    """A disclosure that was put there some time ago."""
    path = fakes.disclose(folder, name, content)  # type: ignore[arg-type]
    os.utime(path, (time.time() - 60,) * 2)
    return path


def _command(tmp_path: Path, warehouse: Path, *more: object) -> Result:
    arguments = ["nightly", tmp_path / "in", "--sources", tmp_path / "sources", "-w", warehouse, *more]
    (tmp_path / "sources").mkdir(exist_ok=True)
    (tmp_path / "in").mkdir(exist_ok=True)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _night(tmp_path: Path, warehouse: Path, settings: load.Settings = SETTINGS) -> Night:
    plan = Plan(None, (tmp_path / "in",), settle=0, register=tmp_path / "register.csv")
    return run_night(Store(warehouse), plan, settings)


def test_the_exit_code_says_what_happened(tmp_path: Path, warehouse: Path) -> None:
    _put(tmp_path / "in", "a.pdf", fakes.report())
    result = _command(tmp_path, warehouse)
    assert result.exit_code == 0, result.output
    assert "Complete." in result.output
    _put(tmp_path / "in", "no.pdf", b"no disclosure")
    result = _command(tmp_path, warehouse)
    assert result.exit_code == 1
    assert "no.pdf: This is no disclosure. (1 try)" in result.output
    assert _command(tmp_path, warehouse).exit_code == 0, "what was told once is no news"
    (tmp_path / "sources" / "bad.toml").write_text('kind = "nonsense"\n')
    assert _command(tmp_path, warehouse).exit_code == 2


def test_two_nights_never_run_together(tmp_path: Path, warehouse: Path) -> None:
    store = Store(warehouse)
    store.root.mkdir(parents=True)
    with (store.root / "night.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        result = _command(tmp_path, warehouse)
    assert result.exit_code == 3
    assert "Another night is running" in result.output
    assert not warehouse.exists()


def test_a_night_that_fails_leaves_the_file_and_is_told(tmp_path: Path, warehouse: Path) -> None:
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    assert _night(tmp_path, warehouse).outcome is Outcome.OK
    before = warehouse.resolve()

    def broken(connection: duckdb.DuckDBPyConnection, reread: object = None) -> None:
        raise RuntimeError("a broken rule")

    fakes.disclose(tmp_path / "in", "b.pdf", fakes.report(fiscal_year=2020))
    night = _night(tmp_path, warehouse, replace(SETTINGS, reconcile=broken))
    assert night.outcome is Outcome.FAILED
    assert "a broken rule" in (night.error or "")
    assert night.report
    assert "**Failed. Nothing was published" in night.report.markdown
    assert warehouse.resolve() == before
    again = _night(tmp_path, warehouse)
    assert (again.outcome, again.published, again.read) == (Outcome.OK, True, set())
    assert query(warehouse, "SELECT count(*) AS n FROM reports") == [{"n": 2}]


def test_a_wrong_register_is_told_before_anything_is_done(tmp_path: Path, warehouse: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text("division_code,department_name,due\n430223,攸县财政局,31.10.\n", encoding="utf-8")
    result = _command(tmp_path, warehouse, "--register", register)
    assert result.exit_code == 2
    assert "line 2: due '31.10.' is no day" in result.output
    assert not Store(warehouse).arrivals.exists()


def test_quarantine_counts_tries_and_forgets_what_can_be_read(
    tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fakes.disclose(tmp_path / "in", "no.pdf", b"RAISE")
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    store = Store(warehouse)
    _night(tmp_path, warehouse)
    _night(tmp_path, warehouse)
    (kept,) = quarantined(store)
    assert (kept.name, kept.failure.code, kept.failure.tries) == ("no.pdf", "failed", 1), "not tried in vain"
    newer = replace(SETTINGS, version="fake-2", extract=fakes.extract_newer)
    assert _night(tmp_path, warehouse, newer).read == {kept.sha256}
    (kept,) = quarantined(store)
    assert (kept.failure.tries, kept.extractor_version) == (2, "fake-2")
    run = partial(CliRunner().invoke, app)
    listed = run(["retry", "--list", "-w", str(warehouse)])
    assert listed.exit_code == 0
    assert f"{kept.sha256[:12]}  no.pdf: The reader failed" in listed.output
    assert "1 in quarantine." in listed.output
    assert quarantined(store)[0].failure.tries == 2
    assert run(["retry", "nothing.pdf", "-w", str(warehouse)]).exit_code == 2
    again = run(["retry", "no.pdf", "-w", str(warehouse)])
    assert (again.exit_code, quarantined(store)[0].failure.tries) == (1, 3)
    monkeypatch.setattr(load, "Settings", partial(load.Settings, extract=fakes.extract_anything))
    done = run(["retry", "-w", str(warehouse)])
    assert done.exit_code == 0, done.output
    assert "1 tried again, 1 can be read now" in done.output
    assert quarantined(store) == []
    assert query(warehouse, "SELECT DISTINCT status FROM reports") != [{"status": "rejected"}]


def test_a_night_is_resumed_from_whatever_was_written_down(tmp_path: Path, warehouse: Path) -> None:
    """Collected and killed: the inbox is empty afterwards, and everything is read all the same."""
    path = fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    load.collect([path], Store(warehouse))
    path.unlink()
    assert len(_night(tmp_path, warehouse).read) == 1
    assert query(warehouse, "SELECT document_name FROM reports") == [{"document_name": "a.pdf"}]


def test_what_killed_processes_left_is_swept_away_and_what_lives_is_not(tmp_path: Path) -> None:
    living = claim(tmp_path, "file")
    (living / "half").write_text("half")
    dead = tmp_path / "file-dead"
    dead.mkdir()
    (tmp_path / "file-dead.lock").touch()
    (tmp_path / "from-an-older-release-4711").mkdir()
    remove_abandoned(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {living.name, f"{living.name}.lock"}
    private.give_up(living)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_restored_as_the_documentation_says(tmp_path: Path, warehouse: Path) -> None:
    for number in range(3):
        fakes.disclose(tmp_path / "in", f"{number}.pdf", fakes.report(department_name=f"攸县第{number}局"))
    fakes.disclose(tmp_path / "in", "no.pdf", b"no disclosure")
    _night(tmp_path, warehouse)
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    (backup,) = [block for block in text.split("```") if block.startswith("sh\nflock ")]
    command = (
        backup.removeprefix("sh\n")
        .replace("data/warehouse", str(warehouse.parent))
        .replace("juesuan.store", "test.store")
    )
    command = command.replace("backup.tar", str(tmp_path / "backup.tar")).replace(" test.store/fetches", "")
    subprocess.run(command, shell=True, check=True)
    before = exported(warehouse, tmp_path / "before")
    shutil.rmtree(warehouse.parent)
    warehouse.parent.mkdir()
    subprocess.run(["tar", "-xf", tmp_path / "backup.tar", "-C", warehouse.parent], check=True)
    shutil.rmtree(tmp_path / "in")
    (tmp_path / "in").mkdir()
    night = _night(tmp_path, warehouse)
    assert (night.outcome, night.read, night.published) == (Outcome.OK, set(), True)
    assert exported(warehouse, tmp_path / "after") == before


def test_arrivals_keep_the_moment_they_came(tmp_path: Path, warehouse: Path) -> None:
    fakes.disclose(tmp_path / "in", "a.pdf", fakes.report())
    night = _night(tmp_path, warehouse)
    assert night.collected
    (came,) = night.collected.arrived
    (row,) = query(warehouse, "SELECT arrived_at, source_name FROM reports")
    assert (row["arrived_at"], row["source_name"]) == (came.arrived_at.replace(tzinfo=None), "folder")
    assert msgspec.json.decode(msgspec.json.encode(came), type=type(came)) == came
