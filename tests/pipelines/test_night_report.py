"""The report of a night: it tells everything once, claims nothing it does not know, and cannot be misled."""

from __future__ import annotations

import json
import re
import threading
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines.arrivals import SourceVisit
from pipelines.lake import TIMEZONE, Failure, Reading
from pipelines.load import load
from pipelines.night_report import webhook
from pipelines.night_report.drift import Drift, drifted
from pipelines.night_report.facts import Facts
from pipelines.night_report.overdue import IN_REGISTER, Expectation, Overdue, expected_year, overdue
from pipelines.night_report.page import as_html, as_markdown
from pipelines.night_report.report import report_on
from pipelines.questions import opened
from pipelines.store import Store
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, Load

MOMENT = datetime(2026, 11, 1, 2, 30, tzinfo=TIMEZONE)
DUE = date(2026, 10, 31)


def _load(tmp_path: Path, **reports: Report) -> Path:
    paths = [fakes.disclose(tmp_path / "in", f"{name}.pdf", report) for name, report in reports.items()]
    load(paths, tmp_path / "w.duckdb", SETTINGS)
    return tmp_path / "w.duckdb"


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 10, 31), 2024), (date(2026, 11, 1), 2025), (date(2027, 1, 1), 2025)]
)
def test_the_year_expected_is_the_last_whose_day_has_passed(today: date, year: int) -> None:
    assert expected_year(today, (10, 31))[0] == year


def test_who_published_last_year_is_overdue_where_the_register_is_silent(tmp_path: Path) -> None:
    warehouse = _load(
        tmp_path,
        late=fakes.report(department_name="攸县财政局", fiscal_year=2024),
        both=fakes.report(department_name="攸县教育局", fiscal_year=2024),
        there=fakes.report(department_name="攸县教育局（汇总）", fiscal_year=2025, scope="consolidated"),
        gone=fakes.report(department_name="攸县旧局", fiscal_year=2022),
        budget=fakes.report(department_name="攸县财政局", fiscal_year=2025, kind="budget"),
    )
    with opened(warehouse) as connection:
        (unit,) = overdue(connection, [], date(2026, 11, 1))
        assert (unit.department_name, unit.fiscal_year, unit.due) == ("攸县财政局", 2025, DUE)
        assert unit.ground == "published the year before"
        assert overdue(connection, [], date(2026, 10, 31)) == [], "not overdue on the day itself"


def test_where_the_register_speaks_it_alone_decides(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(
        "division_code,department_name,due,address,note\n430223, 攸县 教育局 ,9-30,http://example.cn/,\n430223,攸县水利局,,,\n",
        encoding="utf-8",
    )
    warehouse = _load(
        tmp_path, a=fakes.report(fiscal_year=2024), b=fakes.report(department_name="攸县教育局", fiscal_year=2025)
    )
    with opened(warehouse) as connection:
        found = overdue(connection, Expectation.read(register), date(2026, 10, 15))
    assert [(unit.department_name, unit.fiscal_year, unit.ground) for unit in found] == [
        ("攸县水利局", 2024, "register")
    ]
    assert Expectation.read(tmp_path / "none.csv") == []


def test_a_source_whose_reports_hold_less_has_drifted(tmp_path: Path) -> None:
    def report(number: int, statements: int) -> Report:
        return fakes.report(department_name=f"攸县第{number}局", statements=fakes.report().statements[:statements])

    before = {f"old{number}": report(number, 7) for number in range(5)}
    now = {f"new{number}": report(10 + number, 5) for number in range(2)}
    broken = fakes.disclose(tmp_path / "in", "broken.pdf", b"a layout nobody understands")
    warehouse = _load(tmp_path, **before, **now)
    load([broken], warehouse, SETTINGS)
    with opened(warehouse) as connection:
        names = dict(connection.execute("SELECT document_name, document_sha256 FROM dim_document").fetchall())
        new = {sha256 for name, sha256 in names.items() if not name.startswith("old")}
        sources = dict.fromkeys(names.values(), "portal")
        (drift,) = drifted(connection, sources, new)
        assert (drift.source, drift.statements_before, drift.statements_now) == ("portal", 7, 5)
        assert (drift.reports_before, drift.reports_now) == (5, 3)
        assert drifted(connection, sources, set(list(new)[:2])) == [], "two reports are no trend"
        assert drifted(connection, sources, {names[f"old{number}.pdf"] for number in range(3)}) == []


HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) | `a`"


def _facts() -> Facts:
    reading = Reading(
        reading_id="r", document_sha256="0" * 64, document_name=HOSTILE, document_path=HOSTILE,
        source_url="javascript:alert(1)", extractor_version="1", arrived_at=MOMENT, read_at=MOMENT, report_count=1,
        content="", failure=Failure(code="x", reason=HOSTILE, tries=2, first_tried_at=MOMENT),
    )  # fmt: skip
    new = {
        "report_id": "0123456789abcdef", "document_name": HOSTILE, "department_name": HOSTILE, "division_name": HOSTILE,
        "fiscal_year": 2024, "status": "flagged", "figure_count": 7, "source_url": 'http://a.cn/"><script>x',
        "findings": 1, "message_zh": HOSTILE, "largest_difference_yuan": None,
    }  # fmt: skip
    return Facts(
        warehouse="w.duckdb", since=None, until=MOMENT, seconds=3725.0, error=None,
        visits=[SourceVisit(source=HOSTILE, seen=2, failed=((HOSTILE, HOSTILE),))], read=1, new_reports=[new],
        failed=[reading], flagged=[new], drift=[Drift(HOSTILE, 5, 3, 7.0, 5.0, 300.0, 100.0)], statuses={"flagged": 1},
    )  # fmt: skip


