"""Write docs/rules.md, the catalogue of the rules, from the headers of sql/rules/*.sql.

`python -m pipelines.reconciliation.catalogue` rewrites the file; a test fails where it is out of date.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from pipelines.reconciliation.rules import Rule, load_rules

CATALOGUE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"

_FAMILIES = {
    "M": ("Document and metadata", "文档与元数据"),
    "T": ("Within one statement", "表内"),
    "H": ("Hierarchy of the functional codes", "功能科目层级"),
    "B": ("Between statements", "表间"),
    "N": ("Text against tables", "文字与报表"),
    "A": ("Arithmetic of the text", "文字自身的计算"),
    "Y": ("Across years", "跨年度"),
    "D": ("Across documents", "跨文档"),
}

_PREFACE = """# Reconciliation rules

Written by `python -m pipelines.reconciliation.catalogue` from the headers of `sql/rules/*.sql`; edit those, not this.

A figure printed to *d* decimals stands for v ± ½·10⁻ᵈ of its unit, *d* being the largest number of decimals printed in
its statement (in the text, its own). An equality fails only where the intervals of its two sides do not meet, an
inequality `a <= b` only where the lower end of a lies above the upper end of b. Outcomes: `pass`, `rounding` (equal
within the intervals, not exactly), `fail`, `not_applicable`, `cannot_evaluate`. A blank cell of a recognised statement
counts as zero; a cell that could not be read, or a missing row, column or statement, makes `cannot_evaluate`.

An office that cuts digits off instead of rounding them leaves differences on one side only; where at least five sums of a
report differ and (nearly) all so, its figures are read as [v, v + 10⁻ᵈ) as well, and the wider band holds.

Failed equalities are explained by the smallest set of cells whose change makes them hold (the passing ones around them
go on holding). Before single cells are looked at, a whole statement in another unit (M02), a column that slid against
its codes and a row left out are found, each as one finding. Equally small sets are ranked by the slip of typing that
would explain them; all of them are alternatives.

Numbers such as 01 or 05 are those of `schemas/vocabulary/statements.csv`. *Row only* marks identities among the cells
of one row: they prove no figure, because whole rows slide.
"""


def catalogue(rules: tuple[Rule, ...]) -> str:
    """The catalogue as Markdown."""
    parts = [_PREFACE]
    for family in _FAMILIES:
        english, chinese = _FAMILIES[family]
        parts.append(f"\n## {family}. {english} ({chinese})\n")
        parts.append(
            "| rule | severity | identity | in words | 中文 | example | source |\n|---|---|---|---|---|---|---|"
        )
        parts += [_row(rule) for rule in rules if rule.rule_id.startswith(family)]
    return "\n".join(parts) + "\n" + not_evaluated()


def _row(rule: Rule) -> str:
    identity = rule.identity + (" (row only)" if rule.row_only else "")
    cells = (rule.rule_id, rule.severity, f"`{identity}`", rule.title_en, rule.title_zh, rule.example, rule.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


#: What the identities customary for these reports ask for and no table of the warehouse can answer.
NOT_EVALUATED = {
    "B20": "carry-over by class stands in no official form",
    "D01": "the departmental budget's own 三公 forms are not read: budgets are a kind of their own",
    "D02": "initial budgets by item stand in the departmental budget, which is not read",
    "D04": "the government's own 三公 total is published outside the departments' disclosures",
    "D05": "general-budget expenditure of the whole government is published outside the departments' disclosures",
    "D06": "the day of approval is not published in the disclosure",
    "M10": "the list of units in the scope of a report is not read",
}


def not_evaluated() -> str:
    """The identities without a rule, and why, as Markdown."""
    rows = "\n".join(f"| {rule_id} | {reason} |" for rule_id, reason in NOT_EVALUATED.items())
    return f"\n## Not evaluated (未核对)\n\n| rule | why |\n|---|---|\n{rows}\n"


def families(rules: tuple[Rule, ...]) -> set[str]:
    """The families that occur, by the letter of the rule_id."""
    return {letter for letter, _ in groupby(rules, key=lambda rule: rule.rule_id[0])}


if __name__ == "__main__":
    CATALOGUE.write_text(catalogue(load_rules()), encoding="utf-8")
