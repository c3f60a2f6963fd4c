"""Random mixtures in the formats besides PDF and text: those of `corpus.mixtures` with all options of their files drawn too."""

from __future__ import annotations

from random import Random
from typing import Literal

import msgspec

from benchmarks.corpus.formats.options import Web, Word, Workbook
from benchmarks.corpus.mixtures import drawn, mixture
from benchmarks.corpus.style import Style

FORMATS_PREFIX = "formats-mixture-"
_REPEATING = 0.3
_FORMATS: tuple[
    Literal["xlsx", "xls_xml", "xls_html", "docx", "html", "ofd", "md_html", "bundle"], ...
] = ("xlsx", "xlsx", "xls_xml", "xls_html", "docx", "docx", "html", "html", "ofd", "md_html", "bundle")  # fmt: skip


def formats_mixture(number: int) -> Style:
    """The mixture of a number; the same number is always the same style. No installed program is needed."""
    random = Random(f"formats-mixture/{number}")
    style = mixture(number)
    workbook, web = drawn(random, Workbook), drawn(random, Web)
    workbook["repeat_rows"] = random.randint(8, 30) if random.random() < _REPEATING else 0
    if web.get("encoding", "utf-8") == "utf-8":
        web["declared"] = "utf-8"
    return msgspec.structs.replace(
        style,
        name=f"{FORMATS_PREFIX}{number}",
        file_format=random.choice(_FORMATS),
        workbook=Workbook(**workbook),
        word=Word(**drawn(random, Word)),
        web=Web(**web),
        forms=msgspec.structs.replace(
            style.forms,
            broken_names=False,
            # Codes that lose both their zeros and their last digit are printed by nobody.
            cut_codes="" if workbook.get("codes") == "numbers" else style.forms.cut_codes,
        ),
    )
