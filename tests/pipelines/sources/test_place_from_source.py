"""What a source knows settles what a document leaves open, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.ingest import Disclosure, read_new
from pipelines.lake import current_readings, now
from pipelines.load import rebuild
from pipelines.place_from_source import settled
from pipelines.provenance import Hints
from pipelines.rows import Arrival
from pipelines.store import Store, keep_original
from schemas.records import Problem, Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, query


def unsettled(department: str | None, code: str, **fields: object) -> Report:
    """A report whose division is open."""
    problem = Problem(code=code, severity="warning", message="?")
    return fakes.report(
        department_name=department, division_code=None, division_name=None, problems=(problem,), **fields
    )


def arrival(path: str = "x.pdf", url: str | None = None, **hints: object) -> Arrival:
    """An arrival from a source called `s`."""
    return Arrival(path, now(), url, "s", Hints(**hints))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (arrival(division="330903"), "330903"),
        (arrival(division="330900"), "330903"),
        (arrival(division="310107"), "310107"),
        (arrival(context="浙江省 部门决算"), "330903"),
        (arrival("决算/上海市/x.pdf"), "310107"),
        (arrival(url="http://a.gov.cn/%E8%88%9F%E5%B1%B1%E5%B8%82/x.pdf"), "330903"),
        (arrival(), None),
        (arrival(context="上海市和舟山市"), None),
        (arrival(division="430223"), None),
    ],
)
def test_a_name_several_divisions_bear(known: Arrival, code: str | None) -> None:
    report = settled(unsettled("普陀区财政局", "division_ambiguous"), known)
    assert report.division_code == code
    codes = {problem.code for problem in report.problems}
    assert codes == ({"division_from_source"} if code else {"division_ambiguous"})


@pytest.mark.parametrize(
    ("department", "division", "code"),
    [
        ("财政局", "430223", "430223"),
        ("县财政局", "430223", "430223"),
        ("县财政局", "430200", None),
        ("市财政局", "430200", "430200"),
        ("省财政厅", "430223", None),
        ("财政局", None, None),
    ],
)
def test_a_name_without_a_place(department: str, division: str | None, code: str | None) -> None:
    report = settled(unsettled(department, "division_unknown"), arrival(division=division))
    assert report.division_code == code


def test_the_document_goes_first_and_contradictions_are_remarked() -> None:
    report = settled(fakes.report(problems=()), arrival(division="330903", fiscal_year=2023, department="别的局"))
    assert (report.division_code, report.fiscal_year, report.department_name) == ("430223", 2024, "攸县财政局")
    assert [problem.code for problem in report.problems] == ["source_disagrees", "source_disagrees"]
    assert all(problem.severity == "info" for problem in report.problems)
    assert settled(fakes.report(problems=()), arrival(division="430200", fiscal_year=2024)).problems == ()


def test_a_central_body_gets_no_division() -> None:
    report = fakes.report(department_name="国家统计局", division_code=None, division_name=None, problems=())
    assert settled(report, arrival(division="430223")).division_code is None


def test_a_document_that_names_nobody_and_no_year() -> None:
    open_report = unsettled(None, "department_unknown", fiscal_year=None)
    report = settled(open_report, arrival(department="攸县教育局", fiscal_year=2023))
    assert (report.department_name, report.division_code, report.fiscal_year) == ("攸县教育局", "430223", 2023)
    assert {problem.code for problem in report.problems} == {"department_from_source", "year_from_source"}


def test_source_address_and_hints_reach_the_lake_and_survive_a_new_extractor(warehouse: Path) -> None:
    store = Store(warehouse)
    content = fakes.disclose(warehouse.parent, "x.json", unsettled("普陀区财政局", "division_ambiguous")).read_bytes()
    hints = Hints(division="330903", fiscal_year=2024)
    disclosure = Disclosure(
        keep_original(store, content), "x.pdf", "http://a/x.pdf", "zhoushan", "http://a/x.pdf", hints
    )
    plain = Disclosure(disclosure.sha256, "y.pdf", "y.pdf")
    for version, extract, found in ((fakes.VERSION, fakes.extract, disclosure), ("fake-2", fakes.extract_newer, plain)):
        read_new([found], store, version, 1, extract, 20)
        reading = current_readings(store)[disclosure.sha256]
        assert (reading.source, reading.source_url, reading.hints) == ("zhoushan", "http://a/x.pdf", hints)
        assert reading.extractor_version == version
    rebuild(store, SETTINGS)
    (row,) = query(warehouse, "SELECT source_name, source_url, division_code FROM reports")
    assert tuple(row.values()) == ("zhoushan", "http://a/x.pdf", "330903")