def test_nothing_that_came_from_outside_is_taken_for_markup() -> None:
    page = as_html(_facts())
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert 'href="http://a.cn/%22%3E%3Cscript%3Ex"' in page
    text = as_markdown(_facts())
    assert not re.search(r"(?<!\\)\]\(javascript:|(?<!\\)<script", text)
    assert "1 h 2 min" in text


def test_a_long_list_is_cut_and_says_so() -> None:
    found = _facts()
    found.failed *= 250
    for text in (as_html(found), as_markdown(found)):
        assert "and 50 more" in text
        assert "250" in text


def test_every_night_is_told_once(load_fakes: Load, warehouse: Path, tmp_path: Path) -> None:
    spoiled = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    bad = fakes.report(figures=(spoiled, *fakes.report().figures[1:]))
    load_fakes({"bad.pdf": bad, "no.pdf": b"no disclosure"})
    store = Store(warehouse)
    first = report_on(store, tmp_path / "none.csv", None)
    assert (first.summary.came, first.summary.flagged, first.summary.not_read) == (2, 1, 1)
    assert not first.is_complete
    assert "The total is not the sum." in first.markdown
    assert "10,000.00 yuan" in first.markdown
    second = report_on(store, tmp_path / "none.csv", None)
    assert (second.summary.came, second.summary.flagged, second.summary.quarantine) == (0, 0, 1)
    assert second.is_complete
    assert sorted(path.name for path in second.folder.iterdir()) == ["night.json", "report.html", "report.md"]
    assert list(store.build.iterdir()) == []


def test_the_report_speaks_the_language_of_the_locale(
    load_fakes: Load, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    spoiled = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    load_fakes({"bad.pdf": fakes.report(figures=(spoiled, *fakes.report().figures[1:])), "no.pdf": b"no disclosure"})
    told = report_on(Store(warehouse), tmp_path / "none.csv", None)
    assert "收到 2 份。" in told.markdown
    assert "1 项不一致，最大差额 10,000.00 元。合计不等于各类之和。" in told.markdown
    assert "报告 2 份（不一致 1，未能读取 1），数字 13 个。隔离 1 份。" in told.markdown
    page = (told.folder / "report.html").read_text(encoding="utf-8")
    assert '<html lang="zh">' in page
    assert "合计不等于各类之和。" in page
    headings = re.findall(r"<h[12]>(.*?)</h[12]>|<th[^>]*>(.*?)</th>", page)
    assert [text for pair in headings for text in pair if re.search("[A-Za-z]", text)] == []


def test_both_languages_tell_every_part() -> None:
    found = _facts()
    found.since, found.waiting = MOMENT, 2
    found.overdue = [Overdue(None, "攸县水利局", 2024, DUE, IN_REGISTER)]
    chinese, english = as_markdown(found, "zh"), as_markdown(found, "en")
    assert "攸县水利局（地区不明）：2024 年度决算，应于 2026-10-31 前公开；名册所列" in chinese
    assert "攸县水利局 (division unknown): account of 2024, due 2026-10-31; register" in english
    assert "另有 2 份待读取" in chinese
    assert "2 disclosures wait to be read" in english
    assert "1 小时 2 分" in chinese
    assert chinese.count("\n## ") == english.count("\n## ")
    assert as_html(found, "zh").count("<td") == as_html(found, "en").count("<td")


class _Hook(BaseHTTPRequestHandler):
    """Takes what is posted; the server's `answers` say with which status."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(self.server.answers.pop(0))  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.parametrize(("answers", "posts", "delivered"), [([503, 200], 2, True), ([404], 1, False)])
def test_the_report_is_posted(
    tmp_path: Path, load_fakes: Load, warehouse: Path, monkeypatch: pytest.MonkeyPatch,
    answers: list[int], posts: int, delivered: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(webhook.time, "sleep", lambda seconds: None)
    load_fakes({"a.pdf": fakes.report()})
    told = report_on(Store(warehouse), tmp_path / "none.csv", None)
    with HTTPServer(("127.0.0.1", 0), _Hook) as server:
        server.answers, server.taken = list(answers), []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/hook"
        if delivered:
            webhook.post(address, told, "ok")
        else:
            with pytest.raises(webhook.WebhookError, match="it answered 404"):
                webhook.post(address, told, "ok")
        server.shutdown()
        taken = server.taken  # type: ignore[attr-defined]
    assert len(taken) == posts
    assert taken[-1]["outcome"] == "ok"
    assert taken[-1]["night"]["came"] == 1
    assert "攸县财政局" in taken[-1]["text"]
