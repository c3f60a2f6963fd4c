"""A full disk ends the night, never the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reliability.full_disk import can_mount, fill_disks


def test_a_disk_that_fills_up_at_any_change(tmp_path: Path) -> None:
    result = fill_disks(tmp_path, injected=2, real=0, seed=5)
    assert result.wrong == []
    assert result.failed == result.injected == 2


@pytest.mark.skipif(not can_mount(), reason="a small disk can only be mounted by root")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    result = fill_disks(tmp_path, injected=0, real=1)
    assert result.wrong == []
    assert result.failed == result.real == 1
