"""A night that is killed loses nothing and leaves nothing half. A few kills here; `make crash` makes hundreds."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reliability.kills import BY_CHANGE, kill_nights
from benchmarks.reliability.readers import watch_publications

KILLS = 4


def test_whatever_a_kill_meets_the_next_night_completes(tmp_path: Path) -> None:
    result = kill_nights(tmp_path, KILLS, seed=11)
    assert result.wrong == []
    assert sum(result.tried.values()) == KILLS
    assert result.tried[BY_CHANGE] == KILLS // 2
    assert result.changes > 100, "the night changes the disk in many steps, and each can be the last"


def test_a_reader_sees_every_publication_whole(tmp_path: Path) -> None:
    result = watch_publications(tmp_path, 2)
    assert result.wrong == []
    assert result.looks > 4
    assert result.states >= 2
