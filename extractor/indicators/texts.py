"""The catalogue as text to read: a list, one entry in full, and what a check of it found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.errors import PatternError
from extractor.patterns.indicators import Catalogue, Indicator


def list_indicators(catalogue: Catalogue, words: str = "") -> str:
    """One line an entry, by subject; with `words`, those whose id, label, codes or subject hold them."""
    lines: list[str] = []
    subject = ""
    for entry in sorted(catalogue, key=lambda e: (e.subject, e.id)):
        if words and not _holds(entry, words):
            continue
        if entry.subject != subject:
            subject = entry.subject
            lines.append(f"{subject.replace('_', ' ')}")
        codes = f"  [{', '.join(entry.codes)}]" if entry.codes else ""
        lines.append(f"  {entry.id:42}  {entry.unit:16}  {entry.label}{codes}")
    return "\n".join([*lines, ""])


def _holds(entry: Indicator, words: str) -> bool:
    text = " ".join((entry.id, entry.label, entry.subject, *entry.codes, *entry.phrases)).casefold()
    return words.casefold() in text


def show_indicator(catalogue: Catalogue, name: str) -> str:
    """One entry in full, by id or code.  Raises `PatternError` where there is none, naming near ones."""
    entry = catalogue.get(name) or catalogue.by_code(name)
    if entry is None:
        near = [e.id for e in catalogue if _holds(e, name)][:8]
        hint = f"; near it: {', '.join(near)}" if near else "; `extractor indicators list` names all"
        raise PatternError(f"there is no indicator {name!r}{hint}")
    low, high = entry.plausible
    lines = [
        f"{entry.id}: {entry.label}",
        f"  {entry.definition}",
        f"  unit {entry.unit}; better {entry.better}; plausible {low} to {high}; {entry.measure}",
        f"  published: {entry.published}",
        *_named("codes", entry.codes),
        *_named("as papers say it", entry.phrases),
        *_named("scorecard labels", entry.labels),
        *_named(f"in sections on {', '.join(entry.context)}", entry.context_phrases),
        *(f"  break {b.date}: {b.what}" for b in entry.breaks),
        *(f"  not {n.id}: that is {n.tells_apart}" for n in entry.neighbours),
    ]
    return "\n".join([*lines, ""])


def _named(name: str, values: Iterable[str]) -> list[str]:
    listed = list(values)
    return [f"  {name}: {'; '.join(listed)}"] if listed else []


def clashing_wordings(catalogue: Catalogue) -> list[tuple[str, tuple[str, ...]]]:
    """(wording, ids) of wordings that name two entries of one unit: neither would ever be resolved."""
    owners: dict[tuple[frozenset[str], str], set[int]] = defaultdict(set)
    for variant in catalogue.variants:
        if not variant.needs:
            owners[variant.bag, catalogue.entries[variant.entry].unit].add(variant.entry)
    return [
        (" ".join(sorted(bag)), tuple(sorted(catalogue.entries[n].id for n in numbers)))
        for (bag, _), numbers in owners.items()
        if len(numbers) > 1
    ]


def check_indicators(catalogue: Catalogue) -> str:
    """What loading cannot see: wordings that two entries share.  Raises `PatternError` where any are."""
    clashes = clashing_wordings(catalogue)
    if clashes:
        told = "; ".join(f'"{words}" names {" and ".join(ids)}' for words, ids in clashes)
        raise PatternError(f"{len(clashes)} wordings name two indicators: {told}. Make them differ")
    subjects = len({e.subject for e in catalogue})
    return (
        f"{len(catalogue)} indicators on {subjects} subjects, {len(catalogue.variants)} wordings: no fault\n"
    )
