"""The real reports kept beside the project: where they are, and a skip with its reason where they are not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLDENS = ROOT / "tests" / "goldens"
REASON = "the real reports are not beside this checkout (../shared)"


def real_reports() -> list[Path]:
    """The seven real final accounts, sorted by name; empty where they are absent."""
    return sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("samples/*.pdf")])


def budgets() -> list[Path]:
    """The two real budgets; empty where they are absent."""
    return sorted(SHARED.glob("samples/budgets/*.pdf"))


def locked_sums() -> dict[str, str]:
    """File name → sha256 of the goldens and of the inputs they were made from."""
    lines = (GOLDENS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name.strip().lstrip("*"): digest for digest, _, name in (line.partition(" ") for line in lines if line)}


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


needs_real_reports = pytest.mark.skipif(not real_reports(), reason=REASON)
