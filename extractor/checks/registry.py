"""All checks, by family; what `extractor checks list` and `show` print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks import (
    across_papers,
    against_tables,
    alike_rows,
    averages,
    change_columns,
    changes,
    columns,
    form,
    heads,
    left_over,
    movements,
    moves_of_rows,
    nested_rows,
    numerators,
    parts,
    peers,
    rates,
    restated,
    row_lists,
    said_to_move,
    shares,
    shares_of_target,
    sums,
    sums_in_two_tables,
    sums_over_time,
    suppressed,
    table_relations,
    targets,
    text_sums,
    trends,
    two_tables,
    unfigured,
    year_to_date,
)
from extractor.checks.families import Family
from extractor.model import Finding
from extractor.patterns import PatternSet
from extractor.patterns.checks import CheckRule

FAMILIES: tuple[Family, ...] = (
    against_tables.FAMILY,
    numerators.FAMILY,
    suppressed.FAMILY,
    left_over.FAMILY,
    columns.FAMILY,
    parts.FAMILY,
    changes.FAMILY,
    targets.FAMILY,
    peers.FAMILY,
    movements.FAMILY,
    moves_of_rows.FAMILY,
    trends.FAMILY,
    unfigured.FAMILY,
    said_to_move.FAMILY,
    year_to_date.FAMILY,
    sums_over_time.FAMILY,
    averages.FAMILY,
    text_sums.FAMILY,
    shares.FAMILY,
    shares_of_target.FAMILY,
    sums.FAMILY,
    sums_in_two_tables.FAMILY,
    rates.FAMILY,
    change_columns.FAMILY,
    heads.FAMILY,
    two_tables.FAMILY,
    alike_rows.FAMILY,
    nested_rows.FAMILY,
    table_relations.FAMILY,
    restated.FAMILY,
    row_lists.FAMILY,
    across_papers.FAMILY,
    form.FAMILY,
)
TITLES = {
    "A": "A stated figure against its cell",
    "B": "Inside one statement",
    "C": "Targets and comparators",
    "D": "Over time",
    "E": "Table arithmetic",
    "F": "Across papers",
    "G": "Form",
}


def check_ids() -> frozenset[str]:
    """Ids of all checks that the code makes."""
    return frozenset(check for family in FAMILIES for check in family.checks)


def selected(finding: Finding, wanted: Sequence[str]) -> bool:
    """Whether a finding is of one of these checks: ids, codes or family letters, in any case."""
    check = finding.check.casefold()
    code = check.partition("-")[0]
    return any(name.casefold() in (check, code, code[0]) for name in wanted)


def list_checks(patterns: PatternSet) -> str:
    """One line a check, under the title of its family."""
    return "\n".join(_listing(patterns)) + "\n"


def _listing(patterns: PatternSet) -> Iterator[str]:
    family = ""
    for rule in patterns.checks.rules:
        if rule.family != family:
            family = rule.family
            yield f"{family}. {TITLES[family]}"
        yield f"  {rule.id:<26} {rule.rule}"


def show_check(check: str, patterns: PatternSet) -> str | None:
    """A check in full: rule, tolerance, what fires and what must not; None for an unknown id.

    The id may be shortened to its code and written in any case ("a4").
    """
    wanted = check.casefold()
    rule = next((r for r in patterns.checks.rules if wanted in (r.id.casefold(), r.code.casefold())), None)
    return None if rule is None else "\n".join(_shown(rule)) + "\n"


def _shown(rule: CheckRule) -> Iterator[str]:
    yield rule.id
    yield f"  rule       {rule.rule}"
    yield f"  tolerance  {rule.tolerance}"
    for example in rule.examples:
        yield f"  {'reports' if example.fires else 'is silent':<9}  {example.shows}"


def checks_page(patterns: PatternSet) -> str:
    """The page docs/checks.md, as it has to read."""
    return "\n".join(_page(patterns)) + "\n"


def _page(patterns: PatternSet) -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield "Written from `patterns/checks/`; change the rules there."
    yield "Not made: F7, a pack against a national return, for no public table is among the inputs."
    yield ""
    yield "Switch checks off, or set a tolerance, in the `[checks]` table of the settings file:"
    yield ""
    yield '```toml\n[checks]\noff = ["A3", "G"]\ntolerance = { B10 = "10" }\n```'
    yield ""
    yield "In a finding, a figure of a bullet or numbered paragraph is quoted with all of it (up to 600"
    yield "characters), for its cause may stand in a neighbouring sentence.  Places that state the same wrong"
    yield "figure again are printed once, behind the evidence; `also` names them."
    yield ""
    yield "Errors come before warnings, warnings before notes.  Among errors, and among warnings, those"
    yield "come first whose correction turns round what the paper tells (a rise for a fall, a target missed"
    yield "for one met), then the heavier: by the size of the error, and by standing in the text, on its"
    yield "first pages most."
    yield f"Such are {', '.join(f'`{rule.code}`' for rule in patterns.checks.rules if rule.reverses)}."
    yield ""
    yield "A folder of `--patterns` adds words to the lists of `checks/words.toml`, and forms to the"
    yield "`[[expression]]`s that the checks listen to; each form has an example."
    family = ""
    for rule in patterns.checks.rules:
        if rule.family != family:
            family = rule.family
            yield f"\n## {family}. {TITLES[family]}\n\n| check | rule | tolerance |\n|---|---|---|"
        yield f"| `{rule.id}` | {rule.rule} | {rule.tolerance} |"
