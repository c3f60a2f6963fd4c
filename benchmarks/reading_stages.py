"""What each step from bytes to figures takes, by calling them one after the other as the extractor does.

`STAGES` in the order of the flow: whether the bytes are a PDF (sniff) and whole (integrity), opening, the characters and
drawings of its pages (ink), the triage of pages, the ruled grids, the rest of their layout, statements (recognise),
figures, claims (narrative), and who and when (identity); `total` is the extractor itself, everything included.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from extractors.codes import resolve_codes
from extractors.confirmation import drop_unconfirmed
from extractors.document import Document, Page
from extractors.extract import extract
from extractors.figures import read_figures
from extractors.furniture import without_furniture
from extractors.grid import find_tables
from extractors.narrative.claims import read_claims
from extractors.narrative.passages import read_passages
from extractors.narrative.quantities import read_quantities
from extractors.page_triage import may_hold_unruled_table
from extractors.parts import parts_of
from extractors.publisher import read_publisher
from extractors.readers.page_layout import PageDraft, draft_page, finished_pages
from extractors.readers.pdf import open_pdf
from extractors.readers.pdf_integrity import integrity_notes
from extractors.readers.pdfium_page import read_ink
from extractors.sniff import sniff
from extractors.statements import find_statements

STAGES = (
    "sniff", "integrity", "open", "ink", "triage", "grid", "layout", "recognise", "figures", "narrative", "identity", "total",
)  # fmt: skip


def stage_seconds(data: bytes, name: str, times: int) -> dict[str, float]:
    """Stage → seconds of processor time it takes at the least, of so many times. For reports that lie upright."""
    runs = [_run(data, name) for _ in range(times)]
    return {stage: min(run[stage] for run in runs) for stage in STAGES}


class _Clock:
    """Adds up the processor time of each stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def running(self, stage: str) -> Iterator[None]:
        """What is done while this is open is of a stage."""
        start = time.process_time()
        yield
        self.seconds[stage] += time.process_time() - start


def _run(data: bytes, name: str) -> Counter[str]:
    clock = _Clock()
    with clock.running("sniff"):
        media_type = sniff(data, name)
    with clock.running("integrity"):
        integrity_notes(data, name)
    laid_out = Document(name, "", media_type, "pdfium", tuple(_pages(clock, data, name)))
    with clock.running("identity"):
        (part,) = parts_of(laid_out)
        document = without_furniture(part)
        publisher = read_publisher(document)
    with clock.running("recognise"):
        statements, _ = find_statements(document)
        resolve_codes(statements)
        drop_unconfirmed(statements)
    with clock.running("figures"):
        _, figures, _, _ = read_figures(statements, document.readers())
    with clock.running("narrative"):
        passages = read_passages(document)
        read_claims(passages, figures, publisher.fiscal_year, document.readers())
        read_quantities(passages)
    with clock.running("total"):
        extract(data, name)
    return clock.seconds


def _pages(clock: _Clock, data: bytes, name: str) -> list[Page]:
    """Pages laid out. Grid and triage are part of the layout: they are timed once more by themselves, and taken off it."""
    drafts: list[PageDraft] = []
    with open_pdf(data, name) as pdf:
        for index in range(len(pdf)):
            before = drafts[-1] if drafts else None
            with clock.running("open"):
                page = pdf[index]
            with clock.running("ink"):
                ink = read_ink(page)
            page.close()
            with clock.running("grid"):
                tables, outside = find_tables(index + 1, ink.drawings.rulings, ink.glyphs)
            lines = outside.lines()
            with clock.running("triage"):
                may_hold_unruled_table(lines, goes_on=False, beside_tables=bool(tables))
            with clock.running("layout"):
                drafts.append(draft_page(Page(index + 1, ink.width, ink.height, ()), ink, 0, before))
    with clock.running("layout"):
        pages = finished_pages(drafts)
    clock.seconds["layout"] -= clock.seconds["grid"] + clock.seconds["triage"]
    return pages
