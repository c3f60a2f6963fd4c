"""Messages in two languages: every text has its Chinese, with the same names in it, and the locale decides."""

from __future__ import annotations

import ast
import pickle
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from pipelines import command_help, lineage_page, presentation, recorded, report_page, words
from pipelines.cli import app
from pipelines.command_help import examples_of
from pipelines.night_report import overdue

ROOT = Path(__file__).parents[2]
_TEXTS = tomllib.loads((ROOT / "pipelines" / "messages.zh.toml").read_text(encoding="utf-8"))
RECORDED: dict[str, str] = _TEXTS.pop("recorded")
USAGE: dict[str, str] = _TEXTS.pop("usage")
CHINESE: dict[str, str] = _TEXTS | RECORDED


def _constants(node: ast.expr) -> Iterator[str]:
    """The texts an argument can be: a literal, or either of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _said_errors(nodes: list[ast.AST]) -> set[str]:
    """Names of the errors that are made of words."""
    found, before = {"SaidError"}, set[str]()
    while found != before:
        before = set(found)
        for node in nodes:
            if isinstance(node, ast.ClassDef) and found & {
                base.id for base in node.bases if isinstance(base, ast.Name)
            }:
                found.add(node.name)
    return found


def _said_in_code() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "pipelines").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    speakers = {"say", "tr", "Words", *_said_errors(nodes)}
    found = set()
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in speakers and node.args:
            found |= set(_constants(node.args[0]))
    return found


def _said_in_templates() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipelines").rglob("*.jinja")))
    counted = re.findall(r'counted\("([^"]+)", "([^"]+)"', text)
    return {*re.findall(r'tr\("([^"]+)"', text), *(part for both in counted for part in both)}


def _vocabularies() -> set[str]:
    """Texts that are chosen from data."""
    outcomes = {outcome.replace("_", " ") for outcome in presentation.OUTCOMES}
    return {
        *presentation.STATUSES, *presentation.SEVERITIES, *outcomes, *presentation.BLAME.values(),
        *presentation._CHANGES.values(), *report_page.MEANING.values(), *report_page.SIDES.values(),
        *lineage_page._MEANING, *lineage_page._MEANING.values(), "confirmed", "dismissed", "corrected", "Examples:",
        "final account", "budget", "consolidated", "unit", "unknown", "no.", "statement", "pages", "identity",
        "instance", "outcome", "rule", "tolerance", "sign", "decimal point", "wrong digit", "swapped digits",
        "lost digit", "extra digit", overdue.IN_REGISTER, overdue.YEAR_BEFORE, "Show this message and exit.",
        "Arguments:", "Options:", "Commands:", "[OPTIONS]", "COMMAND [ARGS]...", "required", *command_help._REMARK.values(),
    }  # fmt: skip


def commands() -> list[Any]:
    """Every command, those of groups too."""
    group: Any = typer.main.get_command(app)
    found = []
    for command in group.commands.values():
        found += list(command.commands.values()) if hasattr(command, "commands") else [command]
    return found


def _helps() -> set[str]:
    group: Any = typer.main.get_command(app)
    every = [group, group.commands["sources"], *commands()]
    options = {parameter.help for command in every for parameter in command.params if getattr(parameter, "help", None)}
    return {command.help for command in every} | options


def test_every_text_has_its_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = (_said_in_code() | _said_in_templates() | _vocabularies() | _helps()) - CHINESE.keys()
    assert sorted(missing) == []


def test_no_translation_is_left_over() -> None:
    used = _said_in_code() | _said_in_templates() | _vocabularies() | _helps()
    assert sorted(CHINESE.keys() - used) == []


def test_both_languages_name_the_same_values() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert [english for english, chinese in CHINESE.items() if names(english) != names(chinese)] == []


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_GB.UTF-8"}, "en"), ({}, "en"), ({"LANG": "C"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"), ({"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"), ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)  # fmt: skip
def test_the_locale_decides(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], spoken: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert words.language() == spoken


def test_help_speaks_chinese() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "export", "--help"], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"LC_ALL": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT), "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "示例：" in done.stdout
    for english in ("Examples", "Usage", "Options", "default:", "required", "env var"):
        assert english not in done.stdout
    assert "用法：" in done.stdout
    assert "[必填]" in done.stdout
    assert "[默认：data/warehouse/juesuan.duckdb]" in "".join(part.strip() for part in done.stdout.splitlines())
    assert "写入的文件夹" in done.stdout


def test_errors_speak_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = CliRunner().invoke(app, ["query", "FROM reports", "-w", str(tmp_path / "none.duckdb")])
    assert result.exit_code == 2
    assert "错误：" in result.output
    assert "不存在" in result.output


def test_an_error_is_english_as_text_and_said_in_the_language_of_the_reader() -> None:
    inner = words.Words("{path}, line {line}", path="a.csv", line=3)
    error = words.SaidError("{place}: a verdict needs its reason.", place=inner)
    assert str(error) == "a.csv, line 3: a verdict needs its reason."
    assert error.said_in("zh") == "a.csv 第 3 行：复核意见须写明理由。"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("english", sorted(RECORDED))
def test_what_was_recorded_in_english_is_said_again(english: str) -> None:
    def value(name: str, kind: str | None) -> object:
        return 404 if kind else f"<{name}>"

    values = {name: value(name, kind) for _, name, kind, _ in string.Formatter().parse(english) if name}
    told = str(words.Words(english, **values))
    assert recorded.retold(told, "zh") == RECORDED[english].format(**values)
    assert recorded.retold(f"http://a.cn/1.pdf: {told}", "zh").endswith(RECORDED[english].format(**values))
    assert recorded.retold(told, "en") == told


def test_what_is_not_known_is_told_as_it_was_recorded() -> None:
    for text in ("Nobody knows this: KeyError: 3", "", ": ", "文件损坏"):
        assert recorded.retold(text, "zh") == text
    inner = "robots.txt could not be had, so nothing is fetched there: the host answered 503"
    assert recorded.retold(inner, "zh") == "未能取得 robots.txt，因此不抓取该站：对方返回 503"


@pytest.mark.parametrize(
    ("finding", "tongue", "told"),
    [
        ({"message_zh": "甲", "message_en": "a"}, "zh", "甲"), ({"message_zh": "甲", "message_en": "a"}, "en", "a"),
        ({"message_zh": None, "message_en": "a"}, "zh", "a"), ({"message_zh": "甲", "message_en": None}, "en", "甲"),
    ],
)  # fmt: skip
def test_a_finding_is_told_in_one_language(finding: dict[str, str | None], tongue: words.Language, told: str) -> None:
    assert words.message_of(finding, tongue) == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("load", "缺少参数“PATH...”。"), ("export", "缺少选项“--out”。"),
        ("sources check --limit", "选项“--limit”须给出值。"), ("nope", "没有命令“nope”。"),
        ("sources nope", "没有命令“nope”。"), ("relod", "没有命令“relod”。是否为 'load'？"),
        ("load --nope x", "没有选项 --nope"), ("load --job x", "没有选项 --job（可用的有 --jobs）"),
        ("load --retry-failed=3 x", "没有选项 --retry-failed"), ("explain a b", "多余的参数（b）"), ("retry --list=3", "选项“--list”不带值。"),
        ("load --jobs 0 x", "“--jobs”的值无效：不得小于 1"), ("dashboard --port 70000", "“--port”的值无效：不得大于 65535"),
        ("load --jobs a x", "“--jobs”的值无效：应为整数"), ("load --deadline a x", "“--deadline”的值无效：应为数字"),
        ("query x --format nope", "“--format”的值无效：“nope”不是可选值，可选的有 'table', 'csv', 'json'。"),
    ],
)  # fmt: skip
def test_bad_usage_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch, arguments: str, told: str) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = CliRunner().invoke(app, arguments.split())
    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == f"错误：{told}"
    # Of an option without its value the parser does not say which command it was given to.
    assert result.output.startswith("错误：选项“" if "“--limit”须" in told or "“--list”" in told else "用法：")
    assert ("--help”。" in result.output) == result.output.startswith("用法：")
    assert not re.search("Usage|Error|Try|help for", result.output)
    monkeypatch.setenv("LC_ALL", "C")
    assert "Error: " in CliRunner().invoke(app, arguments.split()).output


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_shows_examples_that_are_understood(command: Any) -> None:
    import shlex

    shown = examples_of(command)
    assert shown
    for example in shown:
        words_ = shlex.split(example.split(" > ")[0])
        assert words_[0] == "juesuan"
        arguments = words_[words_.index(command.name) + 1 :]
        command.make_context(command.name, list(arguments))
