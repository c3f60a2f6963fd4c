"""Where a passage announces what the amounts below speak of: paths of items, codes, headings of paragraphs."""

from __future__ import annotations

import re

from extractors.narrative.passages import Passage
from extractors.narrative.subjects import (
    Names,
    Subject,
    class_headings,
    coded_items,
    coded_subject,
    group_headings,
    group_paths,
    group_subject,
    is_other_money,
    item_paths,
    item_subject,
    standard_subject,
)
from schemas.records import Problem, Severity
from schemas.text import label

_PARAGRAPH_HEAD = re.compile(
    r"(?:\(\d{1,2}\)|\d{1,2}(?:[、)]|\.(?!\d)))(?P<head>[^。:,;\d]{4,40}?)(?:支出)?(?:决算)?(?:具体)?(?:情况)?(?:说明)?[。:]"
)

#: An offset of the passage and the subject that counts from there on (None where a paragraph begins without one).
Announcement = tuple[int, Subject | None]


def announced_by_heading(passage: Passage, names: Names, year: int | None) -> Subject | None:
    """The subject the heading of a passage names (`（一）因公出国（境）费支出情况说明：`)."""
    section, heading = passage.section, label(passage.heading)
    if section is None or not section.three_public or not passage.main or not heading.endswith(("情况", "情况说明")):
        return None
    return standard_subject(section, heading + ":", names, year)


def announcements(passage: Passage, names: Names, year: int | None) -> tuple[list[Announcement], list[Problem]]:
    """Announced subjects of a passage in printed order, and the paths that name no item for certain.

    In: the passage, the names the report prints in its tables, the fiscal year. Passages outside the main narrative
    announce nothing.
    """
    section = passage.section
    if section is None or not passage.main:
        return [], []
    found: list[Announcement] = []
    problems: list[Problem] = []
    if section.three_public:
        found = _paragraph_heads(passage, names, year)
    elif section.item_statement is not None:
        found, problems = _items(passage, names, year, section.item_statement)
        if section.items_of is not None:
            found = [(end, _of_general_budget(subject, names)) for end, subject in found]
    if section.item_statement is not None or not section.headings:
        found += [(start, None) for start in passage.paragraph_starts()]
    return sorted(found, key=lambda entry: entry[0]), problems


def _paragraph_heads(passage: Passage, names: Names, year: int | None) -> list[Announcement]:
    """Numbered paragraphs that begin with a subject by itself (`2.公务接待费。`)."""
    section = passage.section
    found: list[Announcement] = []
    for start in passage.paragraph_starts():
        match = _PARAGRAPH_HEAD.match(passage.text, start)
        subject = standard_subject(section, match["head"] + ":", names, year) if match and section else None
        if match is not None and subject is not None:
            found.append((match.end(), subject))
    return found


def _items(
    passage: Passage, names: Names, year: int | None, statement: str
) -> tuple[list[Announcement], list[Problem]]:
    text = passage.text
    headings, groups = class_headings(text), group_headings(text)
    found: list[Announcement] = []
    problems: list[Problem] = []
    for start, end, class_name, group, item in item_paths(text):
        since, above = _above(headings, start)
        if class_name is None and group is None:
            place, named = _above(groups, start)
            group = named if place >= since else None
        subject = item_subject((class_name, group, item), above, names, year, statement)
        if subject is None or subject.repaired:
            problems.append(_path_problem(passage, subject, start, end))
        found.append((end, subject))
    for start, end, class_name, group in group_paths(text):
        found.append((end, group_subject(class_name, group, _above(headings, start)[1], names, year, statement)))
    for _, end, name, code in coded_items(text):
        found.append((end, coded_subject(name, code, statement)))
    return found, problems


def _of_general_budget(subject: Subject | None, names: Names) -> Subject | None:
    """Of the items listed for all appropriations, those of the general public budget: each code is of one budget, but
    sums of codes (款) may hold several."""
    code = subject.keys[0].line if subject is not None else ""
    return subject if len(code) == 7 and not is_other_money(code, names) else None


def _above(headings: list[tuple[int, str]], start: int) -> tuple[int, str | None]:
    """The last heading before a place: where it ends (-1 where there is none) and what it names."""
    return next(((place, named) for place, named in reversed(headings) if place <= start + 1), (-1, None))


def _path_problem(passage: Passage, subject: Subject | None, start: int, end: int) -> Problem:
    page, number = passage.place(start)
    printed = passage.text[start:end]
    severity: Severity = "warning" if subject is None else "info"
    outcome = (
        "is no path of the classification; its amounts are claims without a code"
        if subject is None
        else f"is no exact path of the classification; read as {subject.keys[0].line} by its item name"
    )
    return Problem(
        code="broken_item_path",
        severity=severity,
        message=f"'{printed}' {outcome}",
        page=page,
        line_number=number,
        raw_text=printed,
    )
