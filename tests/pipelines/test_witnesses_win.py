"""A wrong first reading of a real PDF is put right by pdfplumber, because the identities confirm what it reads."""

from __future__ import annotations

from pathlib import Path

import duckdb

from extractors.extract import extract
from pipelines.load import Settings, load
from tests.pipelines import misread
from tests.real_reports import ROOT

SAMPLE = next((ROOT / "data" / "samples").glob("攸县*.pdf"))


def test_pdfplumber_puts_a_misread_cell_right(tmp_path: Path) -> None:
    (true,) = [figure for figure in extract(SAMPLE.read_bytes(), SAMPLE.name).figures if misread.is_the_cell(figure)]
    assert true.declared_unit == "万元"
    settings = Settings(jobs=1, extract=misread.misread, version=misread.VERSION, expectations=False)
    loaded = load([SAMPLE], tmp_path / "w.duckdb", settings)
    assert loaded.file is not None
    with duckdb.connect(str(loaded.file), read_only=True) as connection:
        (figure,) = connection.execute(
            "SELECT amount_yuan, raw_text, reader, repaired, verification FROM figures "
            "WHERE source = 'table' AND statement = ? AND line = ? AND measure = ?",
            list(misread.CELL),
        ).fetchall()
        (problem,) = connection.execute("SELECT message FROM problems WHERE code = 'reread'").fetchall()
        accused = connection.execute(
            "SELECT count(*) FROM findings WHERE list_contains(figure_ids, suspect_figure_id) AND blame = 'extraction'"
        ).fetchall()
    assert figure == (true.amount_yuan, true.raw_text, "pdfplumber", "reread", "proven")
    assert "we read 'misread'" in problem[0]
    assert "pdfplumber and camelot read" in problem[0]
    assert accused == [(0,)]
