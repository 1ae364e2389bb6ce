"""What a passage says it is about before it states a figure: a code and name, a question, a topic raised."""

from __future__ import annotations

import itertools
import re

from extractor.patterns.statements import StatementPatterns
from extractor.statements.fields import opens_as_field
from extractor.statements.marking import Kind, Layers, Marked, Marks, mark_sentence
from extractor.statements.phrases import Phrases
from extractor.statements.sentences import split_sentences

LONGEST = 170
"""Characters of a name behind a code."""
_MARKER = re.compile(r"[\s•·▪●◦*–—\-|]*(?:\(?[a-zivx]{1,4}\)|\d{1,2}(?:\.\d+)*[.)]?(?=\s))?[\s|]*")
_OPENER = re.compile(_MARKER.pattern + r"(?:(?:Under|For|On|Against|As to|With)\s+)?")
_ROW = re.compile(
    r"[\s•·▪●◦*–—|-]*(?:For|Under|On)\s+(?:measure\s+|indicator\s+|row\s+)?"
    r"([A-Z]{2,5}[ /]?\d{1,4}[a-z]?|\d{1,2}\.\d{1,2}[a-z]?)"
    r"(?=,?\s+(?:the|performance|this|it|our)\b)"
)
"""A code that names its row of a table: "For 2.4 the Quarter 4 result"."""
_CODE = re.compile(
    r"(?!(?:Q|KS|COVID|H|Y|FY|M|A|B|P|R)[ ./-]?\d)"
    r"[A-Z][A-Za-z&]{0,4}[A-Z][A-Z&]{0,5}(?:[ ./-]?[A-Z]{1,4})?[ ./-]{0,2}\d{1,4}[A-Za-z]{0,3}"
    r"(?:[./]\d{1,3}[a-z]?)?(?:\s?\(\w{1,5}\)){0,2}\s*(?:[:–—-]|(?=[A-Z%#(]|[a-z]{3}))\s*"
    r"|(?:Indicator|Measure|Target|Ref|PI|LI|LPI|NI|BVPI?)\s(?:no\.?\s?)?\d{1,4}[A-Za-z]?(?:[./]\d{1,3})?\s*[:–—-]?\s*"
)
_NAME_END = re.compile(
    r"\s*:(?=\s|$)|\.(?=\s|$)|;|\s[–—-]\s|\s?\((?=[Tt]arget|[Hh]igh|[Ll]ow|[Bb]igger|[Ss]maller)"
    r"|(?<=[a-z0-9)%])\s+(?=(?:By|In|At|The|This|We|During|There|For|Performance|Outturn|Actual|Result|Current|"
    r"Currently|Our|As|From|An?|On|Overall|Target|Quarter|Since|Over|Between|So|To|Year|Q[1-4])\b)"
)
_IN_BRACKETS = re.compile(r"\(([a-z][a-z'’ /-]+[ :][a-z0-9'’:% /,-]{3,120})\)\s*[:–—-]?", re.I)
_VERBS = frozenset({"was", "were", "is", "are", "had", "has", "have", "shows", "showed", "stands", "stood"})
_ASKED = frozenset({"how", "what", "why", "whether", "which"})
_SAID_AGAIN = re.compile(
    r"^\s*(?:written\s+|supplementary\s+)?(?:response|answer|reply|a)\b\s*(?:\([^)]{0,80}\))?\s*[:.–-]", re.I
)


def coded_name(marked: Marked, text: str, patterns: StatementPatterns) -> tuple[str, int]:
    """The name behind a code that opens a sentence, and where it ends in the passage; "" without one.

    "CPI 34 – Collection of rates By the end of Q3" gives "Collection of rates".
    """
    row = _ROW.match(text, marked.start, marked.end)
    if row is not None:
        return row[1], row.end()
    start = _OPENER.match(text, marked.start, marked.end)
    code = _CODE.match(text, start.end() if start else marked.start, marked.end)
    if code is None:
        return "", 0
    inside = _IN_BRACKETS.match(text, code.end(), marked.end)
    if inside is not None:
        return " ".join(inside[1].split()), inside.end()
    figures = [marked.tokens[i].start for i in marked.figures if marked.tokens[i].start >= code.end()]
    limit = min([marked.end, code.end() + LONGEST, *figures])
    stop = _NAME_END.search(text, code.end(), limit)
    end = stop.start() if stop is not None else limit
    name = " ".join(text[code.end() : end].split()).strip(" :–—-.|(")
    finder = Phrases(marked, text, patterns)
    if not finder.content(name) or (stop is None and _VERBS & set(name.lower().split())):
        return "", 0
    return name, stop.end() if stop is not None else 0


