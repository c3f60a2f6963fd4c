"""The measurement of reading does what the extractor does, and its long reports hold what they say."""

from __future__ import annotations

from benchmarks.long_reports import long_report
from benchmarks.reading import SAMPLES, bare_text, read_pages
from benchmarks.reading_stages import STAGES, stage_seconds
from extractors.document import Table
from tests.typesetting.layout import StatementBlock


def test_every_stage_takes_its_time() -> None:
    taken = stage_seconds(SAMPLES[0].read_bytes(), SAMPLES[0].name, 1)
    assert tuple(taken) == STAGES
    assert all(taken[stage] > 0 for stage in ("integrity", "open", "ink", "grid", "recognise", "narrative", "total"))
    assert taken["total"] < 5 * sum(taken[stage] for stage in STAGES[:-1])


def test_a_page_is_read_to_tables_and_to_bare_text() -> None:
    data = SAMPLES[0].read_bytes()
    pages = read_pages(data, range(1, 12))
    tables = [page for page in pages if any(isinstance(block, Table) for block in page.blocks)]
    assert tables
    for page, text in zip(pages, bare_text(data, range(1, 12)), strict=True):
        assert (page in tables) <= bool(text.strip())


def test_a_long_report_has_the_statements_of_the_short_one() -> None:
    short, long = long_report(0, 0), long_report(2, 3)
    statements = [
        [block for block in one.document.blocks if isinstance(block, StatementBlock)] for one in (short, long)
    ]
    assert statements[0] == statements[1]
    assert long.figures == short.figures
    assert len(long.document.blocks) > len(short.document.blocks) + 20
