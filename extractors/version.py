"""The version of the extractor: changes whenever the same bytes may be read differently.

It follows the content of the code and of the forms, vocabulary and classifications, so nobody can forget to raise it:
what another version read is read again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_RELEASE = "1.0.0"


@cache
def extractor_version() -> str:
    """Release and a digest of everything a reading depends on, e.g. `1.0.0+3f6c2a9d41b7`."""
    digest = hashlib.sha256()
    for folder in ("extractors", "schemas"):
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".c", ".toml", ".csv"}:
                digest.update(path.relative_to(_ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{_RELEASE}+{digest.hexdigest()[:12]}"
