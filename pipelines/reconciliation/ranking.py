"""The simple ranking, for failed checks that no solved cell explains: inequalities, the arithmetic of the text, and the
equalities that could not be solved together.

In: `open_candidate`, `explained`, `solved_item`. Out: the rest of `explained` and `alternative`, and `suggestion`. A
check that a solved cell explains too goes with it. Otherwise a cell gains with every open failed check it stands in and
loses with every passing identity that protects it. All reports are worked at once; a round settles every cell that is
the best of all its own checks, so there are few rounds. In the end inequalities over a part and its total that fail by
the same amount become one.
"""

from __future__ import annotations

import duckdb

from pipelines.reconciliation.evaluate import run_step

_SCORE = """
CREATE OR REPLACE TEMP TABLE scored AS
SELECT
    item,
    row_number() OVER (ORDER BY sum(weight) - any_value(protection) DESC, any_value(preference), item) AS place,
    sum(weight) - any_value(protection) AS score,
    count(*) AS open_checks
FROM open_candidate
GROUP BY item
"""
_PICK = """
CREATE OR REPLACE TEMP TABLE picked AS
SELECT c.check_id, arg_min(c.item, s.place) AS item
FROM open_candidate AS c
INNER JOIN scored AS s USING (item)
GROUP BY c.check_id
"""
_SETTLE = """
INSERT INTO explained
SELECT p.check_id, p.item
FROM picked AS p
WHERE p.item IN (
    SELECT q.item FROM picked AS q INNER JOIN scored AS s USING (item)
    GROUP BY q.item, s.open_checks
    HAVING count(*) = s.open_checks
)
"""
_ALTERNATIVES = """
INSERT INTO alternative
SELECT e.item, c.item
FROM explained AS e
INNER JOIN open_candidate AS c ON e.check_id = c.check_id AND e.item <> c.item
INNER JOIN scored AS own ON e.item = own.item
INNER JOIN scored AS other ON c.item = other.item AND other.score = own.score
GROUP BY e.item, c.item, own.open_checks
HAVING count(*) = own.open_checks
"""
_CLOSE = "DELETE FROM open_candidate WHERE check_id IN (SELECT check_id FROM explained)"


def rank_rest(connection: duckdb.DuckDBPyConnection) -> None:
    """Assign the failed checks that are still open, then say what each suspect would have to be."""
    run_step(connection, "6_followers.sql")
    while connection.execute("SELECT count(*) FROM open_candidate").fetchall()[0][0]:
        for statement in (_SCORE, _PICK, _SETTLE, _ALTERNATIVES, _CLOSE):
            connection.execute(statement)
    run_step(connection, "6_twins.sql")
    run_step(connection, "6_suggestions.sql")
