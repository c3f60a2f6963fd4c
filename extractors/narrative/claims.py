"""From passages to claims and narrative figures: every number gets a subject, a role and a group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import msgspec

from extractors.figures import in_yuan
from extractors.narrative.announcements import Announcement, announced_by_heading, announcements
from extractors.narrative.bases import share_bases
from extractors.narrative.directions import Direction, between, directions
from extractors.narrative.passages import Passage
from extractors.narrative.performance import SECTION, read_projects
from extractors.narrative.restatements import Narrative, narrative_figure
from extractors.narrative.subjects import Names, Subject, standard_subject
from extractors.narrative.tokens import Role, Token, numbers, role_of, without_change
from extractors.narrative.wording import is_aside, is_carried, is_listed, returns_to_subject
from schemas.records import YUAN_PER_UNIT, Claim, Figure, Problem
from schemas.standard_sentences import FigureKey

_SENTENCE_END = re.compile(r"[。;]")
_BARE_ENDS = frozenset({"", ",", "。", ";", "、", ")"})
_BARE_LEAD = re.compile(r"(?:支出决算|预算|决算)(?:数)?为$")
_BUDGETS = frozenset({"initial_budget", "adjusted_budget", "budget"})
_RATES = frozenset({"growth", "share", "completion", "rate"})
_FIGURE_ROLES = frozenset({"current", "initial_budget", "adjusted_budget", "budget"})
#: Groups count up from 1; companion groups have numbers of their own above all of them.
_FIRST_COMPANION = 1_000_000


def read_claims(
    passages: list[Passage], table_figures: list[Figure], fiscal_year: int | None, readers: Mapping[int, str]
) -> Narrative:
    """Claims of all passages, and the figures among them: current-year restatements in the main narrative.

    In: the passages, the figures of the tables (their printed names settle ambiguous item names), the fiscal year, and
    who read each page.
    A number without a printed unit directly behind a known subject takes 万元 or 元 of its passage and is marked.
    """
    result = Narrative()
    names = Names(table_figures)
    for passage in passages:
        _PassageReader(passage, names, fiscal_year, readers, result).read()
    result.claims.extend(share_bases(result.claims))
    return result


class _PassageReader:
    def __init__(
        self, passage: Passage, names: Names, fiscal_year: int | None, readers: Mapping[int, str], result: Narrative
    ) -> None:
        self.passage, self.names, self.year, self.readers, self.result = passage, names, fiscal_year, readers, result
        self.subject: Subject | None = None
        self.group = self._new_group()
        self.times: Counter[tuple[int, str]] = Counter()
        self.text = passage.text
        self.tokens = tuple(numbers(self.text))
        self.units = {token.unit for token in self.tokens if token.unit in YUAN_PER_UNIT}
        self.companions: dict[tuple[int, int], int] = {}
        self._stated: dict[FigureKey, int] = {}
        self._list_sentence = -1
        self._listed: set[FigureKey] = set()
        self.previous: Role | None = None
        self.second: FigureKey | None = None
        self.aside = -1
        self.outer: tuple[int, Subject | None, int] | None = None
        self.previous_lead = ""
        self.projects: set[int] = set()
        self.paths: list[Announcement] = []
        self.words: list[Direction] = []
        self.done = 0
        self.following: Token | None = None

    def read(self) -> None:
        """Read the numbers of the passage from left to right."""
        text, previous_end = self.text, 0
        self._read_projects()
        self.subject = announced_by_heading(self.passage, self.names, self.year)
        self.paths, problems = announcements(self.passage, self.names, self.year)
        self.result.problems += problems
        self.words = directions(text) if self.passage.main else []
        last = 0
        for index, token in enumerate(self.tokens):
            self.following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            if token.start in self.projects:
                previous_end = token.end
                continue
            last = token.start
            if token.unit is None and self.outer is None and not self._may_be_bare(token):
                continue  # most numbers without a unit: years, enumerators, counts
            self._go_on_to(token.start)
            self._leave_bracket(token.start)
            lead = text[previous_end : token.start]
            if self._read_number(token, lead[-120:]):
                previous_end = token.end
        self._go_on_to(last)
        self._compare_up_to(len(text))

    def _go_on_to(self, place: int) -> None:
        """Take what is announced and compared up to a place, in printed order."""
        while self.paths and self.paths[0][0] <= place:
            self._compare_up_to(self.paths[0][0])
            self._take_path(self.paths.pop(0)[1])
        self._compare_up_to(place)

    def _compare_up_to(self, place: int) -> None:
        between(self.words, self.done, place, self._take_direction)
        self.done = place

    def _read_projects(self) -> None:
        """Self-evaluations first: their numbers are about their project, whatever the passage speaks of."""
        for project in read_projects(self.passage):
            group = self._new_group()
            for role, token in project.numbers:
                self.projects.add(token.start)
                page, number = self.passage.place(token.start)
                self.result.add(
                    Claim(
                        group=group, role=role, subject=project.name, section=SECTION,
                        in_main_narrative=self.passage.main, statement=None, side=None, line=None, measure=None,
                        value=token.value, unit=token.unit,
                        amount_yuan=in_yuan(token.value, token.unit) if token.unit in YUAN_PER_UNIT else None,
                        decimals=token.decimals, direction=None,
                        base="adjusted_budget" if role == "completion" else None, raw_text=token.raw,
                        sentence=self._sentence(project.start, token.end), page=page, line_number=number,
                    )
                )  # fmt: skip

    def _new_group(self) -> int:
        self.result.groups += 1
        return self.result.groups

    def _take_direction(self, direction: Direction) -> None:
        """A word of comparison belongs to the subject its clause names (where that was stated before), else to the last
        one; without a subject it is left out."""
        section = self.passage.section
        named = standard_subject(section, direction.lead, self.names, self.year) if section and direction.lead else None
        if direction.lead and named is None:
            return
        group = self._stated.get(named.keys[0]) if named is not None and named.keys else self.group
        last = self.result.last.get(group) if group is not None else None
        if last is None:
            return
        page, number = self.passage.place(direction.start)
        self.result.add(
            msgspec.structs.replace(
                last,
                role="direction",
                value=None,
                unit=None,
                amount_yuan=None,
                decimals=None,
                direction=direction.word,
                base=direction.base,
                raw_text=self.text[direction.start : direction.end],
                sentence=self._sentence(direction.start, direction.end),
                page=page,
                line_number=number,
            )
        )

    def _take_path(self, subject: Subject | None) -> None:
        self.subject = subject or Subject("", ())
        self.group = self._new_group()

    def _may_be_bare(self, token: Token) -> bool:
        """Whether a number without a unit may be an amount: its clause ends behind it, and the passage has one unit."""
        return len(self.units) == 1 and self.text[token.end : token.end + 1] in _BARE_ENDS

    def _read_number(self, token: Token, lead: str) -> bool:
        """Make the claim of one number. False where the number is none of ours (a year, a count, an enumerator)."""
        text = self.text
        section = self.passage.section
        unit = token.unit
        if unit is None and not self._may_be_bare(token):
            return False
        direct = (
            standard_subject(section, lead, self.names, self.year)
            if section is not None and self.passage.main
            else None
        )
        if (
            direct is not None
            and section is not None
            and direct.name in section.bare
            and self._is_another(direct, lead)
        ):
            direct = None
        if unit is None and direct is None and not _BARE_LEAD.search(lead):
            return False
        sentence_start = max(text.rfind("。", 0, token.start), text.rfind(";", 0, token.start)) + 1
        role = role_of(text, token, lead, text[sentence_start : token.start], self.year)
        if (
            role.role == "rate"
            and lead in ("的", "的比例")
            and self.previous is not None
            and self.previous.role in _BUDGETS
            and "完成" in self.previous_lead
        ):
            role = Role("completion", self.previous.role)
        if is_listed(lead) and self.previous is not None:
            role, direct = self._next_in_list(role, unit)
        elif direct is None and self.passage.main and self._is_aside(token, lead, sentence_start):
            self._read_aside(token, role, sentence_start)
            return True
        elif direct is not None and len(direct.keys) > 1 and self._begins_list(token):
            direct, self.second = Subject(direct.name, direct.keys[:1]), direct.keys[1]
        if direct is not None:
            self._enter_bracket(token)
        if direct is not None and role.role not in ("difference", "growth", "prior") and unit != "%":
            self._take_subject(direct, role)
        elif direct is None and role.role in _FIGURE_ROLES and not is_carried(lead):
            self._take_path(None)
        elif role.role in ("difference", "growth"):
            self._take_change(lead, sentence_start)
        self.previous, self.previous_lead = role, lead
        self._claim(token, role, direct, sentence_start)
        return True

    def _is_aside(self, token: Token, lead: str, sentence_start: int) -> bool:
        """Whether a number belongs to a reason, goes on with the numbers of one, or stands in brackets."""
        goes_on = self.aside == sentence_start and not returns_to_subject(lead)
        if is_aside(lead) or goes_on:
            self.aside = sentence_start
            return True
        return self._bracket(token) is not None

    def _bracket(self, token: Token) -> int | None:
        """Where the brackets around a number close; None where there are none around it in its sentence."""
        text = self.text
        opened = text.rfind("(", 0, token.start)
        if opened < 0 or text.find(")", opened, token.start) >= 0 or text.find("。", opened, token.start) >= 0:
            return None
        closed = text.find(")", token.end)
        return closed if closed >= 0 else None

    def _enter_bracket(self, token: Token) -> None:
        """A subject named in brackets holds up to their end; behind them the text goes on with the one before."""
        closed = self._bracket(token)
        if closed is not None and self.outer is None:
            self.outer = closed, self.subject, self.group

    def _leave_bracket(self, position: int) -> None:
        if self.outer is not None and position > self.outer[0]:
            _, self.subject, self.group = self.outer
            self.outer = None

    def _is_another(self, bare: Subject, lead: str) -> bool:
        """Whether words as general as `支出决算为` may speak of something else: they carry on with what was announced,
        unless that was a total of the same statement."""
        if not is_carried(lead):
            return False
        keys = self.subject.keys if self.subject is not None else ()
        return not (keys and keys[0].line == "total" and keys[0].statement == bare.keys[0].statement)

    def _begins_list(self, token: Token) -> bool:
        following = self.following
        if following is None or following.unit not in YUAN_PER_UNIT:
            return False
        return is_listed(self.text[token.end : following.start])

    def _next_in_list(self, role: Role, unit: str | None) -> tuple[Role, Subject | None]:
        """The second number of a list: it has the role of the first, and the second of the two subjects named."""
        previous, second, self.second = self.previous, self.second, None
        if previous is None or (previous.role in _RATES) != (unit == "%"):
            return role, None
        if second is not None and previous.role == "current" and self.subject is not None:
            return previous, Subject(self.subject.name, (second,))
        return previous, None

    def _read_aside(self, token: Token, role: Role, sentence_start: int) -> None:
        """A number of a reason is a claim of its own, and what follows goes on with the subject before."""
        kept = self.subject, self.group
        self._take_path(None)
        self._claim(token, role, None, sentence_start)
        self.subject, self.group = kept

    def _take_subject(self, subject: Subject, role: Role) -> None:
        same = self.subject is not None and self.subject.keys == subject.keys
        if not same or (role.role in ("current", "budget", "initial_budget") and self._has(role.role)):
            self.subject = subject
            self.group = self._new_group()

    def _take_change(self, lead: str, sentence_start: int) -> None:
        """A change that names its own subject (`支出合计减少`) belongs to it; one in a new sentence after a list of
        subjects belongs to none for certain."""
        section = self.passage.section
        if section is None or not self.passage.main:
            return
        plain = without_change(lead)
        named = standard_subject(section, plain, self.names, self.year) if plain != lead else None
        if named is not None and named.keys:
            group = self._stated.get(named.keys[0])
            if group is not None and group != self.group:
                self.subject, self.group = named, group
            elif group is None:
                self._take_path(named)
        elif _SENTENCE_END.search(lead) and sentence_start > self._list_sentence and len(self._listed) > 1:
            self._take_path(None)

    def _has(self, role: str) -> bool:
        return any(claim.group == self.group and claim.role == role for claim in self.result.claims[-8:])

    def _claim(self, token: Token, role: Role, direct: Subject | None, sentence_start: int) -> None:
        subject = self.subject
        detached = role.role == "prior" and direct is not None and direct is not subject
        key = subject.keys[0] if subject is not None and subject.keys and not detached else None
        key = self._measure(key, role) if key is not None else None
        unit = token.unit or next(iter(self.units), None)
        page, number = self.passage.place(token.start)
        sentence = self._sentence(sentence_start, token.end)
        money = unit in YUAN_PER_UNIT
        claim = Claim(
            group=self._group_for(role.role),
            role=role.role,
            subject=subject.name if subject is not None else "",
            section=self.passage.section.key if self.passage.section else "other",
            in_main_narrative=self.passage.main,
            statement=key.statement if key else None,
            side=key.side if key else None,
            line=key.line if key else None,
            measure=key.measure if key else None,
            value=token.value,
            unit=unit,
            amount_yuan=in_yuan(token.value, unit) if money and unit else None,
            decimals=token.decimals,
            direction=role.direction,
            base=role.base,
            raw_text=token.raw,
            sentence=sentence,
            page=page,
            line_number=number,
        )
        self.result.add(claim)
        if role.role == "current" and subject is not None and subject.keys and not detached:
            self._stated[subject.keys[0]] = claim.group
            if sentence_start != self._list_sentence:
                self._list_sentence, self._listed = sentence_start, set()
            self._listed.add(subject.keys[0])
        if money and unit and self.passage.main and subject is not None and role.role in _FIGURE_ROLES and not detached:
            self._figures(claim, token, role, subject, unit)

    def _group_for(self, role: str) -> int:
        """The group of a claim. A role that a group has already (`分别增长17.62%、15.85%`) belongs to a companion group:
        the second of everything is compared with the second, never with the first."""
        times = self.times[self.group, role]
        self.times[self.group, role] += 1
        if times == 0:
            return self.group
        if (self.group, times) not in self.companions:
            self.result.companions += 1
            self.companions[self.group, times] = _FIRST_COMPANION + self.result.companions
        return self.companions[self.group, times]

    def _sentence(self, start: int, end: int) -> str:
        match = _SENTENCE_END.search(self.text, end)
        return self.text[start : match.end() if match else len(self.text)][:400]

    def _measure(self, key: FigureKey, role: Role) -> FigureKey | None:
        """The key with the measure the role means: budgets of items, budget and final amount of statement 09."""
        if key.statement == "three_public":
            budget = role.role in ("budget", "initial_budget", "adjusted_budget")
            return FigureKey(key.statement, key.side, key.line, f"{'budget' if budget else 'final'}_{key.measure}")
        if role.role in ("initial_budget", "adjusted_budget"):
            total = key.statement == "general_budget_expenditure" and key.measure == "expenditure_total"
            return FigureKey(key.statement, key.side, key.line, role.role) if total else None
        return None if role.role == "budget" else key

    def _figures(self, claim: Claim, token: Token, role: Role, subject: Subject, unit: str) -> None:
        repaired = subject.repaired or ("unit_missing" if token.unit is None else None)
        for plain in subject.keys:
            key = self._measure(plain, role)
            if key is None:
                continue
            amount = in_yuan(token.value, unit)
            earlier = self.result.stated.get(key, [])
            if any(figure.amount_yuan == amount for figure in earlier):
                continue
            line, reader = self.passage.line(token.start), self.readers[claim.page]
            self.result.add_figure(
                narrative_figure(claim, key, token, subject, unit, amount, len(earlier), repaired, line, reader)
            )
        if token.unit is None:
            self.result.problems.append(
                Problem(
                    code="unit_missing_in_text",
                    severity="info",
                    message=f"'{claim.sentence}': {token.raw} has no unit; {unit} of its paragraph was taken",
                    page=claim.page,
                    line_number=claim.line_number,
                    raw_text=token.raw,
                )
            )
