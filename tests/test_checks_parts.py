"""The parts that checks are made of: intervals, roundings, slips, rows, measures, ranking, the note."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.checks import CheckSettings, find_findings, load_check_settings
from extractor.checks.evidence import Evidence
from extractor.checks.grids import broken_outcomes, broken_sums, tables_of
from extractor.checks.lines import says_its_time
from extractor.checks.registry import selected
from extractor.checks.slips import keying_slip
from extractor.checks.text import findings_text
from extractor.checks.values import gives_percent, interval, possible_parts, rounding_between
from extractor.errors import PatternError
from extractor.model import Observation
from extractor.patterns import load_patterns
from extractor.patterns.checks import load_check_patterns
from tests.checks_papers import paper

PATTERNS = load_patterns()


def figure(printed: str) -> Observation:
    (made,) = paper([f"- | A measure | 2020-01={printed}"]).observations
    return made


def evidence(*rows: str, says: tuple[str, ...] = ()) -> Evidence:
    return Evidence([paper(rows, says)], PATTERNS)


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("27.6%", "27.55", "27.65"),
        ("30%", "29.5", "30.5"),
        ("403", "403", "403"),
        ("£1.2m", "1150000", "1250000"),
        ("about 1,300", "1299.5", "1300.5"),
    ],
)
def test_a_printed_value_stands_for_what_rounds_to_it(printed: str, low: str, high: str) -> None:
    assert (interval(figure(printed)).low, interval(figure(printed)).high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("stated", "cell", "how"),
    [
        ("30%", "30.2%", "rounded"),
        ("30%", "29.5%", "rounded"),
        ("30%", "30.5%", "rounded half to even"),
        ("66%", "66.7%", "cut off, not rounded"),
        ("30%", "31.2%", None),
        ("30.2%", "30%", "more places than the table"),
        ("30.6%", "30%", None),
        ("403", "403", ""),
        ("65.8%", "65.6%", None),
    ],
)
def test_the_rounding_that_leads_from_cell_to_text_is_named(stated: str, cell: str, how: str | None) -> None:
    assert rounding_between(figure(stated), figure(cell)) == how


def test_two_thirds_printed_as_66_is_cut_and_as_68_is_nothing() -> None:
    two, three = figure("2"), figure("3")
    assert gives_percent(two, three, figure("66%")) == "cut off, not rounded"
    assert gives_percent(two, three, figure("67%")) == ""
    assert gives_percent(two, three, figure("68%")) is None
    assert gives_percent(two, figure("0"), figure("0%")) is None


def test_whole_numbers_that_reach_a_percent_are_listed() -> None:
    assert list(possible_parts(40, figure("62.5%"))) == [25]
    assert list(possible_parts(40, figure("63.1%"))) == []
    assert list(possible_parts(1000, figure("50%")))[:2] == [495, 496]


@pytest.mark.parametrize(
    ("stated", "meant", "words"),
    [
        ("348", "384", "two digits of 384 are swapped"),
        ("26.8%", "62.8%", "two digits of 62.8% are swapped"),
        ("9.2%", "90.2%", "a digit is left out of 90.2%"),
        ("6.77%", "67.7%", "the decimal point of 67.7% has moved to the left"),
        ("9.3%", "92.6%", "the decimal point of 92.6% has moved to the left"),
        ("822", "882", "one digit of 882 is wrong"),
        ("1,029", "129", "a digit is added to 129"),
        ("12", "13", None),
        ("45.0%", "61.2%", None),
        ("0", "10", None),
    ],
)
def test_a_slip_of_the_keys_is_named_only_where_one_slip_does_it(
    stated: str, meant: str, words: str | None
) -> None:
    assert keying_slip(figure(stated), figure(meant)) == words


def test_one_measure_in_two_tables_is_one_by_its_values_though_a_label_is_torn() -> None:
    made = evidence(
        "8.2 | Children who moved three times | grid=0 | 2016-11=10.4% | 2016-12=12.8% | 2017-01=11.7%",
        "- | hree ti mes ren | grid=1 | 2016-11=10.4% | 2016-12=12.8% | 2017-01=11.7% | 2015/16=13.1%",
    )
    assert len(made.measures) == 1


def test_two_measures_that_share_no_value_stay_apart() -> None:
    made = evidence(
        "1.8 | Repeat contacts in month | 2016-11=10.4% | 2016-12=12.8%",
        "1.9 | Repeat contacts rolling year | rolling 2016-11=20.4% | rolling 2016-12=22.8%",
    )
    assert len(made.measures) == 2


def test_a_code_in_brackets_finds_the_row_and_one_in_a_paragraph_number_does_not() -> None:
    rows = ("4.1 | Homes let | 2020-01=71", "4.2 | Homes sold | 2020-01=88")
    by_code = evidence(*rows, says=("The number (4.2) was {88; of=number; for=2020-01}.",))
    by_paragraph = evidence(*rows, says=("4.2 The number was {88; of=number; for=2020-01}.",))
    match = by_code.matcher.match(by_code.stated[0])
    assert match is not None and match.by_code and match.measure.label == "Homes sold"
    assert by_paragraph.matcher.match(by_paragraph.stated[0]) is None


def test_a_time_that_only_a_heading_gives_is_known_as_such() -> None:
    stated = paper([], ["Visits were {81; of=visits; for=2020-01}."]).observations[0]
    assert says_its_time(stated)
    assert not says_its_time(replace(stated, period_basis="heading", period="January 2020"))
    assert says_its_time(replace(stated, period_basis="heading", period="Visits"))


def test_the_last_word_of_movement_before_a_figure_gives_its_direction() -> None:
    text = "Visits rose to {90; of=visits; for=2020-01} and calls fell to {80; of=calls; for=2020-01}."
    improved = "Visits improved to {90; of=visits; for=2020-01} and are up to date."
    made, judged = evidence(says=(text,)), evidence(says=(improved,))
    assert [made.said_direction(f) for f in made.stated] == ["up", "down"]
    assert judged.said_direction(judged.stated[0]) is None


TEAMS = [
    "- | North | 2016/17 Q1=10 | 2016/17 Q2=20 | 2016/17 Q3=30 | 2016/17=60",
    "- | South | 2016/17 Q1=11 | 2016/17 Q2=22 | 2016/17 Q3=33 | 2016/17=66",
    "- | East | 2016/17 Q1=12 | 2016/17 Q2=24 | 2016/17 Q3=35 | 2016/17=71",
]


def test_sums_are_a_relation_of_a_table_only_when_three_of_them_hold() -> None:
    wrong = "- | West | 2016/17 Q1=13 | 2016/17 Q2=25 | 2016/17 Q3=36 | 2016/17=77"
    (few,), (many,) = (tables_of(evidence(*rows).cells) for rows in ([*TEAMS[:2], wrong], [*TEAMS, wrong]))
    assert list(broken_sums(few.columns)) == []
    ((broken,),) = list(broken_sums(many.columns))
    assert (int(broken.whole.value), int(broken.expected), broken.kept, broken.of) == (77, 74, 3, 4)


def test_shares_of_nothing_and_of_all_tell_no_relation() -> None:
    rows = [f"- | Team {i} | 2016/17 Q1=0 | 2016/17 Q2={i + 3} | 2016/17=0%" for i in range(5)]
    (table,) = tables_of(evidence(*rows).cells)
    assert table.shares == []


def test_outcomes_that_add_up_to_less_are_left_alone_where_that_is_usual() -> None:
    def row(name: str, parts: tuple[int, int, int], whole: int) -> str:
        cells = (
            f"numerator 2016/17 Q{q}={n} | denominator 2016/17 Q{q}={whole}" for q, n in enumerate(parts, 1)
        )
        return f"- | {name} | " + " | ".join(cells)

    rows = [row(f"Month {i}", (5, 5, i), 10 + i) for i in range(1, 4)]
    rows += [row("Short", (5, 5, 1), 40), row("Shorter", (2, 2, 1), 40)]
    (table,) = tables_of(evidence(*rows).cells)
    (over,) = tables_of(evidence(*rows, row("Over", (30, 9, 9), 40)).cells)
    assert broken_outcomes(table) == []
    assert [b.expected for b in broken_outcomes(over)] == [48]


JANUARY = "1.1 | Requests for help received | 2016-12=267 | 2017-01=403"
SAID = "Requests for help received were {430; of=requests for help received; for=2017-01}."


def test_the_note_reads_claim_evidence_and_place() -> None:
    text = findings_text(
        [f for f in find_findings([paper([JANUARY], [SAID])], PATTERNS) if f.severity != "note"]
    )
    assert text.splitlines()[0] in ("1 error", "1 warning")
    for piece in ("430", "403", "line 2", "says:", "evidence:", "A8-keying-slip"):
        assert piece in text
    assert findings_text([]) == "Nothing was found that contradicts itself.\n"


def test_findings_are_chosen_by_id_code_or_family() -> None:
    (finding,) = [f for f in find_findings([paper([JANUARY], [SAID])], PATTERNS) if f.severity != "note"]
    assert all(selected(finding, [name]) for name in ("A8-keying-slip", "a8", "A"))
    assert not selected(finding, ["B", "A1"])


def test_settings_are_read_from_the_checks_table_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('authority = "X"\n[checks]\noff = ["G"]\ntolerance = { B10 = "5" }\n', encoding="utf-8")
    settings = load_check_settings(file)
    assert not settings.allows("G1-unit") and settings.allows("A1-exact-cell")
    assert settings.tolerance("B10-multiple", "12") == 5
    assert CheckSettings().tolerance("B10-multiple", "12") == 12


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("A4-other.toml", 'id = "A4-else"\nrule = "r"\ntolerance = "t"\n', "expected the file name"),
        ("A4-other.toml", 'id = "A4-other"\nrule = ""\ntolerance = "t"\n', '"rule"'),
        ("A4-other.toml", 'id = "A4-other"\nrule = "r"\ntolerance = "t"\nextra = 1\n', '"extra"'),
        (
            "A4-other.toml",
            'id = "A4-other"\nrule = "r"\ntolerance = "t"\n[[example]]\nfires = true\n',
            '"shows"',
        ),
        ("words.toml", "stopp = []\n", '"stopp"'),
        ("words.toml", "stop = [\n", "TOML"),
    ],
)
def test_a_mistake_in_a_file_of_checks_is_named_with_its_file(
    tmp_path: Path, name: str, content: str, named: str
) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / name).write_text(content, encoding="utf-8")
    with pytest.raises(PatternError) as error:
        load_check_patterns([tmp_path])
    assert named in str(error.value) and name in str(error.value)


def test_the_target_of_another_paper_is_no_measure_of_this_one() -> None:
    table = paper(["ED2 | Plans issued in time | 2021/22=91.7% | target 2021/22=94.5%"], name="later.txt")
    told = (
        "Plans issued in time (ED2) were {88.0%; of=plans issued in time; for=2016/17; id=a; vs=t}, "
        "the target {90%; as=target; for=2016/17; id=t}."
    )
    said = paper([], [told], name="earlier.txt")
    assert [f for f in find_findings([said, table], PATTERNS) if f.severity != "note"] == []


def test_the_labels_of_a_chart_are_not_held_against_the_table() -> None:
    rows = ["8.2 | Homes let in time | 2020-01=71.4%"]
    axis = paper(rows, ["{80%; of=homes let in time; for=2020-01}"])
    told = paper(rows, ["Homes let in time (8.2) were {80%; of=homes let in time; for=2020-01}."])
    assert [f.check for f in find_findings([axis], PATTERNS) if f.check.startswith("A")] == []
    assert [f.check for f in find_findings([told], PATTERNS) if f.check.startswith("A")] == ["A1-exact-cell"]
