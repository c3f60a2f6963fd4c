"""What every test starts from: messages in English, whatever the machine speaks; and in which order files are run."""

from __future__ import annotations

import pytest

#: Files that take minutes begin first, so that no process is left alone with one of them at the end.
LONGEST = (
    "tests/dashboard/",
    "tests/hostile/",
    "tests/test_documentation.py",
    "tests/test_real_findings.py",
    "tests/rules/",
    "tests/pipelines/reliability/",
    "tests/pipelines/test_parts.py",
    "tests/pipelines/test_changes.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files in front, in the order above; the others stay as they are."""

    def rank(item: pytest.Item) -> int:
        return next((place for place, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))

    items.sort(key=rank)


@pytest.fixture(autouse=True)
def _speak_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
