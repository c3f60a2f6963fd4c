"""How plausible it is that one number was typed for another.

In: what is printed and what it would have to be, as decimals in the printed unit. Out: the kind of slip that turns one
into the other, or none, and its weight as evidence: a kind that chance rarely produces weighs more.
"""

from __future__ import annotations

from decimal import Decimal

#: Kind of slip → weight. Swapped digits or a slipped point hardly ever fit by chance; one wrong digit often does.
WEIGHTS: dict[str, float] = {
    "decimal_point": 4.0,
    "unit": 4.0,
    "sign": 4.0,
    "swapped_digits": 3.5,
    "lost_digit": 3.0,
    "extra_digit": 3.0,
    "wrong_digit": 2.0,
    "none": 0.0,
}
_UNIT = Decimal(10_000)
_SHIFTS = tuple(Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3))


def slip(printed: Decimal, true: Decimal, decimals: int) -> str:
    """The kind of slip that makes `printed` of `true`; both are printed to `decimals`."""
    if printed == true or not true:
        return "none"
    if printed == -true:
        return "sign"
    quantum = Decimal(1).scaleb(-decimals)
    if (true * _UNIT).quantize(quantum) == printed or (true / _UNIT).quantize(quantum) == printed:
        return "unit"
    if any((true * shift).quantize(quantum) == printed for shift in _SHIFTS):
        return "decimal_point"
    if (printed < 0) != (true < 0):
        return "none"
    return digits_slip(_digits(printed, decimals), _digits(true, decimals))


def _digits(number: Decimal, decimals: int) -> str:
    return str(abs(int(number.scaleb(decimals))))


def digits_slip(printed: str, true: str) -> str:
    """The slip between two strings of digits: one wrong, two neighbours swapped, one lost or one too many."""
    if len(printed) == len(true):
        different = [place for place, (one, other) in enumerate(zip(printed, true, strict=True)) if one != other]
        if len(different) == 1:
            return "wrong_digit"
        if len(different) == 2 and different[1] == different[0] + 1:
            first, second = different
            if printed[first] == true[second] and printed[second] == true[first]:
                return "swapped_digits"
        return "none"
    if len(printed) + 1 == len(true) and _without_one(true, printed):
        return "lost_digit"
    if len(printed) == len(true) + 1 and _without_one(printed, true):
        return "extra_digit"
    return "none"


def _without_one(long: str, short: str) -> bool:
    """Whether `short` is `long` without one of its characters."""
    place = next(
        (place for place, (one, other) in enumerate(zip(long, short, strict=False)) if one != other), len(short)
    )
    return long[:place] + long[place + 1 :] == short