def asked_for(marked: Marked, text: str, patterns: StatementPatterns) -> str:
    """What a question asks for: "library visits made" of "How many library visits were made last year?"."""
    if not text[marked.start : marked.end].rstrip(" |*\"'”’").endswith("?"):
        return ""
    asking = [i for i, t in enumerate(marked.tokens) if t.text in _ASKED]
    first = asking[-1] + 1 if asking else 0
    if len(asking) > 1 and any(t.text in ("it", "they", "them") for t in marked.tokens[first:]):
        return _asked(marked, text, asking[-2] + 1, asking[-1], patterns)
    return _asked(marked, text, first, len(marked.tokens), patterns)


def _asked(marked: Marked, text: str, first: int, last: int, patterns: StatementPatterns) -> str:
    drop = patterns.words("asking")
    tokens = [t for t in marked.tokens[first:last] if t.text not in drop]
    finder = Phrases(marked, text, patterns)
    words = finder.phrase_of(tokens)
    named = any(not w.endswith("ing") for w in words.split())
    return words if named and 0 < finder.content(words) <= 14 else ""


def asks_for_target(text: str, patterns: StatementPatterns) -> bool:
    """The last sentence asks what the target is, and nothing else: "What was the target for it?"."""
    if not text.rstrip(" |*\"'”’\n").endswith("?"):
        return False
    last = split_sentences(text)[-1]
    words = text[last.start : last.end].lower().rstrip(" ?|*\"'”’\n").split()
    asked = sum(word in _ASKING for word in words)
    return asked <= 1 and not patterns.words("targets").isdisjoint(words)


_ASKING = frozenset({"how", "what", "which", "why", "when", "where", "who"})


def name_of_line(text: str, layers: Layers, patterns: StatementPatterns) -> str:
    """The name behind a code on a line without figures, for the values on the lines below; "" without one."""
    if len(text) > LONGEST or not text[:40].strip():
        return ""
    return coded_name(mark_sentence(layers, 0, len(text), patterns, Marks(layers)), text, patterns)[0]


def question_of(text: str, layers: Layers, patterns: StatementPatterns) -> str:
    """What the last question of a passage without figures asks for; "" where it asks none."""
    if not text.rstrip(" |*\"'”’\n").endswith("?"):
        return ""
    last = split_sentences(text)[-1]
    marks = Marks(layers)
    marks.within(0, last.start)
    return asked_for(mark_sentence(layers, last.start, last.end, patterns, marks), text, patterns)


_OPENING = 40
"""Tokens of a sentence in which a topic may be raised."""


def raised(marked: Marked, text: str, patterns: StatementPatterns) -> str:
    """The topic raised before any figure: "council tax" of "Councillor Ash asked about council tax."."""
    raising = patterns.words("raising")
    if raising.isdisjoint(marked.words):
        return _taken_up(marked, text, patterns)
    about = patterns.words("about") | _ASKED
    tokens = marked.tokens[: min((*marked.figures[:1], _OPENING))]
    for number in range(len(tokens) - 2):
        if tokens[number].text not in raising or tokens[number + 1].text not in about:
            continue
        drop = patterns.words("asking") if tokens[number + 1].text in _ASKED else frozenset()
        ahead = [t for t in tokens[number + 2 : number + 12] if t.text not in drop]
        end = next(
            (
                i
                for i, t in enumerate(ahead)
                if t.kind is Kind.PUNCTUATION or t.text in ("and", "that", "which")
            ),
            len(ahead),
        )
        finder = Phrases(marked, text, patterns)
        words = finder.phrase_of(ahead[:end])
        return words if finder.content(words) else ""
    return ""


def _taken_up(marked: Marked, text: str, patterns: StatementPatterns) -> str:
    """ "The Board looked at call answering.": what a body takes up in a sentence without figures."""
    verbs = patterns.words("taking_up")
    if verbs.isdisjoint(marked.words) or marked.figures:
        return ""
    at = next(i for i, t in enumerate(marked.tokens) if t.text in verbs)
    if not any(t.text in patterns.words("who_says") for t in marked.tokens[:at]):
        return ""
    ahead = list(itertools.takewhile(lambda t: t.kind is Kind.WORD, marked.tokens[at + 1 : at + 12]))
    if any(t.text in patterns.words("titles") for t in ahead):
        return ""
    finder = Phrases(marked, text, patterns)
    words = finder.phrase_of(ahead)
    return words if finder.content(words) else ""


_VALUE_LINE = re.compile(
    r"\W*(?:result|target|outturn|actual|performance|previous|comment(?:s|ary)?|latest|current|year|q[1-4]|quarter|"
    r"status|value|benchmark|national|trend|last|this|the (?:target|result|outturn))\b|\W*£?\d",
    re.I,
)


def goes_on_with_name(text: str, patterns: StatementPatterns) -> bool:
    """A line that gives values for the name on a line above: "Target: 150", "Q3 78.4%"."""
    return opens_as_field(text, patterns) or (len(text) < 220 and _VALUE_LINE.match(text) is not None)


def answers(text: str) -> bool:
    """The passage opens as the answer to a question: "Response (Councillor Ash): ..."."""
    return _SAID_AGAIN.match(text) is not None
