"""The commands `juesuan sources check` and `juesuan sources fetch`: what they print and what their exit codes say."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.store import Store
from tests.pipelines.portal import Portal, Reply

DOCUMENTS = {"攸县财政局2024年度部门决算.pdf": b"%PDF-1.7 a", "攸县教育局2024年度部门决算.pdf": b"%PDF-1.7 b"}


@pytest.fixture(autouse=True)
def _loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_ALLOW_LOOPBACK", "1")


def run(*words: object) -> Result:
    """Runs `juesuan sources …`."""
    return CliRunner().invoke(app, ["sources", *map(str, words)])


def test_failures_are_printed_and_show_in_the_exit_code(tmp_path: Path, warehouse: Path) -> None:
    with Portal(DOCUMENTS) as portal:
        portal.misbehave("攸县财政局2024年度部门决算.pdf", Reply(404))
        portal.write_source(tmp_path)
        checked = run("check", "--sources", tmp_path)
        assert checked.exit_code == 1
        assert "problem: " in checked.output
        assert not warehouse.parent.exists()
        fetched = run("fetch", "portal", "--sources", tmp_path, "--warehouse", warehouse)
    assert fetched.exit_code == 1
    assert "portal: 2 seen, 1 new, 0 changed, 0 unchanged, 1 failed" in fetched.output
    assert "the host answered 404: it is not there" in fetched.output
    assert Store(warehouse).archive.is_dir()


def test_bad_usage(tmp_path: Path) -> None:
    assert run("check", "--sources", tmp_path / "none").exit_code == 2
    (tmp_path / "a.toml").write_text('kind = "inbox"')
    assert run("check", "--sources", tmp_path).exit_code == 2
    (tmp_path / "a.toml").write_text('kind = "inbox"\nfolder = "."\nenabled = false')
    assert run("fetch", "nobody", "--sources", tmp_path).exit_code == 2
    assert run("check", "--sources", tmp_path).output == ""
    assert "a: 1 disclosures" in run("check", "a", "--sources", tmp_path).output


def test_this_machine_is_closed_without_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUESUAN_ALLOW_LOOPBACK")
    with Portal(DOCUMENTS) as portal:
        portal.write_source(tmp_path)
        result = run("check", "--sources", tmp_path)
        assert (result.exit_code, portal.requests) == (1, [])
    assert "no public address" in result.output
