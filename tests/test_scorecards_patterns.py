"""The words of scorecards as data: every rule proves itself, and a fault in a file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.patterns import builtin_folder, load_patterns
from extractor.patterns.scorecards import Word, load_scorecards, normal, squeezed

WORDS = load_patterns().scorecards
RULE = """
id = "column-code"
about = "The number of an indicator"
kind = "column"
match = "whole"
phrases = ["cost code"]

[gives]
column = "code"

[[example]]
text = "Cost code"

[[counter_example]]
text = "Code of conduct complaints"
because = "a measure"
"""


def found(word: Word, text: str) -> bool:
    if word.match == "glyph":
        return WORDS.glyph(word.kind, text) is word
    return any(w is word for w in (WORDS.whole(word.kind, text), *WORDS.find_all(word.kind, text)))


@pytest.mark.parametrize("word", WORDS.words, ids=lambda w: w.id)
def test_every_example_is_found_by_its_own_rule(word: Word) -> None:
    assert word.examples
    for example in word.examples:
        assert found(word, example.text), example.text


@pytest.mark.parametrize("word", WORDS.words, ids=lambda w: w.id)
def test_no_counter_example_is_found_by_its_rule(word: Word) -> None:
    assert word.counter_examples
    for example in word.counter_examples:
        assert example.because
        assert not found(word, example.text), example.text


@pytest.mark.parametrize("word", WORDS.words, ids=lambda w: w.id)
def test_every_phrase_of_a_rule_can_be_met(word: Word) -> None:
    for phrase in word.phrases:
        assert found(word, phrase), phrase


def test_every_rule_stands_in_a_file_of_its_own_name() -> None:
    assert [w.file.stem for w in WORDS.words] == [w.id for w in WORDS.words]


def test_a_heading_is_compared_without_punctuation_case_and_look_alike_letters() -> None:
    assert normal("Good Perf. is:") == "good perf is"
    assert normal("СENTRAL") == normal("central")  # the first letter is Cyrillic
    assert squeezed("Target and Tol erances") == squeezed("Target and Tolerances")


def folder_with(tmp_path: Path, text: str, name: str = "own.toml") -> Path:
    (tmp_path / "scorecards").mkdir(exist_ok=True)
    (tmp_path / "scorecards" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_rule_of_the_user_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    own = load_scorecards([builtin_folder(), folder_with(tmp_path, RULE)])
    assert own.whole("column", "Cost code") is not None
    assert own.whole("column", "Ref") is None
    assert WORDS.whole("column", "Ref") is not None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("about =", "abuot ="), "unknown key 'abuot'"),
        (('kind = "column"', 'kind = "colum"'), 'kind "colum" is not one of'),
        (('match = "whole"', 'match = "inside"'), 'match "inside" is not one of'),
        (('["cost code"]', "[]"), "phrases must be a list of texts"),
        (('because = "a measure"', ""), "exactly the keys because, text"),
        (('["cost code"]', '["cost code", "cost code"]'), "stands twice"),
        (("[gives]", "[gives"), "this is not TOML"),
    ],
)
def test_a_fault_in_a_file_is_named_with_what_was_expected(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    folder = folder_with(tmp_path, RULE.replace(*change))
    with pytest.raises(PatternError, match=r"own\.toml") as caught:
        load_scorecards([folder])
    assert told in str(caught.value)


def test_two_rules_may_not_claim_one_phrase(tmp_path: Path) -> None:
    folder_with(tmp_path, RULE)
    folder_with(tmp_path, RULE.replace('"column-code"', '"another"'), "other.toml")
    with pytest.raises(PatternError, match='"cost code" is also in'):
        load_scorecards([tmp_path])


def test_two_files_may_not_have_one_id(tmp_path: Path) -> None:
    folder_with(tmp_path, RULE)
    folder_with(tmp_path, RULE, "other.toml")
    with pytest.raises(PatternError, match="rename one"):
        load_scorecards([tmp_path])
