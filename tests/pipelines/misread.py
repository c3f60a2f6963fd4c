"""An extractor that misreads one cell, to be run in the guarded child."""

from __future__ import annotations

import msgspec

from extractors.extract import extract
from schemas.records import Figure, Report

VERSION = "misreading"
CELL = ("expenditure", "2101501", "basic_expenditure")


def is_the_cell(figure: Figure) -> bool:
    """Whether a figure is the one that is misread."""
    return figure.source == "table" and (figure.statement, figure.line, figure.measure) == CELL


def misread(data: bytes, name: str) -> Report:
    """What the project reads, with a hundred more in the printed unit in one cell."""
    report = extract(data, name)
    figures = tuple(
        msgspec.structs.replace(
            figure,
            amount_printed=figure.amount_printed + 100,
            amount_yuan=figure.amount_yuan + 1_000_000,
            raw_text="misread",
        )
        if is_the_cell(figure)
        else figure
        for figure in report.figures
    )
    return msgspec.structs.replace(report, figures=figures, extractor_version=VERSION)
