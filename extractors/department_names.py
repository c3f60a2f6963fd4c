"""Which of the printed names of a department is its own: prints with words of the page in front of them, and short
prints, give their votes to the full name."""

from __future__ import annotations

from collections import Counter

from extractors.place import leading_places, names_only_places

_GOVERNMENT = "人民政府"
_PLACE_WEIGHT = 3
#: A document prints few names of its department often; the rest of a long list are none of them.
_MOST_NAMES = 40


def ranked_names(votes: Counter[str], year: int | None) -> list[str]:
    """Names with their votes, in order of first print → the best first.

    A name that ends with another one is either the full form (`上海市普陀区` + `文化和旅游局`) or has words of the page
    in front (`政府信息公开指南` + `卓尼县卫生健康局`): it is the full form where the front consists of places, or where
    it begins with a place and the other does not. A name that begins with a place is more trusted than one that does not.
    """
    votes = Counter(dict(votes.most_common(_MOST_NAMES)))
    order = {name: position for position, name in enumerate(votes)}
    placed = {name for name in votes if leading_places(name, year)}
    merged = Counter(votes)
    for name in sorted(votes, key=lambda name: (-len(name), name)):
        heir = _heir(name, list(votes), placed, year)
        if heir is not None:
            merged[heir] += merged.pop(name, 0)
    return sorted(merged, key=lambda name: (-merged[name] - _PLACE_WEIGHT * (name in placed), order[name]))


def _heir(name: str, names: list[str], placed: set[str], year: int | None) -> str | None:
    """The name that another print of it stands for; None where it stands for itself."""
    if name + _GOVERNMENT in names:
        return name + _GOVERNMENT
    shorter = [other for other in names if other != name and name.endswith(other)]
    junk = [other for other in shorter if not _is_full(name, other, placed, year)]
    if junk:
        return max(junk, key=len)
    longer = [other for other in names if other != name and other.endswith(name)]
    full = [other for other in longer if _is_full(other, name, placed, year)]
    return min(full, key=len) if full else None


def _is_full(longer: str, shorter: str, placed: set[str], year: int | None) -> bool:
    front = longer[: -len(shorter)]
    return names_only_places(front, year) or (longer in placed and shorter not in placed)
