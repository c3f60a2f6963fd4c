"""What the documentation says is true: commands and SQL run, links lead somewhere, and the README alone leads to an answer.

A fenced block after a line `<!-- run … -->` is executed on the samples, in a folder of its own; every other line that
calls `juesuan` must at least be understood by the command it names.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from pipelines.cli import app
from tests.pipelines.published import query

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
)
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
WAREHOUSE = Path("data/warehouse/juesuan.duckdb")
_FENCE = re.compile(
    r"(?:<!-- run(?P<mark>.*?)-->\n\s*)?^(?P<indent> *)```(?P<language>\w+)\n(?P<text>.*?)^ *```$", re.S | re.M
)


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, its language, whether it is run, and what is said of that."""

    page: str
    language: str
    text: str
    is_run: bool
    mark: str

    def commands(self) -> list[list[str]]:
        """Its lines as words, comments left out."""
        lines = [shlex.split(line, comments=True) for line in self.text.splitlines()]
        return [words for words in lines if words]


def _blocks() -> Iterator[Block]:
    for page in PAGES:
        for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
            mark = found["mark"]
            by_other_test = mark is not None and "run by tests/" in f"run{mark}"
            is_run = mark is not None and not by_other_test
            yield Block(page.name, found["language"], found["text"], is_run, (mark or "").strip())


BLOCKS = list(_blocks())


def _run_blocks(language: str) -> list[Block]:
    """The blocks of a language that are run; what two pages say alike is run once."""
    found: dict[str, Block] = {}
    for block in BLOCKS:
        if block.is_run and block.language == language and "walk" not in block.mark:
            found.setdefault(repr(block.commands() if language == "sh" else block.text), block)
    return list(found.values())


