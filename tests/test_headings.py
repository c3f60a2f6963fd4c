"""Headings are compared without regard to characters that are taken for each other; none of the forms' own collide."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from schemas.text import heading
from schemas.vocabulary import ROOT

FORMS = sorted((ROOT / "forms").glob("*.toml"))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("科自名称", "科目名称"),
        ("顶目支出", "项目支出"),
        ("财政拔款收人", "财政拨款收入"),
        ("年未结转和结佘", "年末结转和结余"),
        ("合汁", "合计"),
        ("一、－般公共预算财政拨款", "一般公共预算财政拨款"),
        ("般公共预算财政拨款", "一、一般公共预算财政拨款"),
    ],
)
def test_lookalikes_compare_equal(printed: str, meant: str) -> None:
    assert heading(printed) == heading(meant)


@pytest.mark.parametrize(
    ("one", "other"), [("收入", "支出"), ("年初", "年末"), ("预算数", "决算数"), ("基本支出", "项目支出")]
)
def test_other_headings_do_not(one: str, other: str) -> None:
    assert heading(one) != heading(other)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_no_two_labels_of_a_form_fall_together(path: Path) -> None:
    """What differs as a label differs as a heading, wherever it stands for something else."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    for table in [*raw.get("columns", {}).values(), raw.get("items", {}), raw.get("phases", {})]:
        meaning = {heading(alias): key for key, aliases in table.items() for alias in aliases}
        assert all(meaning[heading(alias)] == key for key, aliases in table.items() for alias in aliases)
