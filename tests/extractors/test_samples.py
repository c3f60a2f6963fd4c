"""The samples that ship with the project, read back: every figure they were typeset from, and no other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.extract import extract
from tests.real_reports import ROOT
from tests.typesetting.reports import load_report, report_keys

SAMPLES = ROOT / "data" / "samples"


@pytest.mark.parametrize("key", report_keys())
def test_sample_reads_back_exactly(key: str) -> None:
    data = load_report(key)
    path = SAMPLES / data.plan.file_name
    report = extract(path.read_bytes(), path.name)
    expected = {
        (figure.statement, figure.side or "", figure.line, figure.measure): Decimal(figure.amount)
        for figure in data.figures()
    }
    found = {
        (figure.statement, figure.side or "", figure.line, figure.measure): figure.amount_printed
        for figure in report.figures
        if figure.source == "table"
    }
    assert found == expected