def _name(block: Block) -> str:
    return f"{block.page}:{block.text.strip().splitlines()[0][:40]}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a fresh clone: the samples and the SQL, and nothing that was produced."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("data/samples", "data/sources", "sql"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    return folder


@cache
def _recipe(target: str) -> list[str]:
    """What `make TARGET` runs after the environment is there."""
    found = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert found, f"there is no target {target}"
    return [line.strip().replace("$(VENV)", ".venv") for line in found[1].splitlines()]


def _run(words: list[str], folder: Path) -> str:
    """One command as a reader types it, with the code under test. Out: what it printed."""
    if words[0] == "make":
        return "".join(_run(shlex.split(line), folder) for line in _recipe(words[1]))
    assert Path(words[0]).name == "juesuan", words
    program = [sys.executable, "-m", "pipelines", *words[1:]]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{shlex.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def loaded(desk: Path) -> Path:
    """The same folder after the first command of the README."""
    _run(["make", "run"], desk)
    return desk


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_leads_to_the_answer_and_the_place_in_four_commands(loaded: Path, readme: Path) -> None:
    (walk,) = [block for block in BLOCKS if block.page == readme.name and "the walk" in block.mark]
    commands = walk.commands()
    assert len(commands) <= 4
    printed = "".join(_run(words, loaded) for words in commands[1:])
    # Checked against the printed pages: 0.42 of 0.42, 0.51 of 1.00, and a budget that is not printed.
    assert re.search(r"曾都区医疗保障局.*4200\.00.*4200\.00.*as budgeted", printed)
    assert re.search(r"攸县医疗保障局.*10000\.00.*5100\.00.*below budget", printed)
    assert re.search(r"泸县医疗保障局.*12700\.00.*no budget printed", printed)
    assert "ABOVE BUDGET" not in printed
    assert "page 16" in printed
    assert "row 合计, column 决算数公务接待费" in printed
    assert (loaded / f"{commands[-1][-1]}.png").read_bytes().startswith(b"\x89PNG")
    text = readme.read_text(encoding="utf-8")
    assert re.search(r"page 16|第 16 页", text)


def test_the_finding_the_readme_shows_is_the_one_that_is_found(loaded: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (finding_id,) = set(re.findall(r"review ([0-9a-f]{16})", text))
    (finding,) = query(loaded / WAREHOUSE, "FROM findings WHERE finding_id = ?", finding_id)
    assert (str(finding["actual_yuan"]), str(finding["expected_yuan"])) == ("11331800.00", "2604300.00")
    assert (finding["severity"], finding["suspect_page"], finding["suspect_raw_text"]) == ("error", 17, "1133.18万元")


@pytest.mark.parametrize("block", _run_blocks("sh"), ids=_name)
def test_commands_run(loaded: Path, block: Block) -> None:
    for words in block.commands():
        _run(words, loaded)


@pytest.mark.parametrize("block", _run_blocks("sql"), ids=_name)
def test_sql_runs(loaded: Path, block: Block) -> None:
    if "after export" in block.mark:
        import duckdb

        if not (loaded / "public").exists():
            _run(["juesuan", "export", "--out", "public", "--format", "parquet"], loaded)
        with chdir(loaded):
            assert duckdb.sql(block.text).fetchall()
        return
    printed = json.loads(_run(["juesuan", "query", block.text.strip(), "--format", "json"], loaded))
    assert printed or "verdict IS NOT NULL" in block.text


@pytest.mark.parametrize("block", _run_blocks("python"), ids=_name)
def test_python_runs(loaded: Path, block: Block) -> None:
    with chdir(loaded):
        exec(compile(block.text, block.page, "exec"), {})


def test_the_notebook_runs_and_answers(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = json.loads((ROOT / "docs" / "notebooks" / "reception.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names: dict[str, Any] = {}
    with chdir(loaded):
        for number, cell in enumerate(cells):
            exec(compile(cell, f"cell {number}", "exec"), names)
        assert Path("data/warehouse/reception.png").read_bytes().startswith(b"\x89PNG")
    printed = capsys.readouterr().out
    for told in ("1275.00", "130.77", "529.17", "105.83", "page 16: 0.51", "proven"):
        assert told in printed
    assert all(cell.get("outputs") in (None, []) for cell in notebook["cells"]), "outputs are made, not kept"


@cache
def _commands() -> Any:
    return typer.main.get_command(app)


def _understood(words: list[str]) -> None:
    """Raises where a command line names no command, or options it does not have."""
    command, rest = _commands(), words[1:]
    while hasattr(command, "commands"):
        assert rest, words
        assert rest[0] in command.commands, f"{shlex.join(words)}: there is no command {rest[0]}"
        command, rest = command.commands[rest[0]], rest[1:]
    command.make_context(command.name, list(rest))


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language in {"sh", "cron"}], ids=_name)
def test_every_command_is_understood(block: Block) -> None:
    for line in block.text.splitlines():
        called = re.search(r"(?:\.venv/bin/)?juesuan (?![\[&]).*", line.split(" #")[0])
        if called and not line.lstrip().startswith("#") and "pip install" not in line:
            _understood(shlex.split(called[0].split(" > ")[0].split(" >> ")[0].split(" || ")[0]))
        for target in re.findall(r"^make (\w+)", line):
            assert _recipe(target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_both_readmes_run_the_same_commands_and_show_the_same_numbers() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)

    def commands(name: str) -> list[list[list[str]]]:
        return [block.commands() for block in BLOCKS if block.page == name and block.language == "sh"]

    assert commands("README.md") == commands("README.zh-CN.md")

    def measured(text: str) -> list[str]:
        return re.findall(r"\| ([\d,]{3,}) \| ([\d.]+ %) \| (\d+) \|", text)

    assert measured(english) == measured(chinese)
    assert len(measured(english)) >= 5


def test_the_readmes_count_the_questions_there_are() -> None:
    count = len(list((ROOT / "sql" / "examples").glob("*.sql")))
    assert f"{count} questions answered" in READMES[0].read_text(encoding="utf-8")
    assert f"{count} 个问题" in READMES[1].read_text(encoding="utf-8")


def test_pictures_are_small() -> None:
    for picture in (ROOT / "docs" / "images").iterdir():
        assert picture.stat().st_size < 300_000, picture.name


def test_the_citation_names_what_the_project_is() -> None:
    import tomllib

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["title"], citation["version"], citation["license"]) == (
        project["name"], project["version"], project["license"]["text"],
    )  # fmt: skip
