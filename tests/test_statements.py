"""Statements: rules prove themselves, layers hold together, any text goes through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import PatternError
from extractor.model import Context, Document, Passage, Period
from extractor.patterns import PatternSet, builtin_folder, load_patterns
from extractor.patterns.shapes import compile_shape
from extractor.patterns.statement_files import load_statement_patterns
from extractor.statements import read_statements
from extractor.statements.calibrate import Judged, calibration_report, confidence_table, look_up
from extractor.statements.check import check_statements, figures_given, read_text
from extractor.statements.explain import explain
from extractor.statements.sentences import split_sentences


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def document(*texts: str, kind: str = "paragraph") -> Document:
    text = "\n".join(texts)
    blocks, at = [], 0
    for one in texts:
        blocks.append(Passage(kind, one, at, at + len(one)))  # type: ignore[arg-type]
        at += len(one) + 1
    return Document("paper.txt", "0" * 64, "text", text, tuple(blocks))


# --- rules as data --------------------------------------------------------------------------------


def test_every_rule_keeps_its_examples_and_every_shape_is_used(patterns: PatternSet) -> None:
    assert [f"{fault.where}: {fault.message}" for fault in check_statements(patterns)] == []


def test_a_planted_fault_in_an_example_is_named(tmp_path: Path) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "own.toml").write_text(
        '[[rule]]\nname = "tally"\nfamily = "level"\nshape = ["tally of {actual}"]\n'
        '[[rule.example]]\ntext = "There was a tally of 12 gates."\ngives = ["13 count actual"]\n',
        encoding="utf-8",
    )
    faults = check_statements(PatternSet((builtin_folder(), tmp_path)))
    assert [fault.where for fault in faults] == ["own.toml: rule tally"]
    assert "12 count actual" in faults[0].message


def test_a_rule_of_ones_own_reads_like_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "own.toml").write_text(
        '[[rule]]\nname = "pledge"\nfamily = "target"\nstrength = 5\nshape = ["pledge of {target}"]\n'
        '[[rule.example]]\ntext = "There were 30 homes against a pledge of 40."\n'
        'gives = ["30 count actual", "40 count target"]\n',
        encoding="utf-8",
    )
    own = PatternSet((builtin_folder(), tmp_path))
    assert figures_given("There were 10 gates against a pledge of 12.", own) == (
        "10 count actual",
        "12 count target",
    )
    assert check_statements(own) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[rule]]\nname = 'x'\ncolour = 'red'\n", "unknown key 'colour'"),
        ("[[rule]]\nname = 'x'\nfamily = 'y'\nshape = ['a {actual}']\n", "has no [[rule.example]]"),
        ("[[cue]]\nclass = 'rise'\ndirection = 'left'\nwords = ['leftwards']\n", "direction is 'left'"),
        ("[[cue]]\nclass = 'rise'\nwords = []\n[[list]]\nname = 3\nwords = ['x']\n", "'name' is 3"),
        ("not toml", "not TOML"),
        ("[[claim]]\nname='c'\nkind='run'\nexpression='a('\nexamples=['a']\n", "expression is not valid"),
        (
            "[[claim]]\nname='c'\nkind='run'\nwords=['b']\nexpression='a'\nexamples=['a']\n",
            "none of its words",
        ),
    ],
)
def test_a_fault_in_a_file_names_the_file_and_the_fault(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "own.toml").write_text(content, encoding="utf-8")
    with pytest.raises(PatternError, match=r"own\.toml") as fault:
        load_statement_patterns([builtin_folder(), tmp_path])
    assert told in str(fault.value)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ("from {earlier} to {actual}", "names the role 'earlier'"),
        ("{actual:litres}", "filters on 'litres'"),
        ("( a | b {actual}", "has an open bracket"),
        ("no figure here", "names no figure"),
        ("{actual} )", "has a stray"),
    ],
)
def test_a_shape_that_cannot_be_read_says_why(shape: str, told: str) -> None:
    with pytest.raises(PatternError) as fault:
        compile_shape(shape, "own.toml: rule x")
    assert told in str(fault.value)


def test_a_cue_class_that_no_cue_has_is_named(tmp_path: Path) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "own.toml").write_text(
        '[[rule]]\nname = "x"\nfamily = "y"\nshape = ["<flies> {actual}"]\n'
        '[[rule.example]]\ntext = "It flies 3."\ngives = []\n',
        encoding="utf-8",
    )
    with pytest.raises(PatternError, match="<flies> is a class of no cue"):
        load_statement_patterns([builtin_folder(), tmp_path])


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Take-up rose. It was 40%.", ["Take-up rose.", "It was 40%."]),
        (
            "Lowest in 12 months.100% of cases were seen.",
            ["Lowest in 12 months.", "100% of cases were seen."],
        ),
        ("Mr. Smith spoke. No. 4 was read.", ["Mr. Smith spoke.", "No. 4 was read."]),
        ("i.e. 17.6% of homes", ["i.e. 17.6% of homes"]),
        ("Falls went on .There were 34 more.", ["Falls went on .", "There were 34 more."]),
        ("one\n• two\n• three", ["one", "• two", "• three"]),
        ("", []),
    ],
)
def test_a_passage_falls_into_its_sentences(text: str, parts: list[str]) -> None:
    assert [text[s.start : s.end] for s in split_sentences(text)] == parts


def test_a_hard_wrapped_sentence_is_one_sentence(patterns: PatternSet) -> None:
    (read,) = read_text("Take-up rose from\n40% to\n51%.", patterns)
    assert [(d.quantity.text, d.role) for d in read.drafts] == [("40%", "previous"), ("51%", "actual")]


# --- the measure's words --------------------------------------------------------------------------


def measures(text: str, patterns: PatternSet) -> list[tuple[str, str]]:
    drafts = [d for s in read_text(text, patterns) for d in s.drafts if not d.skipped]
    return [(d.quantity.text, d.measure.words) for d in drafts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tenancy checks stood at 81%.", [("81%", "Tenancy checks")]),
        ("77% of carers had been reviewed.", [("77%", "carers reviewed")]),
        ("The hub received 3,914 calls.", [("3,914", "calls hub received")]),
        (
            "87% of homes, 96% of shops and 79% of flats having a gas check.",
            [
                ("87%", "homes having gas check"),
                ("96%", "shops having gas check"),
                ("79%", "flats having gas check"),
            ],
        ),
        (
            "71% of care leavers were in work. For those aged over 18 it was 64%.",
            [("71%", "care leavers were in work"), ("64%", "care leavers were in work aged over 18")],
        ),
        ("Falls admissions: On target all year at 12%.", [("12%", "Falls admissions")]),
    ],
)
def test_a_figure_is_named_by_the_words_it_is_of(
    text: str, found: list[tuple[str, str]], patterns: PatternSet
) -> None:
    assert measures(text, patterns) == found


def test_a_label_line_names_the_number_that_stands_alone_below(patterns: PatternSet) -> None:
    stated = read_statements(document("| Requests received |", "269 |"), patterns)
    assert [(o.indicator, str(o.value)) for o in stated.observations] == [("Requests received", "269")]


def test_figures_in_columns_have_the_dates_above_them(patterns: PatternSet) -> None:
    paper = document("Collection 2017/18 2018/19", "Recycling tonnes 5,336 4,695")
    found = read_statements(paper, patterns).observations
    assert [(str(o.value), str(o.role), str(o.period_start)) for o in found] == [
        ("5336", "previous", "2017-04-01"),
        ("4695", "actual", "2018-04-01"),
    ]


# --- periods --------------------------------------------------------------------------------------


def dates(text: str, patterns: PatternSet, context: Context | None = None) -> list[tuple[str, str]]:
    drafts = [d for s in read_text(text, patterns, context) for d in s.drafts if not d.skipped]
    return [(d.quantity.text, str(d.period.last) if d.period else "none") for d in drafts]


QUARTER = Context(reporting_period=Period("Q2 2019/20", date(2019, 7, 1), date(2019, 9, 30), "quarter"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Take-up was 40%.", [("40%", "2019-09-30")]),
        (
            "Take-up rose from 38% in May 2019 to 40% in June 2019.",
            [("38%", "2019-05-31"), ("40%", "2019-06-30")],
        ),
        ("Take-up rose from 38% to 40%.", [("38%", "none"), ("40%", "2019-09-30")]),
        (
            "At the end of June 2019 there were 40 homes and 12 shops.",
            [("40", "2019-06-30"), ("12", "2019-06-30")],
        ),
        ("There were 40 visits, more than in June 2019.", [("40", "2019-09-30")]),
        (
            "Take-up had been 5% and 7% in May and June 2019 respectively.",
            [("5%", "2019-05-31"), ("7%", "2019-06-30")],
        ),
        ("Take-up was 40%, against a 2018/19 target of 50%.", [("40%", "2019-09-30"), ("50%", "2019-03-31")]),
    ],
)
def test_a_figure_has_the_period_that_is_its_own(
    text: str, found: list[tuple[str, str]], patterns: PatternSet
) -> None:
    assert dates(text, patterns, QUARTER) == found


# --- observations ---------------------------------------------------------------------------------


def test_links_spans_and_ids_of_an_observation(patterns: PatternSet) -> None:
    paper = document("Lettings on time were 64%, below the target of 70%.")
    first, second = read_statements(paper, patterns).observations
    assert paper.text[first.start : first.end] == "64%"
    assert (second.role, second.compared_with) == ("target", first.observation_id)
    again = read_statements(paper, patterns).observations
    assert [o.observation_id for o in again] == [first.observation_id, second.observation_id]


def test_two_equal_readings_leave_the_figure_open_and_name_both(tmp_path: Path) -> None:
    rule = (
        '[[rule]]\nname = "{name}"\nfamily = "{role}"\nstrength = 9\nshape = ["gate {{{role}}}"]\n'
        '[[rule.example]]\ntext = "Gate 3."\ngives = []\n'
    )
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "own.toml").write_text(
        rule.format(name="one", role="target") + rule.format(name="two", role="benchmark"), encoding="utf-8"
    )
    own = PatternSet((builtin_folder(), tmp_path))
    stated = read_statements(document("There were gate 35% in all."), own)
    assert stated.observations == ()
    (unread,) = stated.unread
    assert (unread.text, unread.readings) == ("35%", ("target (one)", "benchmark (two)"))


def test_a_number_of_things_that_no_one_measures_is_unread_with_its_reason(patterns: PatternSet) -> None:
    stated = read_statements(document("Sickness has 15 temporary posts."), patterns)
    assert stated.observations == ()
    assert [(u.text, u.reason) for u in stated.unread] == [
        ("15", 'a number of "temporary", which is no measure')
    ]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("At 92% visits exceeded the target of 90%.", ("versus", "92%", "90%", "above")),
        ("Grants made came to 9, the highest in over 12 months.", ("superlative", "9", None, "high")),
        ("The backlog halved from 40 cases to 20 cases.", ("multiple", "20", "40", "0.5")),
        ("Reviews on time were 100% for the 6th month running.", ("run", "100%", None, "6")),
    ],
)
def test_what_a_sentence_claims_goes_to_the_checks(
    text: str, claim: tuple[str, str, str | None, str], patterns: PatternSet
) -> None:
    stated = read_statements(document(text), patterns)
    texts = {o.observation_id: o.text for o in stated.observations}
    (found,) = stated.claims
    other = texts[found.other] if found.other else None
    assert (found.kind, texts[found.subject], other) == claim[:3]
    assert claim[3] in [value for _, value in found.params]


def test_explain_shows_figures_cues_rule_and_what_lost(patterns: PatternSet) -> None:
    told = explain(document("Lettings were 64%, below the target of 70%."), patterns, 1)
    for part in ("marked    lettings were #p0", "target <target>", "70% target", "64% = 64 percent"):
        assert part in told
    assert explain(document("Nothing here."), patterns) == "paper.txt: no sentence with a figure"


# --- calibration ----------------------------------------------------------------------------------


def test_a_seldom_kind_is_drawn_towards_its_wider_kind() -> None:
    judged = [Judged("a", ("level/clause", "level"), True)] * 16 + [
        Judged("b", ("level/lead", "level"), False)
    ] * 4
    table = confidence_table(judged)
    assert table["level"] < table["level/clause"]
    assert table["level/lead"] > 0.3
    assert look_up(table, ("level/heading", "level")) == table["level"]
    assert look_up({}, ("level",)) == 0.5


def test_the_report_judges_each_document_by_the_others() -> None:
    judged = [Judged("a", ("level",), True)] * 9 + [Judged("b", ("level",), False)] * 3
    report = calibration_report(judged)
    assert "[confidence]" in report
    assert '"level" = ' in report


# --- any text -------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "rose", "from", "to", "40%", "12", "£1.2m", "target", "of", "below", "above", "the", "(", ")", ",",
        ";", ":", ".", "-", "compared", "with", "2016/17", "last year", "no", "all", "one", "these", "75 out",
        "half", "per cent", "%", "+3", "-2", "Q1", "respectively", "England", "average", "•", "–", "been4",
        "3052.1days", "\n", "\xa0", " .",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_and_every_span_shows_its_figure(text: str) -> None:
    paper = document(text)
    stated = read_statements(paper, PATTERNS)
    for one in stated.observations:
        assert one.start is not None and one.end is not None
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
    ids = {o.observation_id for o in stated.observations}
    assert all(claim.subject in ids for claim in stated.claims)
    for left in stated.unread:
        assert text[left.place.start : left.place.end] == left.text


PATTERNS = load_patterns()


@pytest.mark.parametrize(
    "text",
    [
        "from 3% to " * 4000,
        "12 of " * 8000,
        "(" * 20000 + "7%",
        "fell " * 20000 + "9%",
        "45% " * 5000,
        "x" * 200_000,
    ],
    ids=["from-to", "n-of", "brackets", "cues", "figures", "one word"],
)
def test_long_repeats_go_through(text: str, patterns: PatternSet) -> None:
    read_statements(document(text), patterns)
