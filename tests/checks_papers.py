"""Small papers as data, for the tests of the checks and the examples in `patterns/checks/`.

A row of a table is one string: number, label, then `better=low`, `area=North`, `grid=1` and cells such as
`2016-12=267`, `@Average 2016/17=45` (under a head of its own), `2017-01=*` (no number), `target=90%`,
`threshold red=85%`, `benchmark national 2014/15=81.5%`, `numerator 2017-01=7`.
A sentence is text with its figures in braces: `It fell to {56.3%; of=plans issued; for=2021/22 Q4; down;
id=a; vs=b} from {52.6%; as=previous; for=2021/22 Q3; id=b}`.  `of` and `for` carry over to the next figure.
A claim is `kind | subject id | other id or - | text | key=value ...`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from extractor.model import (
    Cell,
    Claim,
    Context,
    Document,
    Grid,
    Observation,
    Outline,
    Passage,
    PeriodType,
    Place,
    Qualifier,
    Result,
    Role,
    StatementSource,
    TableSource,
    Unit,
)

FIGURE = re.compile(r"\{([^{}]*)\}")
PRINTED = re.compile(r"(?P<sign>[-−+])?(?P<pound>£)?(?P<number>[\d,]*\.?\d+)(?P<scale>m|k)?")
QUALIFIERS = {"above": "above", "over": "above", "below": "below", "about": "approx", "at least": "at_least"}
WORDS = {"none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9}
ROLES = (
    "actual",
    "previous",
    "target",
    "benchmark",
    "numerator",
    "denominator",
    "change",
    "projection",
    "threshold",
)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def period(text: str) -> tuple[str | None, date | None, date | None, PeriodType | None]:
    """(words, first, last, type) of "2016-12", "2016/17", "2016/17 Q4", "ytd 2017-01", "at 2017-01-31"."""
    text = text.strip()
    if not text or text == "-":
        return None, None, None, None
    if match := re.fullmatch(r"at (\d{4})-(\d\d)-(\d\d)", text):
        day = date(*map(int, match.groups()))
        return text, day, day, "point"
    if match := re.fullmatch(r"(?:(ytd|rolling) )?(\d{4})-(\d\d)", text):
        kind, year, month = match[1], int(match[2]), int(match[3])
        end = last_day(year, month)
        if kind == "ytd":
            return text, date(year - (month < 4), 4, 1), end, "ytd"
        if kind == "rolling":
            return text, last_day(year - 1, month) + timedelta(days=1), end, "rolling_12m"
        return text, date(year, month, 1), end, "month"
    if match := re.fullmatch(r"(\d{4})/(\d\d)(?: Q([1-4]))?", text):
        year = int(match[1])
        if match[3] is None:
            return text, date(year, 4, 1), date(year + 1, 3, 31), "year"
        month = (3 * int(match[3])) % 12 + 1
        first = date(year + (month < 4), month, 1)
        return text, first, last_day(first.year, first.month + 2), "quarter"
    raise ValueError(f"no period: {text!r}")


def figure(text: str) -> dict[str, Any]:
    """Value, unit, places, scale and qualifier of a printed figure."""
    bare = text.strip()
    if bare in WORDS:
        return {"value": Decimal(WORDS[bare]), "unit": "count", "places": 0, "scale": 0, "qualifier": None}
    match = PRINTED.search(bare)
    if match is None:
        raise ValueError(f"no figure: {text!r}")
    number = match["number"].replace(",", "")
    scale = {"m": 6, "k": 3, None: 0}[match["scale"]]
    value = Decimal(number).scaleb(scale) * (-1 if match["sign"] in ("-", "−") else 1)
    after = re.sub(r"\s*\(provisional\)$", "", bare[match.end() :].strip())
    units = {"%": "percent", "per cent": "percent", "points": "percentage_points", "rate": "rate_per_10000"}
    unit = (
        "currency_gbp"
        if match["pound"]
        else units.get(after, after if after in ("days", "weeks") else "count")
    )
    if unit == "count" and "." in number:
        unit = "other"
    before = bare[: match.start()].strip()
    places = len(number.partition(".")[2])
    return {
        "value": value,
        "unit": unit,
        "places": places,
        "scale": scale,
        "qualifier": QUALIFIERS.get(before),
    }


class Paper:
    """Collects the observations and claims of one small paper."""

    def __init__(self, name: str = "paper.txt", authority: str | None = None, part: str = "unknown") -> None:
        self.name = name
        self.part = part
        self.text = ""
        self.authority = authority
        self.observations: list[Observation] = []
        self.claims: list[Claim] = []
        self._rows: dict[int, int] = {}
        self._cols: dict[int, dict[str, int]] = {}
        self._ids: dict[str, str] = {}
        self._cells: dict[int, list[Cell]] = {}

    def row(self, line: str) -> None:
        """Add a row of a table."""
        code, label, *fields = (field.strip() for field in line.split("|"))
        attributes: dict[str, str] = {}
        for field in fields:
            key, _, printed = field.partition("=")
            if key.strip() in ("better", "area", "cohort", "grid", "trend", "indicator"):
                attributes[key.strip()] = printed.strip()
        grid = int(attributes.get("grid", "0"))
        row = self._rows[grid] = self._rows.get(grid, 0) + 1
        start = len(self.text)
        self.text += "\t".join((code, label, *fields)) + "\n"
        for field in fields:
            key, _, printed = field.partition("=")
            if key.strip() not in ("better", "area", "cohort", "grid", "trend", "indicator"):
                self._cell(key.strip(), printed.strip(), code, label, attributes, grid, row, start)

    def _cell(
        self,
        key: str,
        printed: str,
        code: str,
        label: str,
        attributes: Mapping[str, str],
        grid: int,
        row: int,
        start: int,
    ) -> None:
        head = ""
        if key.startswith("@"):
            head, _, key = key.removeprefix("@").partition(" ")
        first, _, rest = key.partition(" ")
        role, comparator = "actual", None
        if first in ROLES:
            role, key = first, rest
            if role == "benchmark":
                comparator, _, key = rest.partition(" ")
        band = ""
        if role == "threshold":
            band, _, key = rest.partition(" ")
        rag = None
        if "/" in printed and printed.rpartition("/")[2] in ("red", "amber", "green"):
            printed, _, rag = printed.rpartition("/")
        words, begin, end, kind = period(key)
        column = self._cols.setdefault(grid, {})
        col = column.setdefault(f"{head} {role} {comparator} {band} {key}", len(column) + 2)
        at = self.text.index(printed, start)
        self._cells.setdefault(grid, []).append(Cell(row, col, printed))
        if PRINTED.search(printed) is None:
            return
        source = TableSource(
            grid=grid, row=row, col=col, code="" if code == "-" else code, row_label=label,
            column=f"{head} {role} {band} {key}".strip(), better=cast(Any, attributes.get("better")),
            rag=cast(Any, rag), trend=cast(Any, attributes.get("trend")),
        )  # fmt: skip
        self._add(
            printed, at, label, self.text[start:].rstrip("\n"), origin="table", role=role,
            comparator=comparator, area=attributes.get("area"), cohort=attributes.get("cohort"),
            indicator_id=attributes.get("indicator"),
            period=words, period_start=begin, period_end=end, period_type=kind, period_basis="column",
            source=source,
        )  # fmt: skip

    def say(self, sentence: str) -> None:
        """Add a sentence with its figures."""
        start = len(self.text)
        plain = FIGURE.sub(lambda m: m[1].split(";")[0].strip(), sentence)
        shift, carried, made = 0, {"of": "", "for": ""}, []
        for match in FIGURE.finditer(sentence):
            printed, *fields = (f.strip() for f in match[1].split(";"))
            options = dict(f.partition("=")[::2] for f in fields)
            carried |= {k: v for k, v in options.items() if k in carried}
            at = start + match.start() - shift
            shift += len(match[0]) - len(printed)
            made.append((printed, at, {**options, **carried}))
        self.text += plain + "\n"
        for printed, at, options in made:
            self._stated(printed, at, options, plain, start)

    def _stated(self, printed: str, at: int, options: Mapping[str, str], plain: str, start: int) -> None:
        words, begin, end, kind = period(options["for"])
        direction = next((d for d in ("up", "down", "same") if d in options), None)
        observation = self._add(
            printed, at, options["of"], plain, origin="statement", role=options.get("as", "actual"),
            comparator=options.get("comparator"), area=options.get("area"), cohort=options.get("cohort"),
            indicator_id=options.get("indicator"), period=words, period_start=begin, period_end=end,
            period_type=kind, period_basis="inherited" if "inherited" in options else "stated",
            direction=direction, compared_with=options.get("vs"),
            source=StatementSource(block=0, sentence_start=start, sentence_end=start + len(plain)),
        )  # fmt: skip
        if "id" in options:
            self._ids[options["id"]] = observation.observation_id

    def _add(self, printed: str, at: int, indicator: str, quote: str, **fields: Any) -> Observation:
        read = figure(printed)
        number = hashlib.sha256(f"{self.name}:{at}:{printed}".encode()).hexdigest()[:12]
        observation = Observation(
            observation_id=number, document=self.name, document_sha256="0", page=None, bbox=None, start=at,
            end=at + len(printed), text=printed, quote=quote, value=read["value"],
            unit=cast(Unit, read["unit"]), qualifier=cast(Qualifier | None, read["qualifier"]),
            role=cast(Role, fields.pop("role")), indicator=indicator, authority=self.authority,
            places=read["places"], scale=read["scale"], **fields,
        )  # fmt: skip
        self.observations.append(observation)
        return observation

    def claim(self, line: str) -> None:
        """Add something said about figures."""
        kind, subject, other, text, *params = (part.strip() for part in line.split("|"))
        pairs = [param.partition("=")[::2] for param in " ".join(params).split()]
        named = tuple((key, ",".join(self._ids.get(v, v) for v in value.split(","))) for key, value in pairs)
        place = Place(self.name)
        self.claims.append(Claim(kind, self._ids[subject], self._ids.get(other), text, named, place))

    def _paragraph(self) -> Iterator[Passage]:
        """All sentences, as one paragraph."""
        starts = [o.source.sentence_start for o in self.observations if isinstance(o.source, StatementSource)]
        if starts:
            yield Passage("paragraph", self.text[min(starts) :], min(starts), len(self.text))

    def _grids(self) -> Iterator[Grid]:
        for index, cells in sorted(self._cells.items()):
            rows, cols = max(c.row for c in cells) + 1, max(c.col for c in cells) + 1
            yield Grid(index=index, n_rows=rows, n_cols=cols, cells=tuple(cells))

    def result(self) -> Result:
        """The paper as the steps before the checks would give it."""
        ids = self._ids
        observations = tuple(
            replace(o, compared_with=ids.get(o.compared_with, o.compared_with)) if o.compared_with else o
            for o in self.observations
        )
        document = Document(
            path=self.name, sha256="0", format="text", text=self.text,
            blocks=(*self._paragraph(), *self._grids()),
            outline=Outline(contexts=(Context(authority=self.authority, part=cast(Any, self.part)),)),
        )  # fmt: skip
        return Result(document=document, observations=observations, claims=tuple(self.claims))


def paper(
    rows: Sequence[str] = (),
    says: Sequence[str] = (),
    claims: Sequence[str] = (),
    name: str = "paper.txt",
    part: str = "unknown",
) -> Result:
    """A small paper of table rows, sentences and claims."""
    made = Paper(name, part=part)
    for row in rows:
        made.row(row)
    for sentence in says:
        made.say(sentence)
    for claim in claims:
        made.claim(claim)
    return made.result()


def papers_of(entries: Sequence[Mapping[str, Any]]) -> list[Result]:
    """The papers of an example in `patterns/checks/`."""
    return [
        paper(
            e.get("cells", ()),
            e.get("says", ()),
            e.get("claims", ()),
            name=f"paper-{number}.txt",
            part=e.get("part", "unknown"),
        )
        for number, e in enumerate(entries, start=1)
    ]
