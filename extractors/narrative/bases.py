"""What a share refers to: the amount the text states for the whole."""

from __future__ import annotations

import msgspec

from schemas.records import Claim
from schemas.standard_sentences import FigureKey
from schemas.text import label

#: Words behind 占 → the amount they mean, wherever in the narrative it is stated.
_NAMED = {
    "本年收入": FigureKey("revenue", None, "total", "revenue_total"),
    "本年收入合计": FigureKey("revenue", None, "total", "revenue_total"),
    "收入合计": FigureKey("revenue", None, "total", "revenue_total"),
    "本年支出": FigureKey("expenditure", None, "total", "expenditure_total"),
    "本年支出合计": FigureKey("expenditure", None, "total", "expenditure_total"),
    "支出合计": FigureKey("expenditure", None, "total", "expenditure_total"),
    "基本支出": FigureKey("general_budget_expenditure", None, "total", "basic_expenditure"),
    "政府采购支出总额": FigureKey("government_procurement", None, "procurement_total", "amount"),
    "政府采购支出": FigureKey("government_procurement", None, "procurement_total", "amount"),
    "授予中小企业合同金额": FigureKey("government_procurement", None, "sme_contracts", "amount"),
    "政府采购授予中小企业合同金额": FigureKey("government_procurement", None, "sme_contracts", "amount"),
}
_IMPLICIT = {
    "revenue": FigureKey("revenue", None, "total", "revenue_total"),
    "expenditure": FigureKey("expenditure", None, "total", "expenditure_total"),
    "general": FigureKey("general_budget_expenditure", None, "total", "expenditure_total"),
    "basic": FigureKey("general_budget_expenditure", None, "total", "basic_expenditure"),
    "three_public": FigureKey("three_public", None, "total", "final_total"),
}


def share_bases(claims: list[Claim]) -> list[Claim]:
    """`share_base` claims for the shares of the main narrative whose base is stated in the text.

    A share without a named base refers to the total of its section. Where the base is not stated, or the group has no
    current amount, nothing is added and the share is not evaluated.
    """
    current = _current_amounts(claims)
    stated = {claim.group for claim in claims if claim.role == "current"}
    bases: list[Claim] = []
    for claim in claims:
        if claim.role != "share" or not claim.in_main_narrative or claim.group not in stated:
            continue
        key = _NAMED.get(label(claim.base)) if claim.base else _IMPLICIT.get(claim.section)
        base = current.get(key) if key is not None else None
        if base is not None:
            bases.append(
                msgspec.structs.replace(
                    base, group=claim.group, role="share_base", base=claim.base, subject=claim.subject
                )
            )
    return bases


def _current_amounts(claims: list[Claim]) -> dict[FigureKey, Claim]:
    """The first statement of each key in the main narrative, as this year's amount."""
    found: dict[FigureKey, Claim] = {}
    for claim in claims:
        if claim.role == "current" and claim.in_main_narrative and claim.statement and claim.line and claim.measure:
            key = FigureKey(claim.statement, claim.side, claim.line, claim.measure)
            if claim.amount_yuan is not None:
                found.setdefault(key, claim)
    return found
