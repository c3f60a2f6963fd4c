"""`python -m tests.typesetting --out data/samples`: writes the sample disclosures that ship with the project."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.typesetting.renderers.fonts import MissingFontError
from tests.typesetting.reports import report_keys
from tests.typesetting.samples import typeset


def main(arguments: list[str] | None = None) -> int:
    """Typesets every report (or those named) into a folder. Returns 0, or 1 where a font is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.typesetting", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder that receives the files")
    parser.add_argument("--report", action="append", choices=report_keys(), help="only this report (repeatable)")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for key in options.report or report_keys():
        try:
            name, content = typeset(key)
        except MissingFontError as error:
            print(error, file=sys.stderr)
            return 1
        (options.out / name).write_bytes(content)
        print(f"{options.out / name}  {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
