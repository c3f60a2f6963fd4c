"""A large warehouse is copied from a small one: with the parts that building asks for, and reports of its own."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.copied_checks import CopiedChecks
from benchmarks.copied_reports import OF_A_DIVISION, copy_reports
from benchmarks.invented_lake import FACTORS, write_lake
from pipelines.arrivals import arrived
from pipelines.lake import current_readings, manifests
from pipelines.load import Settings, rebuild
from pipelines.reread import witness
from pipelines.store import Store, open_store
from pipelines.warehouse import checks_basis
from sql import scripts

ORIGINALS, COPIES = OF_A_DIVISION, 3
KEYS = {
    "dim_report": "report_id",
    "dim_document": "document_sha256",
    "fact_figure": "figure_id",
    "claim": "claim_id",
    "fact_finding": "finding_id",
    "fact_check": "(report_id, check_number)",
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    """A warehouse of one division and twenty reports of the next, and one with the first division and two copies."""
    folder = tmp_path_factory.mktemp("copied")
    source, target = open_store(folder / "first" / "w.duckdb"), open_store(folder / "copied" / "w.duckdb")
    checks = CopiedChecks(source.warehouse.parent)
    settings = Settings(reconcile=checks, expectations=False)
    write_lake(source, ORIGINALS + 20)
    rebuild(source, settings)
    with witness(target, settings.extractor()) as reread:
        basis = checks_basis(reread, checks)
    copy_reports(source, target, ORIGINALS, ORIGINALS * COPIES, settings.extractor(), basis)
    before = parts(target)
    checks.parts = 0
    published, _ = rebuild(target, settings)
    assert published
    assert checks.parts == 0, "parts were checked that are there"
    assert parts(target) == before
    return source, target


def parts(store: Store) -> list[str]:
    return sorted(path.name for path in (store.root / "checked").iterdir())


def asked(store: Store, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(store.warehouse.resolve()), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_report_is_there_so_many_times(stores: tuple[Store, Store]) -> None:
    source, target = stores
    own = (
        "(SELECT report_id FROM dim_report JOIN dim_document USING (document_sha256) "
        f"WHERE CAST(regexp_extract(document_path, '\\d+') AS BIGINT) < {ORIGINALS})"
    )
    for table, key in (
        KEYS | {"check_operand": "", "check_blank": "", "quantity": "", "statement_reading": ""}
    ).items():
        if table == "dim_document":
            continue
        ((originals,),) = asked(source, f"SELECT count(*) FROM {table} WHERE report_id IN {own}")
        ((copies, different),) = asked(target, f"SELECT count(*), count(DISTINCT {key or 'report_id'}) FROM {table}")
        assert originals > 0, table
        assert copies == COPIES * originals, table
        assert not key or different == copies, table


def test_departments_are_their_own(stores: tuple[Store, Store]) -> None:
    _, target = stores
    assert asked(target, "SELECT count(DISTINCT division_code), count(DISTINCT department_id) FROM dim_report") == [
        (COPIES, COPIES * ORIGINALS // 2)
    ]
    assert asked(target, "SELECT count(*) FROM dim_report WHERE NOT is_current") == [(0,)]


def test_amounts_are_other_multiples_of_the_template(stores: tuple[Store, Store]) -> None:
    """Of report 7 eight times, of its second copy 8 + 2 × 9,973 times: exactly, in figures and in checks."""
    source, target = stores
    numbered = (
        "(SELECT report_id, CAST(regexp_extract(document_path, '\\d+') AS BIGINT) AS number "
        "FROM {0}.dim_report JOIN {0}.dim_document USING (document_sha256))"
    )
    with duckdb.connect() as connection:
        for name, store in (("one", source), ("other", target)):
            connection.execute(f"ATTACH '{store.warehouse.resolve()}' AS {name} (READ_ONLY)")
        for table, key, amount in (
            ("fact_figure", "ordinal", "amount_printed"),
            ("fact_figure", "ordinal", "amount_yuan"),
            ("fact_check", "check_number", "expected_yuan"),
        ):
            rows = connection.execute(
                f"SELECT count(*), count(*) FILTER (t.{amount} * (1 + s.number) "
                f"IS DISTINCT FROM s.{amount} * (1 + s.number + {FACTORS} * (t.number // {ORIGINALS}))) "
                f"FROM (FROM other.{table} JOIN {numbered.format('other')} USING (report_id)) AS t "
                f"JOIN (FROM one.{table} JOIN {numbered.format('one')} USING (report_id)) AS s "
                f"ON s.number = t.number % {ORIGINALS} AND s.{key} = t.{key}"
            ).fetchall()
            ((number, wrong),) = rows
            assert [(number,)] == asked(target, f"SELECT count(*) FROM {table}")
            assert wrong == 0, amount


def test_no_two_reports_print_the_same_items(stores: tuple[Store, Store]) -> None:
    _, target = stores
    items = """
        SELECT string_agg(line || amount_yuan, ';' ORDER BY line) AS items FROM fact_figure
        WHERE statement = 'expenditure' AND measure = 'expenditure_total' AND length(line) = 7 GROUP BY report_id"""
    assert asked(target, f"SELECT count(*), count(DISTINCT items) FROM ({items})") == [(COPIES * ORIGINALS,) * 2]


def test_findings_and_checks_name_cells_of_their_report(stores: tuple[Store, Store]) -> None:
    _, target = stores
    assert asked(
        target,
        "SELECT count(*) > 0, count(*) = count(f.figure_id) FROM fact_finding AS n "
        "LEFT JOIN fact_figure AS f ON f.figure_id = n.suspect_figure_id AND f.report_id = n.report_id "
        "WHERE n.suspect_figure_id IS NOT NULL",
    ) == [(True, True)]
    assert asked(
        target,
        "SELECT count(*) FROM check_operand AS o ANTI JOIN fact_figure AS f ON f.report_id = o.report_id "
        "AND f.ordinal = o.figure_ordinal WHERE o.figure_ordinal IS NOT NULL",
    ) == [(0,)]


def test_the_lake_is_that_of_as_many_reports(stores: tuple[Store, Store]) -> None:
    _, target = stores
    readings = current_readings(target)
    assert {reading.document_path for reading in readings.values()} == {
        f"invented/{number}.txt" for number in range(COPIES * ORIGINALS)
    }
    assert {(item.sha256, item.arrived_at) for item in arrived(target).values()} == {
        (reading.document_sha256, reading.arrived_at) for reading in readings.values()
    }
    for manifest in manifests(target):
        named = {reading.reading_id: reading.document_sha256 for reading in manifest.readings}
        with duckdb.connect() as connection:
            rows = connection.execute(
                "SELECT DISTINCT reading_id, document_sha256 FROM read_parquet($1, hive_partitioning = false)",
                [str(target.lake / manifest.files["report"])],
            ).fetchall()
        assert dict(rows) == named


def test_questions_are_answered(stores: tuple[Store, Store]) -> None:
    _, target = stores
    for script in scripts("examples"):
        asked(target, script.text)
    assert asked(target, "SELECT count(*) FROM reports") == [(COPIES * ORIGINALS,)]


def test_only_whole_divisions_are_copied(stores: tuple[Store, Store], tmp_path: Path) -> None:
    source, _ = stores
    with pytest.raises(ValueError, match="no whole divisions"):
        copy_reports(source, open_store(tmp_path / "w.duckdb"), ORIGINALS - 1, 2 * (ORIGINALS - 1), "1", "")
