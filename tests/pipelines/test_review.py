"""Verdicts on findings: recorded, replayed on every build, shown in the views, and refused where they make no sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.load import Settings
from pipelines.review import ReviewError, Verdict, read_verdicts, record_verdict
from schemas.records import Report
from tests.pipelines import fakes
from tests.pipelines.published import SETTINGS, Load, query

HEADING = "finding_id,verdict,reason,amount_yuan,figure_id,review_date,reviewer\n"
FINDING = "0123456789abcdef"


def spoiled() -> Report:
    """A report whose total of statement 03 is 1 万元 too large: one finding."""
    total = fakes.figure("expenditure", "total", "expenditure_total", "101.00")
    return fakes.report(figures=(total, *fakes.report().figures[1:]))


@pytest.fixture
def corrections(tmp_path: Path) -> Path:
    return tmp_path / "corrections"


@pytest.fixture
def settings(corrections: Path) -> Settings:
    return replace(SETTINGS, corrections=corrections)


def finding_of(warehouse: Path) -> dict[str, object]:
    (row,) = query(warehouse, "SELECT * FROM findings")
    return row


def status_of(warehouse: Path) -> str:
    (row,) = query(warehouse, "SELECT status FROM reports")
    return str(row["status"])


def test_a_dismissed_finding_stays_and_no_longer_flags(
    load_fakes: Load, warehouse: Path, settings: Settings, corrections: Path
) -> None:
    load_fakes({"bad.txt": spoiled()}, settings)
    before = finding_of(warehouse)
    assert (status_of(warehouse), before["verdict"]) == ("flagged", None)
    record_verdict(
        warehouse, str(before["finding_id"]), "dismissed", "a note below the table explains it", folder=corrections
    )
    load_fakes({"bad.txt": spoiled()}, settings)
    after = finding_of(warehouse)
    assert (after["verdict"], after["verdict_reason"]) == ("dismissed", "a note below the table explains it")
    assert isinstance(after["verdict_date"], date)
    assert status_of(warehouse) == "reconciled"
    told = {"verdict", "verdict_reason", "verdict_date"}
    assert {key: after[key] for key in after.keys() - told} == {key: before[key] for key in before.keys() - told}


def test_a_confirmed_finding_goes_on_flagging(
    load_fakes: Load, warehouse: Path, settings: Settings, corrections: Path
) -> None:
    load_fakes({"bad.txt": spoiled()}, settings)
    record_verdict(
        warehouse, str(finding_of(warehouse)["finding_id"]), "confirmed", "seen on the page", folder=corrections
    )
    load_fakes({"bad.txt": spoiled()}, settings)
    assert (status_of(warehouse), finding_of(warehouse)["verdict"]) == ("flagged", "confirmed")
    assert query(warehouse, "SELECT figure_id FROM figures WHERE verification = 'corrected'") == []


def test_a_corrected_figure_shows_both_amounts_and_the_report_stays_flagged(
    load_fakes: Load, warehouse: Path, settings: Settings, corrections: Path
) -> None:
    load_fakes({"bad.txt": spoiled()}, settings)
    finding = finding_of(warehouse)
    written = record_verdict(
        warehouse,
        str(finding["finding_id"]),
        "corrected",
        "the sum",
        amount="1,000,000",
        reviewer="x",
        folder=corrections,
    )
    assert written.figure_id == finding["suspect_figure_id"]
    load_fakes({"bad.txt": spoiled()}, settings)
    (figure,) = query(warehouse, "SELECT * FROM figures WHERE verification = 'corrected'")
    assert (figure["amount_yuan"], figure["original_amount_yuan"]) == (Decimal("1000000.00"), Decimal("1010000.00"))
    assert (figure["figure_id"], figure["raw_text"]) == (finding["suspect_figure_id"], "101.00")
    assert status_of(warehouse) == "flagged"
    assert finding_of(warehouse)["actual_yuan"] == Decimal("1010000.00")


def test_the_last_verdict_counts_and_one_on_nothing_known_is_kept(
    load_fakes: Load, warehouse: Path, settings: Settings, corrections: Path
) -> None:
    load_fakes({"bad.txt": spoiled()}, settings)
    finding_id = str(finding_of(warehouse)["finding_id"])
    corrections.mkdir()
    rows = f"{finding_id},dismissed,no,,,2026-01-02,\n{finding_id},confirmed,yes,,,2026-01-03,\n"
    (corrections / "a.csv").write_text(HEADING + rows + f"{FINDING},dismissed,gone,,,2026-01-01,\n", encoding="utf-8")
    load_fakes({"bad.txt": spoiled()}, settings)
    assert finding_of(warehouse)["verdict"] == "confirmed"
    found = query(warehouse, "SELECT reason, is_last, is_found FROM fact_review ORDER BY ordinal")
    assert [tuple(row.values()) for row in found] == [("gone", True, False), ("no", False, True), ("yes", True, True)]


def test_the_same_verdicts_publish_nothing_new(load_fakes: Load, warehouse: Path, settings: Settings) -> None:
    assert load_fakes({"bad.txt": spoiled()}, settings).published
    assert not load_fakes({"bad.txt": spoiled()}, settings).published


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,confirmed,r,,,2026-01-01,", "is no finding_id"),
        (f"{FINDING},maybe,r,,,2026-01-01,", "write one of confirmed, dismissed, corrected"),
        (f"{FINDING},confirmed, ,,,2026-01-01,", "needs its reason"),
        (f"{FINDING},corrected,r,,,2026-01-01,", "needs the right amount"),
        (f"{FINDING},confirmed,r,5,,2026-01-01,", "takes no amount"),
        (f"{FINDING},corrected,r,many,,2026-01-01,", "is no amount in yuan"),
        (f"{FINDING},corrected,r,NaN,,2026-01-01,", "is no amount in yuan"),
        (f"{FINDING},corrected,r,0.001,,2026-01-01,", "is no amount in yuan"),
        (f"{FINDING},corrected,r,5,no,2026-01-01,", "is no figure_id"),
        (f"{FINDING},confirmed,r,,,tomorrow,", "is no date"),
        (f"{FINDING},confirmed,a, b,,,2026-01-01,", "as many cells"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_its_place(corrections: Path, row: str, words: str) -> None:
    corrections.mkdir()
    (corrections / "v.csv").write_text(f"{HEADING}{row}\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=words) as refused:
        read_verdicts(corrections)
    assert "v.csv, line 2: " in str(refused.value)


def test_a_file_without_its_columns_is_refused(corrections: Path) -> None:
    corrections.mkdir()
    (corrections / "v.csv").write_text("finding_id,verdict\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="lacks the columns amount_yuan, figure_id"):
        read_verdicts(corrections)


def test_a_verdict_on_an_unknown_finding_or_figure_is_refused(
    load_fakes: Load, warehouse: Path, settings: Settings, corrections: Path
) -> None:
    with pytest.raises(ReviewError, match="does not exist"):
        record_verdict(warehouse, FINDING, "confirmed", "r", folder=corrections)
    load_fakes({"bad.txt": spoiled()}, settings)
    with pytest.raises(ReviewError, match="holds no finding"):
        record_verdict(warehouse, FINDING, "confirmed", "r", folder=corrections)
    finding_id = str(finding_of(warehouse)["finding_id"])
    with pytest.raises(ReviewError, match="is not in finding"):
        record_verdict(warehouse, finding_id, "corrected", "r", amount="5", figure_id=FINDING, folder=corrections)
    assert not corrections.exists()


def test_verdicts_are_appended_and_read_back(
    load_fakes: Load, warehouse: Path, settings: Settings, corrections: Path
) -> None:
    load_fakes({"bad.txt": spoiled()}, settings)
    finding_id = str(finding_of(warehouse)["finding_id"])
    for reason in ('said "so", twice', "二、说明"):
        record_verdict(warehouse, finding_id, "dismissed", reason, folder=corrections)
    found = read_verdicts(corrections)
    assert [verdict.reason for verdict in found] == ['said "so", twice', "二、说明"]
    assert found[0] == Verdict(finding_id, "dismissed", 'said "so", twice', None, None, found[0].review_date, None)


def test_the_projects_own_verdicts_are_valid() -> None:
    assert isinstance(read_verdicts(), list)
