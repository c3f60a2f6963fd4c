"""Several files of one publication: one report where they complete each other, versions where they overlap."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.load import load

COVER = "攸县教育局\n2023年度部门决算\n"
TABLE = "支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t9.00\t9.00\t\n205\t教育支出\t9.00\t9.00\t\n"
OTHER = "收入决算表\n单位：万元\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\n合计\t\t9.00\t9.00\n205\t教育支出\t9.00\t9.00\n"
TEXT = "第三部分 2023年度部门决算情况说明\n三、支出决算情况说明\n本年支出合计{}万元，其中：基本支出9.00万元。\n"


def loaded(folder: Path, **files: str) -> duckdb.DuckDBPyConnection:
    source = folder / "in"
    source.mkdir()
    for name, body in files.items():
        (source / f"{name}.txt").write_text(COVER + body, encoding="utf-8")
    load([source], folder / "w.duckdb")
    return duckdb.connect(str(folder / "w.duckdb"), read_only=True)


def test_text_in_one_file_and_tables_in_others_are_one_report(tmp_path: Path) -> None:
    found = loaded(tmp_path, a_table=TABLE, b_other=OTHER, c_text=TEXT.format("8.00"))
    assert found.sql("SELECT count(*), max(is_current) FROM reports").fetchall() == [(1, True)]
    places = found.sql("SELECT DISTINCT document_name, source FROM figures ORDER BY ALL").fetchall()
    assert places == [("a_table.txt", "table"), ("b_other.txt", "table"), ("c_text.txt", "narrative")]
    contradiction = found.sql("SELECT rule_id, expected_yuan, actual_yuan FROM findings WHERE severity = 'error'")
    assert [(rule, str(expected), str(actual)) for rule, expected, actual in contradiction.fetchall()] == [
        ("N03", "90000.00", "80000.00")
    ]
    assert found.sql("SELECT count(*) FROM dim_document").fetchall() == [(3,)]


def test_overlapping_files_stay_versions(tmp_path: Path) -> None:
    found = loaded(tmp_path, a=TABLE + TEXT.format("9.00"), b=TABLE + OTHER)
    assert found.sql("SELECT count(*), count(*) FILTER (is_current) FROM reports").fetchall() == [(2, 1)]
