"""Small reports as tab-separated text, for tests of one layout each."""

from __future__ import annotations

from extractors.extract import extract
from schemas.records import Figure, Report

COVER = "某县教育局2023年度部门决算\n\n"


def read(text: str, cover: str = COVER) -> Report:
    """Read a report in text form; white space at the line ends is kept."""
    return extract((cover + text).encode(), "sample.txt")


def amounts(report: Report, statement: str) -> dict[tuple[str, str], str]:
    """(line, measure) → printed text of the table figures of a statement; the side is in front of the line."""
    return {
        (f"{figure.side}/{figure.line}" if figure.side else figure.line, figure.measure): figure.raw_text
        for figure in tables(report)
        if figure.statement == statement
    }


def tables(report: Report) -> list[Figure]:
    """The figures of tables."""
    return [figure for figure in report.figures if figure.source == "table"]


def codes(report: Report) -> list[str]:
    """The codes of all problems, in order."""
    return [problem.code for problem in report.problems]
