"""In a Chinese locale a person reads Chinese: on the console, in the night's report and on the dashboard's pages.

What is recorded stays English, whoever loaded it, and so do the exports.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.lake import now
from pipelines.load import DEFAULTS, load
from pipelines.night_report.facts import facts
from pipelines.night_report.page import as_html, as_markdown
from pipelines.quarantine import quarantined
from pipelines.store import Store
from tests.pipelines.published import exported, query

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "泸县医疗保障局2023年度部门决算.txt"
#: Two English words in a row; names of files, codes of problems and keys are no sentence.
_ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


@dataclass(frozen=True)
class Loaded:
    """A warehouse of a text whose tables are missing, a torn PDF and a text that is no final account."""

    warehouse: Path
    store: Store


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The warehouse, loaded where Chinese is spoken."""
    folder = tmp_path_factory.mktemp("chinese")
    (folder / "残.pdf").write_bytes(b"%PDF-1.7\n" + b"1 0 obj\n" * 40)
    (folder / "闲.txt").write_bytes("今日无事\n".encode())
    warehouse = folder / "w.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "zh_CN.UTF-8")
        files = [SAMPLE, folder / "残.pdf", folder / "闲.txt"]
        load(files, warehouse, replace(DEFAULTS, jobs=1, expectations=False))
    return Loaded(warehouse, Store(warehouse))


@pytest.fixture
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "400"})
    return result.output


@pytest.mark.usefixtures("_chinese")
def test_the_page_of_a_report_is_chinese(loaded: Loaded) -> None:
    page = _run("report", SAMPLE.name, "-w", loaded.warehouse)
    assert "：报表缺失或未能读取：《收入决算表》、《收入支出决算总表》" in page
    assert "未标单位；按本段的“万元”处理（第75行）" in page
    assert [line for line in page.splitlines() if _ENGLISH.search(line)] == []
    page = _run("report", "残.pdf", "-w", loaded.warehouse)
    assert "残.pdf：PDF 不完整（缺少结尾）；请重新下载。" in page


@pytest.mark.usefixtures("_chinese")
def test_the_quarantine_is_chinese(loaded: Loaded) -> None:
    listed = _run("retry", "--list", "-w", loaded.warehouse)
    assert "PDF 不完整（缺少结尾）；请重新下载" in listed
    assert "闲.txt 中既无部门决算报表，也无部门决算的规范表述" in listed
    assert "残.pdf：PDF" in listed
    assert "残.pdf：残.pdf" not in listed
    assert _ENGLISH.search(listed) is None


def test_the_report_of_the_night_is_chinese(loaded: Loaded, tmp_path: Path) -> None:
    found = facts(loaded.store, None, now(), tmp_path / "none.csv", None)
    for page in (as_markdown(found, "zh"), as_html(found, "zh")):
        assert "PDF 不完整（缺少结尾）；请重新下载" in page
        assert "the PDF is truncated" not in page
    assert "the PDF is truncated" in as_markdown(found, "en")


def test_what_is_recorded_and_exported_stays_english(loaded: Loaded, tmp_path: Path) -> None:
    messages = [row["message"] for row in query(loaded.warehouse, "SELECT message FROM problems")]
    assert "残.pdf: the PDF is truncated (its end is missing); fetch the file again." in messages
    assert all(
        "the PDF is" in item.failure.reason or "holds neither" in item.failure.reason
        for item in quarantined(loaded.store)
    )
    files = exported(loaded.warehouse, tmp_path)
    assert "the PDF is truncated" in files["problems.csv"]
    assert "statement missing or not read: revenue" in files["checks.csv"]


def test_the_pages_of_the_dashboard_are_chinese(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    testing = pytest.importorskip("streamlit.testing.v1")
    monkeypatch.setenv("JUESUAN_WAREHOUSE", str(loaded.warehouse))
    # Streamlit puts its script in the place of the program, which readers of later tests would start from.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    def department() -> None:
        from dashboard.views import department

        department.show()

    def coverage() -> None:
        from dashboard.views import coverage

        coverage.show()

    for page, told, heading in (
        (coverage, "残.pdf：PDF 不完整（缺少结尾）；请重新下载。", "无法读取的文件"),
        (department, "未标单位；按本段的“万元”处理", "未能识别、已修补或未采用的内容"),
        (department, "报表缺失或未能读取：《收入决算表》、《收入支出决算总表》", "未能核对的项目及原因"),
    ):
        shown = testing.AppTest.from_function(page, default_timeout=60).run()
        assert not shown.exception
        assert heading in [one.value for one in shown.header]
        texts = [text for table in shown.dataframe for text in _texts(table.value)]
        assert any(told in text for text in texts)
        assert [text for text in texts if _ENGLISH.search(text)] == []


def _texts(table: Any) -> list[str]:
    return [text for column in table for text in table[column] if isinstance(text, str)]
