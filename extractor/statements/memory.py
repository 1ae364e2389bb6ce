"""What earlier sentences and passages leave for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.model import Direction, Period, Role, Unit
from extractor.statements.brackets import Bracketed
from extractor.statements.drafts import Draft
from extractor.statements.measure import Measure
from extractor.statements.relations import Reading


@dataclass(slots=True)
class Memory:
    """What earlier sentences of the passage, and the passages before it, leave for the next."""

    label: str = ""
    heading: str = ""
    inner: str = ""
    before: Measure | None = None
    figured: Measure | None = None
    """What the last figure of the passage was of: "the rate" takes it up whatever was said since."""
    lead_period: Period | None = None
    sentence_period: Period | None = None
    """The period of the sentence before, in the same passage."""
    trend: Direction | None = None
    """What a sentence before said of "performance" as a whole: "performance has been declining"."""
    list_period: Period | None = None
    """What the lead of a list, which ends with a colon, said that its items are of."""
    data_period: Period | None = None
    """What a sentence without figures said that the data of this section is of."""
    moved: Direction | None = None
    """Which way a sentence without figures, right before, said that its subject went."""
    period_line: str = ""
    columns: tuple[Period, ...] = ()
    """Periods over the columns of a table set as text."""
    column_words: str = ""
    last_main: Draft | None = None
    only_change: Draft | None = None
    """The last change of the sentence before, where that told of changes and nothing else."""
    levels: tuple[Draft, ...] = ()
    """The levels that the sentences before, in the same passage, told."""
    question: str = ""
    """What the question above asks for."""
    name_asked: bool = False
    """The line before is "Indicator:" and no more: this one is the name."""
    target_asked: bool = False
    """The question before asked what the target is."""
    line_role: tuple[Role, Reading] | None = None
    """What the line above, which is the name of a field, says that the value of this line is."""
    answered: bool = False
    """A passage after the question was read already."""
    floor: int = 0
    """Where the name behind a code ends, in characters of the passage."""
    coded: bool = False
    fresh: bool = False
    """`inner` stands in the sentence that is read."""
    line_name: str = ""
    """The name behind a code on a line above: of the lines "Result: 12" and "Target: 15" below it."""
    name_above: str = ""
    """The line above this passage, which is a value and nothing else."""
    wordless: bool = False
    """The passage holds numbers and no words, and no line above names them."""
    opened: str = ""
    """What the passage spoke of before its first figure: "Bowel screening is offered to all."."""
    lead: str = ""
    """What the item above, which ended with a colon, was of: the name of the items under it."""
    lead_mark: str = ""
    """The kind of mark of that item: the items under it have another."""
    known: dict[tuple[Decimal, Unit], Measure] = field(default_factory=dict)
    """What each value of the section is of: "the 2.24 days" is known again by it."""
    listed: tuple[tuple[Unit, Measure], ...] = ()
    """Units and measures of the last sentence's figures, in order."""
    bracketed: Bracketed | None = None
    """What the paper says that figures in brackets are."""
    dated: dict[tuple[Decimal, Unit], Period] = field(default_factory=dict)
    """When each value of the section was told to be: "of the 298" is of that time again."""
    near: bool = True
    """`before` stands in the same passage."""
    led: bool = False
    """A sentence before, in the same passage, opened with its period."""
