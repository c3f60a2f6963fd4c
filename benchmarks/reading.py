"""`python -m benchmarks.reading`: what reading a born-digital PDF costs, beside pdfium, pdfplumber and camelot.

Everything is measured in one process, one thing after the other, in processor time: the least of several runs. So the
ratios hold on any machine; milliseconds are those of the machine at hand. What is compared is the reading of statement
pages to tables: ours (characters, rulings, triage, grid, lines), the bare text that pdfium gives of the same pages,
`extract_tables` of pdfplumber, and camelot's lattice in its default engine and in the one that needs no rendering.
`reading` is with the compiled pass over a page (`readers.pdfium_columns`) where it was built, `plain reading` without.
"""

from __future__ import annotations

import io
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from benchmarks.corpus.files import render
from benchmarks.long_reports import long_report
from benchmarks.reading_stages import STAGES, stage_seconds
from extractors.extract import extract
from extractors.readers import pdfium_columns
from extractors.readers.page_layout import PageDraft, finished_pages
from extractors.readers.pdf import open_pdf, read_page

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "data" / "samples").glob("*.pdf"))
#: Pages of running text before and after an invented report of 26 pages that make it one of about 40, and of about 170.
FORTY, LONG = (9, 7), (66, 92)
LONG_STYLE = "long-repeat-header"
#: Runs of what takes milliseconds, and of what takes seconds.
_MANY, _FEW = 7, 2
#: camelot without rendering; it glues tight columns without the margin.
_VECTOR = {"engine": "vector", "layout_kwargs": {"char_margin": 0.3}}
#: Statement pages a sample that the slow readers are measured on.
_FEW_PAGES = 4

Results = dict[str, float | str]


def measure() -> Results:
    """Name → what was measured: milliseconds of processor time (`… ms`), ratios (`… / …`) and counts."""
    statement_pages = {path: _statement_pages(path.read_bytes()) for path in SAMPLES}
    results: Results = {
        "samples": float(len(SAMPLES)),
        "statement pages": float(sum(map(len, statement_pages.values()))),
    }
    seconds = dict.fromkeys(
        ("reading", "plain reading", "bare text", "pdfplumber", "camelot", "camelot vector", "few"), 0.0
    )
    for path, pages in statement_pages.items():
        data, few = path.read_bytes(), pages[:_FEW_PAGES]
        seconds["reading"] += least(lambda data=data, pages=pages: read_pages(data, pages), _MANY)
        with pdfium_columns.plain():
            seconds["plain reading"] += least(lambda data=data, pages=pages: read_pages(data, pages), _MANY)
        seconds["bare text"] += least(lambda data=data, pages=pages: bare_text(data, pages), _MANY)
        seconds["few"] += least(lambda data=data, few=few: read_pages(data, few), _MANY)
        seconds["pdfplumber"] += least(lambda data=data, few=few: plumber_tables(data, few), _FEW)
        seconds["camelot"] += least(lambda path=path, few=few: camelot_tables(path, few), _FEW)
        seconds["camelot vector"] += least(lambda path=path, few=few: camelot_tables(path, few, **_VECTOR), _FEW)
    count = sum(map(len, statement_pages.values()))
    for what in ("reading", "plain reading", "bare text"):
        results[f"{what} of a statement page ms"] = 1_000 * seconds[what] / count
    if pdfium_columns.is_compiled():
        results["reading / bare text"] = seconds["reading"] / seconds["bare text"]
    results["plain reading / bare text"] = seconds["plain reading"] / seconds["bare text"]
    for slow in ("pdfplumber", "camelot", "camelot vector"):
        results[f"{slow} / reading"] = seconds[slow] / seconds["few"]
    results |= _whole_reports()
    return results


def _whole_reports() -> Results:
    """Whole reports to figures: the samples stage by stage, one of about 40 pages, and one of about 170."""
    results: Results = {}
    stages = [stage_seconds(path.read_bytes(), path.name, _MANY) for path in SAMPLES]
    for stage in STAGES:
        results[f"stage {stage} ms a sample"] = 1_000 * sum(found[stage] for found in stages) / len(stages)
    for name, (before, after) in {"26": (0, 0), "40": FORTY, "170": LONG}.items():
        data = render(long_report(before, after, LONG_STYLE))
        report = extract(data, "report.pdf")
        results[f"pages of the report of {name}"] = float(report.page_count)
        results[f"report of {name} pages to figures ms"] = 1_000 * least(
            lambda data=data: extract(data, "report.pdf"), 3
        )
        results[f"report of {name} pages bare text ms"] = 1_000 * least(lambda data=data: bare_text(data), 3)
        with pdfium_columns.plain():
            results[f"report of {name} pages to figures, plain, ms"] = 1_000 * least(
                lambda data=data: extract(data, "report.pdf"), 3
            )
        results["statement pages of each of them"] = float(len(_statement_pages(data)))
    return results


def least(run: Callable[[], object], times: int) -> float:
    """Seconds of processor time that something takes at the least, of so many times."""
    taken: list[float] = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


def _statement_pages(data: bytes) -> list[int]:
    """The pages (from 1) that statements stand on."""
    spans = [range(found.first_page, found.last_page + 1) for found in extract(data, "report.pdf").statements]
    return sorted({page for span in spans for page in span})


def read_pages(data: bytes, pages: Sequence[int]) -> list[Any]:
    """Some pages as the extractor reads them: tables and lines."""
    drafts: list[PageDraft] = []
    with open_pdf(data, "report.pdf") as pdf:
        for page in pages:
            drafts.append(read_page(pdf, page - 1, [], data, "report.pdf", drafts[-1] if drafts else None))
    return finished_pages(drafts)


def bare_text(data: bytes, pages: Sequence[int] | None = None) -> list[str]:
    """The text of pages (all by default) as pdfium gives it."""
    with pdfium.PdfDocument(data) as pdf:
        return [_page_text(pdf[page - 1]) for page in pages or range(1, len(pdf) + 1)]


def _page_text(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    textpage.close()
    page.close()
    return text


def plumber_tables(data: bytes, pages: Sequence[int]) -> list[Any]:
    """The tables of pages as pdfplumber finds them."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [pdf.pages[page - 1].extract_tables() for page in pages]


def camelot_tables(path: Path, pages: Sequence[int], **options: Any) -> list[Any]:
    """The tables of pages as camelot's lattice finds them; without options in its default engine."""
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numbers = ",".join(map(str, pages))
        return list(camelot.read_pdf(str(path), pages=numbers, flavor="lattice", suppress_stdout=True, **options))


def main() -> int:
    """Measure and print a table."""
    for name, value in measure().items():
        print(f"{name:44} {value if isinstance(value, str) else format(value, ',.2f'):>12}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
