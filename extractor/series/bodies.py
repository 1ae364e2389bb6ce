"""Which body a paper means, whether it gives the full name or the short one."""

from __future__ import annotations

import re

_FORMS = frozenset(
    {"the", "of", "council", "metropolitan", "borough", "mbc", "bc", "royal", "unitary", "authority"}
)


def body_of(authority: str) -> str:
    """What the full and the short name of a body share ("Anytown MBC", "Anytown Borough Council").

    City, county, district and London stay: they tell bodies of one place apart.
    """
    words = re.findall(r"[\w&'-]+", authority.casefold())
    kept = [w for w in words if w not in _FORMS]
    return " ".join(kept or words)
