"""Which code was measured."""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit() -> str:
    """The abbreviated commit of the working tree, marked where files were changed; `unknown` outside a repository."""
    here = Path(__file__).parent
    try:
        name = _git(here, "rev-parse", "--short", "HEAD")
        changed = _git(
            here, "status", "--porcelain", "--untracked-files=no", "--", "..", ":!*.md", ":!*.json", ":!*.svg"
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{name} with changes" if changed else name


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()
