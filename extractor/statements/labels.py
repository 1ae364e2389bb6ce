"""Labels: the line, lead or code that names the measure of what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.model import Context, Passage, Period
from extractor.patterns.statements import StatementPatterns
from extractor.statements.fields import opens_as_field
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.measure import Measure
from extractor.statements.phrases import Phrases

LONGEST = 220
_MARKER = re.compile(
    r"^[\s•·▪●◦*–—\-|]*(?:\(?[a-zivx]{1,4}\)|[a-z]\.(?=\s)|\d{1,2}(?:\.\d+)*\.?(?=\s))?[\s|]*"
)
_TAIL = re.compile(r"[\s:\-–—|]+$")
_LEAD_IN = re.compile(
    r"\b(?:following|as follows|issues|points|discussion|members|minutes|resolved|recommended|questions|"
    r"decision|report|presentation|update|purpose|background|highlighted|highlights|documents|include[sd]?|including|below)\b",
    re.I,
)


def label_of(passage: Passage, patterns: StatementPatterns, periods: Sequence[Period] = ()) -> str:
    """The measure that a passage without figures announces, or nothing.

    "NI 59 – initial assessments in 10 days:" and "Take-up of school lunches" are labels; "The main
    points were:" is a lead that names no measure.
    """
    text = " ".join(_MARKER.sub("", passage.text).split())
    if (
        not text
        or len(text) > LONGEST
        or text.endswith((".", ";", ",", "?"))
        or opens_as_field(text, patterns)
    ):
        return ""
    announced = bool(_TAIL.search(text)) and text.rstrip("-–— ").endswith(":")
    listed = passage.kind == "list_item" or passage.text.rstrip().endswith("|")
    told = len(periods) > 1 or _SENTENCES.search(text) is not None
    if not announced and (told or not (listed or _is_name_line(text, periods, patterns))):
        return ""
    if announced and (led := _subject_of_lead(text, periods, patterns)):
        return led
    label = _TAIL.sub("", text)
    if periods and _only_dates(passage.text, periods, patterns):
        return ""
    if _CODE.search(label):
        return label
    joined = label[:1].islower() and _goes_on(label.split(maxsplit=1)[0], patterns)
    return "" if joined or _LEAD_IN.search(label) or _told(label, announced, patterns) else label


_SENTENCES = re.compile(r"[a-z)]{2}\. [A-Z]")
"""One sentence ends and another begins."""
_LEADING = re.compile(
    r"\s+(?:was|were|is|are|stood at|had been|has been|have been)(?: now)?"
    r"(?: (?:as (?:follows?|below|under|(?:set out|shown) below)|these|this|(?:set out|shown|given) below))?"
    r"\s*:-?\s*$",
    re.I,
)


def _subject_of_lead(text: str, periods: Sequence[Period], patterns: StatementPatterns) -> str:
    """What a list is of, where its lead is a sentence: "In May, stock let, by area, was as follows:"."""
    told = _LEADING.search(text)
    if told is None:
        return ""
    words = text[: told.start()]
    for period in periods:
        words = words.replace(period.text, " ")
    named = (part.strip() for part in words.split(", ") if names_a_measure(part, patterns))
    name = next(named, "")
    speaking = patterns.words("who_says", "pronouns", "titles")
    spoken = not speaking.isdisjoint(name.lower().split())
    return "" if spoken else _OPENING_WORDS.sub("", " ".join(name.split()))


_OPENING_WORDS = re.compile(r"^(?:(?:the|at|in|by|on|for|during|over|a|an|our|overall)\s+)+", re.I)


_CODE = re.compile(r"\b(?:NI|BV|LPI|PAM|NCI|ASCOF|No|CSC|ASC|KPI|PI)[ ./]{0,2}\d")


_NAME_LINE = range(3, 16)
"""Words of a line that can be the name of what the next lines tell."""


def _is_name_line(text: str, periods: Sequence[Period], patterns: StatementPatterns) -> bool:
    """ "Time taken to process a claim - days" on a line of its own: no sentence, date, title or speaker."""
    words = re.findall(r"[a-z][\w'’-]*", text.lower())
    if periods or len(words) not in _NAME_LINE or not text[0].isupper() or text.endswith((".", "!")):
        return False
    spoken = patterns.words("verbs", "pronouns", "who_says", "titles") | speech(patterns)
    said = any(word in spoken for word in words)
    return not said and not is_speaker(text, patterns)


def _only_dates(text: str, periods: Sequence[Period], patterns: StatementPatterns) -> bool:
    """ "So far in 2019/20 (April to October 2019):" names a time and no measure."""
    for period in periods:
        text = text.replace(period.text, " ")
    words = re.findall(r"[a-z]{2,}", text.lower())
    empty = patterns.words("generic", "function")
    return not any(word not in empty for word in words)


def _goes_on(word: str, patterns: StatementPatterns) -> bool:
    """A word that goes on with the lead of a list: "where somebody complains", "noted the report"."""
    lists = (patterns.words("joining"), patterns.words("reporting"), patterns.words("raising"))
    return word.endswith("ed") or word == "brought" or any(word in words for words in lists)


def _told(label: str, announced: bool, patterns: StatementPatterns) -> bool:
    """A sentence, not a name: "staff were absent for many reasons", "The trends were these:"."""
    words = label.lower().split()
    spoken = bool(set(words) & {"was", "were", "is", "are", "had", "has", "have", "been"})
    return spoken and (not names_a_measure(label, patterns) if announced else len(words) > 12)


def names_a_measure(label: str, patterns: StatementPatterns) -> bool:
    """A label of words of its own: no lead-in, no title of a report, no date."""
    words = re.findall(r"[a-z][\w'-]+", label.lower())
    empty = patterns.words("generic", "function")
    said = any(word not in empty for word in words)
    return said and not _LEAD_IN.search(label) and not _is_title(label) and not is_speaker(label, patterns)


_BARE_HEADING = re.compile(
    r"(?:agenda items?|minutes?|additional documents|background|introduction|summary|key issues|"
    r"recommendations?|purpose(?: of (?:the )?report)?|reasons?(?: for (?:the )?decisions?)?|decisions?|"
    r"resolved|conclusions?|overview|context|executive summary|report|appendix \w+|page \d+|details?|"
    r"proposals and details|issue - meetings|performance|scroll for more|what is working well|"
    r"what are we worried about|contact|alternative options.*|finance|implications|table \d+.*|update)\W*",
    re.I,
)


def heading_of(context: Context, heading: str = "") -> str:
    """The nearest heading that names something: "Minutes:" and "Background" do not."""
    for text in (heading, *reversed(context.headings), context.item, context.title):
        plain = " ".join(_MARKER.sub("", text).split()).strip(" :")
        told = plain.endswith(".") and len(plain.split()) > 6
        if plain and not told and not _BARE_HEADING.fullmatch(plain) and not _is_title(plain):
            return plain
    return ""


_TITLE_WORDS = re.compile(
    r"(?:\W|\d|_|\b(?:a|agenda|and|annual|appendix|board|business|cabinet|committee|corporate|council|dashboard|end|"
    r"exception|executive|first|for|fourth|framework|half|improvement|in|indicators?|items?|key|kpis?|management|"
    r"measures|meeting|minutes|mid|monitoring|month|monthly|of|on|outturn|overview|panel|performance|period|plan|"
    r"points|progress|public|exempt|part|q|quarter|quarterly|reports?|reporting|results|review|scorecard|scrutiny|second|select|services?|"
    r"statistics|strategic|summary|the|third|to|update|year|yearly|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|am|pm)\b)+",
    re.I,
)


def _is_title(heading: str) -> bool:
    """ "Quarter 3 Performance Report": the words of any report, which name no measure."""
    return _TITLE_WORDS.fullmatch(heading) is not None


def boxed_label(text: str) -> str:
    """The text of a row that stands alone between bars ("| Requests received |"), numbers and all."""
    plain = " ".join(text.split())
    if not (plain.startswith("|") and plain.endswith("|")) or plain.count("|") != 2:
        return ""
    return plain.strip("| ")


def inner_label(marked: Marked, text: str, patterns: StatementPatterns) -> str:
    """What stands before the last colon ahead of the first figure: "Falls admissions: on target all year"."""
    first = marked.figures[0] if marked.figures else len(marked.tokens)
    colons = [i for i, t in enumerate(marked.tokens[:first]) if t.text.endswith(":")]
    if not colons or colons[-1] > 30 or colons[-1] == 0:
        return _before_dash(marked, text, first, patterns)
    finder = Phrases(marked, text, patterns)
    named = marked.tokens[colons[-1]].kind is Kind.NAME
    label = finder.phrase_before(colons[-1] + 1 if named else colons[-1])
    if _told_by(marked.tokens[: colons[-1]], patterns):
        return _quoted(marked, colons[-1], text, finder) if first == len(marked.tokens) else ""
    if is_speaker(label, patterns):
        return ""
    verbs = {"was", "were", "is", "are", "had", "has", "have", "been"}
    spoken = any(t.text in verbs for t in marked.tokens[: colons[-1]])
    return "" if spoken or not finder.content(label) or _LEAD_IN.search(label) else label


def _told_by(tokens: Sequence[Token], patterns: StatementPatterns) -> bool:
    """ "The Leader gave an instance of it:": who speaks, and no name of what follows."""
    who = next((i for i, t in enumerate(tokens) if t.text in patterns.words("who_says")), None)
    if who is None:
        return False
    return any(t.text in patterns.words("trailing", "reporting", "verbs") for t in tokens[who + 1 : who + 3])


def _quoted(marked: Marked, colon: int, text: str, finder: Phrases) -> str:
    """The name in quotation marks behind a colon."""
    behind = text[marked.tokens[colon].end : marked.end].lstrip()
    words = finder.phrase_of(marked.tokens[colon + 1 :]) if behind[:1] in _QUOTES else ""
    return words if behind and finder.content(words) else ""


_LONGEST_NAME = 24
"""Tokens of a sentence among which a dash ends its name."""
_QUOTES = ("'", "‘", "“", '"')


def _before_dash(marked: Marked, text: str, first: int, patterns: StatementPatterns) -> str:
    """ "Staff sickness – at 9.8 days this was above": the few words before a spaced dash, without a verb."""
    ahead = marked.tokens[: min(_LONGEST_NAME, first)]
    at = next((i for i, t in enumerate(ahead) if i and t.text == "-" and text[t.start - 1].isspace()), 0)
    if not at:
        return ""
    spoken = patterns.words("copulas", "pronouns", "who_says")
    if any(t.text in spoken or (t.cue is not None and t.cue.kind != "average") for t in marked.tokens[:at]):
        return ""
    finder = Phrases(marked, text, patterns)
    words = finder.phrase_before(at)
    return words if finder.content(words) and not is_speaker(words, patterns) else ""


def name_alone(marked: Marked, text: str, patterns: StatementPatterns) -> str:
    """ "2B(1) – Older people still at home 91 days after discharge.": a sentence that is only a name."""
    tokens = marked.tokens
    if not 2 <= len(tokens) <= 30 or any(t.kind in (Kind.FIGURE, Kind.PERIOD) or t.cue for t in tokens):
        return ""
    if any(t.text in patterns.words("verbs") or t.text in ("?", "!", ";") for t in tokens):
        return ""
    coded = tokens[0].kind is Kind.NAME and any(t.text == "-" for t in tokens[1:3])
    if not coded and not _opens_passage(marked, text):
        return ""
    lists = (speech(patterns), patterns.words("raising"), patterns.words("pronouns"))
    opening = tokens[0].text
    spoken = opening == "the" or opening in patterns.words("speakers")
    if spoken or any(t.text in words for words in lists for t in tokens):
        return ""
    if not coded:
        words = Phrases(marked, text, patterns).phrase_of(tokens)
        return words if names_a_measure(words, patterns) else ""
    dash = next((i for i, t in enumerate(tokens[:3]) if t.text == "-"), -1) if coded else -1
    finder = Phrases(marked, text, patterns)
    words = " ".join(text[tokens[dash + 1].start : tokens[-1].end].split()).strip(" .:-–—")
    return words if finder.content(words) else ""


def _opens_passage(marked: Marked, text: str) -> bool:
    """A few words with a full stop, before the sentences that speak of them: "Bus lanes. 41 were ..."."""
    alone = len(marked.tokens) <= 9 and text[: marked.end].rstrip().endswith((".", ":"))
    return alone and not _MARKER.sub("", text[: marked.start]).strip() and bool(text[marked.end :].strip())


def speech(patterns: StatementPatterns) -> frozenset[str]:
    """Words of saying; one that things can be done with as well ("calls answered") may be part of a name."""
    return patterns.words("reporting") - patterns.words("transitive")


def is_speaker(label: str, patterns: StatementPatterns) -> bool:
    """A label that names who speaks, or "Response", and no measure."""
    words = re.findall(r"[a-z]+", label.lower())
    return bool(words) and words[0] in patterns.words("speakers")


def subject_of(marked: Marked, text: str, patterns: StatementPatterns) -> Measure | None:
    """The subject of a sentence without figures, for the "it" or "performance" of the next."""
    verbs = patterns.words("verbs", "trailing")
    for number, token in enumerate(marked.tokens[:14]):
        if token.kind is Kind.CUE or token.text in verbs:
            finder = Phrases(marked, text, patterns)
            words = finder.phrase_before(number)
            told = patterns.words("who_says") | speech(patterns)
            if any(t.text in told for t in marked.tokens[:number]):
                return None
            return Measure(words, "sentence_before", words) if finder.content(words) else None
    return None
