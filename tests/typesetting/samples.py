"""From the name of a report to the file that ships: its name and its bytes."""

from __future__ import annotations

from pathlib import PurePath

from tests.typesetting.composition import compose_report
from tests.typesetting.renderers.pdf import render_pdf
from tests.typesetting.renderers.text import render_text
from tests.typesetting.reports import ReportData, load_report


def typeset(key: str) -> tuple[str, bytes]:
    """The file name and content of the sample `key`. Raises `MissingFontError` where a font is not installed."""
    report = load_report(key)
    return report.plan.file_name, render(report)


def render(report: ReportData) -> bytes:
    """The report in the format that its file name asks for. Raises `ValueError` for a format without renderer."""
    document = compose_report(report)
    match PurePath(report.plan.file_name).suffix:
        case ".pdf":
            return render_pdf(document, report.plan.style)
        case ".txt" | ".md":
            return render_text(document)
        case suffix:
            raise ValueError(f"no renderer for {suffix!r} files")
