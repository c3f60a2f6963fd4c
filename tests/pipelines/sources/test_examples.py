"""The examples of docs/adding-a-source.md work as written."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.sources.definition import load_sources
from pipelines.store import Store

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Tests are silent."""


@pytest.fixture
def served() -> Iterator[int]:
    """The folder data/, served as the page says; the port."""
    handler = functools.partial(_Silent, directory=str(ROOT / "data"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def commands() -> list[list[str]]:
    """The commands of the example, without the program's name."""
    block = re.search(r"<!-- run by tests/pipelines/sources/test_examples\.py -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    lines = block[1].splitlines()
    assert lines[0] == "export JUESUAN_ALLOW_LOOPBACK=1"
    return [line.split()[1:] for line in lines[1:]]


def test_the_offline_example(served: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_ALLOW_LOOPBACK", "1")
    examples = tmp_path / "sources"
    examples.mkdir()
    for path in (ROOT / "data" / "sources" / "examples").glob("*.*"):
        text = path.read_text(encoding="utf-8").replace(":8765", f":{served}")
        text = text.replace("../../samples", (ROOT / "data" / "samples").as_posix())
        (examples / path.name).write_text(text, encoding="utf-8")
    warehouse = tmp_path / "example.duckdb"
    places = {"data/sources/examples": str(examples), "data/warehouse/example.duckdb": str(warehouse)}
    printed = []
    for command in commands():
        result = CliRunner().invoke(app, [places.get(word, word) for word in command])
        assert result.exit_code == 0, result.output
        printed.append(result.output)
    checked, fetched, again = printed
    assert "county: 2 disclosures" in checked
    assert "攸县医疗保障局2024年度部门决算.pdf, application/pdf" in checked
    assert "预算" not in checked
    assert "county: 2 seen, 2 new, 0 changed, 0 unchanged, 0 failed" in fetched
    assert "county: 2 seen, 0 new, 0 changed, 2 unchanged, 0 failed" in again
    assert "addresses: 2 seen, 2 new" in again
    assert "samples: 4 seen" in again
    archived = [path for path in Store(warehouse).archive.rglob("*") if path.is_file()]
    assert len([path for path in archived if path.read_bytes().startswith(b"%PDF")]) == 4


def test_the_sources_that_ship_with_the_project_are_right() -> None:
    assert [source.name for source in load_sources(ROOT / "data" / "sources")] == ["inbox"]


def test_the_page_names_every_key() -> None:
    import msgspec

    from pipelines.sources.definition import Entry, Inbox, Listing, Manifest, Mirror

    for kind in (Inbox, Mirror, Manifest, Listing, Entry):
        for field in msgspec.structs.fields(kind):
            assert f"`{field.name}`" in PAGE or f"`[[{field.name}]]`" in PAGE, field.name
