"""`python -m benchmarks.corpus --out FOLDER`: writes invented disclosures with their truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.corpus.disclosure import invent
from benchmarks.corpus.files import write
from benchmarks.corpus.styles import styles


def main(arguments: list[str] | None = None) -> int:
    """Writes the reports of all styles (or those named), `--seeds` each. Returns 0."""
    names = [style.name for style in styles()]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder that receives the files")
    parser.add_argument("--style", action="append", choices=names, help="only this style (repeatable)")
    parser.add_argument("--seeds", type=int, default=1, help="reports a style")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for style in styles():
        if options.style and style.name not in options.style:
            continue
        for seed in range(options.seeds):
            print(write(invent(style, seed), options.out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
