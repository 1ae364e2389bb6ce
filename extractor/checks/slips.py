"""Slips of the keys that turn one printed figure into another."""

from __future__ import annotations

from extractor.checks.wording import said
from extractor.figures.intervals import rounded
from extractor.model import Observation


def keying_slip(stated: Observation, meant: Observation) -> str | None:
    """How `stated` could have been keyed for `meant`, in words; None when no single slip does it."""
    if stated.value == meant.value or stated.value <= 0 or meant.value <= 0:
        return None
    one, other = _digits(stated, meant)
    if _swapped(one, other):
        return f"two digits of {said(meant)} are swapped"
    ratio = stated.value / meant.value
    for factor, name in ((10, "right"), (100, "right"), (1000, "right")):
        cut = stated.value >= 1 and rounded(meant.value / factor, stated.places) == stated.value
        if ratio == factor or ratio * factor == 1 or cut:
            place = name if ratio > 1 else "left"
            return f"the decimal point of {said(meant)} has moved to the {place}"
    if len(other) >= 3 and (_dropped(other, one) or _dropped(one, other)):
        verb = "left out of" if len(one) < len(other) else "added to"
        return f"a digit is {verb} {said(meant)}"
    if len(one) == len(other) >= 3 and _one_wrong(one, other):
        return f"one digit of {said(meant)} is wrong"
    return None


def _digits(stated: Observation, meant: Observation) -> tuple[str, str]:
    """Digits of both at the places of the longer, so that 26.8 and 62.8 line up."""
    places = max(stated.places, meant.places)
    return _plain(stated, places), _plain(meant, places)


def _plain(figure: Observation, places: int) -> str:
    return f"{figure.value:.{places}f}".replace(".", "")


def _swapped(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) != 2:
        return False
    first, second = differing
    return one[first] == other[second] and one[second] == other[first]


def _dropped(longer: str, shorter: str) -> bool:
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _one_wrong(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1
