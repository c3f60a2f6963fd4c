"""Narrative figures: amounts of the text that restate a figure of a statement, under the same key; and all that a text
yields."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractors.document import TextLine
from extractors.narrative.subjects import Subject
from extractors.narrative.tokens import Token
from schemas.records import Claim, Figure, Problem
from schemas.standard_sentences import FigureKey
from schemas.vocabulary import measure_labels


def key_of(figure: Figure) -> FigureKey:
    """The key of a figure."""
    return FigureKey(figure.statement, figure.side, figure.line, figure.measure)


@dataclass(slots=True)
class Narrative:
    """What the text of a report yields, and how many groups of claims there are so far."""

    figures: list[Figure] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    groups: int = 0
    companions: int = 0
    last: dict[int, Claim] = field(default_factory=dict)
    stated: dict[FigureKey, list[Figure]] = field(default_factory=dict)

    def add(self, claim: Claim) -> None:
        """Append a claim; `last` is the last one of each group."""
        self.claims.append(claim)
        self.last[claim.group] = claim

    def add_figure(self, figure: Figure) -> None:
        """Append a figure; `stated` has those of each key."""
        self.figures.append(figure)
        self.stated.setdefault(key_of(figure), []).append(figure)


def narrative_figure(
    claim: Claim,
    key: FigureKey,
    token: Token,
    subject: Subject,
    unit: str,
    amount: Decimal,
    occurrence: int,
    repaired: str | None,
    line: TextLine,
    reader: str,
) -> Figure:
    """The figure a claim states: its key, the printed line it stands on, its sentence, and how often the key was stated
    before."""
    box = line.box
    return Figure(
        source="narrative",
        statement=key.statement,
        side=key.side,
        line=key.line,
        measure=key.measure,
        occurrence=occurrence,
        line_label=subject.name or measure_labels().get((key.statement, key.measure), ""),
        function_code=key.line if key.line[:1] == "2" and key.line.isdigit() else None,
        economic_code=key.line if key.line[:1] == "3" and key.line.isdigit() else None,
        amount_printed=token.value,
        amount_yuan=amount,
        declared_unit=unit,
        decimals=token.decimals,
        raw_text=token.raw,
        reader=reader,
        page=claim.page,
        line_number=claim.line_number,
        x0=box.x0 if box else None,
        y0=box.y0 if box else None,
        x1=box.x1 if box else None,
        y1=box.y1 if box else None,
        sentence=claim.sentence,
        repaired=repaired,
    )
