"""The two monthly agenda packs of Northmoor: agenda, old minutes, report, scorecard, monthly tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.maker.pdf import PdfPaper
from corpus.maker.record import Record, Source
from corpus.maker.story import NORTHMOOR, NORTHMOOR_LATER, Measure, Value, find, moved
from corpus.maker.tables import detail, monthly_summary

Read = Callable[[str], Value]
PANEL = "CHILDREN AND FAMILIES SCRUTINY PANEL"
DETAILS: Sequence[tuple[str, tuple[str, ...], str]] = (
    ("CONTACT AND REFERRAL", ("1.1", "1.2", "1.3"),
     "A contact is any request for a service to the front door. A decision is due within one working day."),
    ("ASSESSMENT", ("1.4", "1.5"), "An assessment is to be completed within 45 working days of the referral."),
    ("CHILD PROTECTION", ("2.1", "2.2", "2.3", "2.5"),
     "A conference is to be held within 15 working days of the start of the enquiry."),
    ("CHILDREN LOOKED AFTER", ("3.1", "3.3", "3.4"), "A child who is in the care of the Council is looked after."),
    ("HEALTH AND EDUCATION", ("3.5", "3.6"), "Assessments and plans that are in date on the last day of the month."),
)  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """What differs between the two packs."""

    file: str
    meeting: str
    previous: str
    at: int
    names: tuple[str, str, str]
    """The month reported on, the month before, and the month that the old minutes speak of."""
    stamp: int
    measures: Sequence[Measure]


JANUARY = Pack("05_pack_january_2023.pdf", "Wednesday, 18th January, 2023", "9th November, 2022", 7,
               ("November", "October", "September"), 0, NORTHMOOR)  # fmt: skip
FEBRUARY = Pack("06_pack_february_2023.pdf", "Wednesday, 15th February, 2023", "18th January, 2023", 8,
                ("December", "November", "November"), 40, NORTHMOOR_LATER)  # fmt: skip


def write_packs(record: Record) -> None:
    """Both packs with their truth."""
    for pack, exercises in (
        (JANUARY, "old minutes inside a pack, three-level head, sideways labels, RAG fills, monthly tables"),
        (FEBRUARY, "the same council a month later; November restated; page numbers that are not the file's"),
    ):
        source = Source(
            pack.file, "agenda pack", "Northmoor Borough Council", f"{pack.names[0]} 2022", exercises
        )
        paper = PdfPaper(
            record.path(source), f"{PANEL} - {pack.meeting}", "Northmoor Borough Council", stamp=pack.stamp
        )
        _agenda(paper, pack)
        _old_minutes(paper, pack)
        _report(paper, pack, record)
        _scorecard(paper, pack)
        paper.save()
        record.truth(pack.file, paper.truth)


def _agenda(paper: PdfPaper, pack: Pack) -> None:
    paper.heading("NORTHMOOR BOROUGH COUNCIL", 16)
    paper.heading(PANEL)
    paper.text(f"Venue: Town Hall, Castle Street, Northmoor &nbsp; Date: {pack.meeting}")
    paper.text("Time: 2.00 p.m.")
    paper.heading("A G E N D A")
    paper.text("1. Apologies for absence.")
    paper.text("2. Declarations of interest.")
    paper.text(
        f"3. Minutes of the meeting held on {pack.previous} (Pages {pack.stamp + 2} - {pack.stamp + 2})"
    )
    paper.text(f"4. Children's Services performance report - {pack.names[0]} 2022 "
               f"(Pages {pack.stamp + 3} - {pack.stamp + 10})")  # fmt: skip
    paper.text("5. Date of the next meeting.")
    paper.text("Membership: Councillors Ashe (Chair), Brandt, Cole, Dunmore, Eddis, Farr and Goss (7).")


def _old_minutes(paper: PdfPaper, pack: Pack) -> None:
    """Minutes of the meeting before, on figures of their own month."""
    at = 5 if pack.at == 7 else 7
    name = pack.names[2]
    contacts, timely = find(NORTHMOOR, "1.1").months[at], find(NORTHMOOR, "1.2").months[at]
    looked_after, before = find(NORTHMOOR, "3.1").months[at], find(NORTHMOOR, "3.1").months[at - 1]
    paper.turn()
    paper.heading(f"{PANEL} - {pack.previous}")
    paper.text("Present:- Councillor Ashe (in the Chair); Councillors Brandt, Cole, Dunmore and Goss.")
    paper.text("An apology for absence was received from Councillor Farr.")
    paper.heading("21. MINUTES OF THE PREVIOUS MEETING")
    paper.text("Resolved:- That the minutes be approved as a correct record.")
    paper.heading(f"22. CHILDREN'S SERVICES PERFORMANCE - {name.upper()} 2022")
    paper.text(
        "Consideration was given to a report presented by the Head of Performance. The following were noted:-"
    )
    paper.bullets(
        f"There had been {contacts.text} contacts in {name}, of which {timely.text} had a decision within one "
        "working day.",
        f"The number of children looked after {moved(before, looked_after)} from {before.text} to {looked_after.text} "
        f"at the end of {name}.",
        "Two of the seven team manager posts were vacant.",
    )
    paper.text("Resolved:- That the report be noted.")


def _report(paper: PdfPaper, pack: Pack, record: Record) -> None:
    paper.turn()
    paper.text("Public Report")
    paper.text(f"{PANEL.title()} {pack.meeting}")
    paper.heading(f"Children's Services performance report - {pack.names[0]} 2022")
    paper.text("Is this a Key Decision? No")
    paper.heading("Summary")
    paper.text(f"1.1 This report gives performance at the end of {pack.names[0]} 2022 and should be read with the "
               "scorecard at Appendix A.")  # fmt: skip
    paper.heading("2. Key issues")
    for number, sentence in enumerate(_sentences(pack, record), start=1):
        paper.text(f"2.{number} {sentence}")
    paper.heading("3. Financial implications")
    paper.text("3.1 There are none that arise directly from this report.")


def _sentences(pack: Pack, record: Record) -> list[str]:
    """What the report says of the month, with what is planted in it."""

    def now(no: str) -> Value:
        return find(pack.measures, no).months[pack.at]

    def then(no: str) -> Value:
        return find(pack.measures, no).months[pack.at - 1]

    month, last, _ = pack.names
    contacts, before = now("1.1"), then("1.1")
    year = find(NORTHMOOR, "2.2").over(0, pack.at)
    common = [
        (
            f"{now('1.2').text} of contacts had a decision within one working day, compared with {then('1.2').text} in "
            f"{last} and a target of 95%."
        ),
        (
            f"At the end of {month} there were {now('2.3').text} children subject to a child protection plan, a rate of "
            f"{now('2.4').text} per 10,000. The England rate is 42.1."
        ),
        (
            f"Conferences held within 15 working days stand at {year.text} for the year to date ({year.n} of {year.m}), "
            f"with {month} alone at {now('2.2').text}."
        ),
        (
            f"{now('3.4').text} of children looked after for two and a half years or more had been in the same placement for "
            f"two years, below statistical neighbours (70.4%)."
        ),
    ]
    made = _january(now, then) if pack is JANUARY else _february(now, then)
    written = [
        record.plant(pack.file, quote, wrong, check) if wrong else quote for quote, wrong, check in made
    ]
    opening = (
        f"In {month} the front door received {contacts.text} contacts; in {last} there were {before.text}."
    )
    return [opening, *common, *written] if pack is FEBRUARY else [*common, *written]


def _january(now: Read, then: Read) -> list[tuple[str, str, str]]:
    """Six discrepancies: a difference, a numerator, a month, a percentage, points, a target."""
    contacts, before = now("1.1"), then("1.1")
    gap = abs(contacts.value - before.value)
    done, health, plans = now("1.5"), then("3.5"), now("2.6")
    conference = find(NORTHMOOR, "2.2").over(0, 7)
    return [
        (f"There were {contacts.text} contacts in November compared to {gap} in October.",
         f"October is {before.text}; {gap} is the difference", "stated figure against the table"),
        (f"Of the {done.m} assessments completed in November, {(done.n or 0) - 9} were in time ({done.text}).",
         f"{(done.n or 0) - 9} of {done.m} is not {done.text}; the table has {done.n}", "percentage against n of m"),
        (f"At the end of November {health.text} of children looked after had an up to date health assessment.",
         f"{health.text} is October's; November is {now('3.5').text}", "wrong period"),
        (f"By the end of November {conference.n} children had been subject to an initial child protection conference.",
         f"{conference.n} is the number held in time; {conference.m} had one", "numerator taken for the total"),
        ((f"Second or subsequent plans {moved(then('2.6'), plans)} by "
         f"{abs(plans.value - then('2.6').value)}% from {then('2.6').text} to {plans.text}."),
         "percentage points are called per cent", "change in points or per cent"),
        (f"{now('4.3').text} of care leavers were in education, employment or training against a target of 65%.",
         "the scorecard's target is 60%", "stated target against the table"),
    ]  # fmt: skip


def _february(now: Read, then: Read) -> list[tuple[str, str, str]]:
    looked_after, late = now("3.1"), then("1.5")
    old = find(NORTHMOOR, "1.5").months[7]
    return [
        (f"Assessments completed within 45 working days were {now('1.5').text} in December ({late.text} in November).",
         f"November was {old.text} in the January pack", "restated in a later paper"),
        ((f"The number of children looked after is {looked_after.text}, which is "
         f"{now('3.2').text} per 10,000 and below the England rate of 70.0."),
         f"{now('3.2').text} is above 70.0", "above or below a benchmark"),
        ((f"Personal education plans that are up to date {moved(then('3.6'), now('3.6'))} from {then('3.6').text} to "
         f"{now('3.6').text}."), "", ""),
    ]  # fmt: skip


def _scorecard(paper: PdfPaper, pack: Pack) -> None:
    """Two landscape pages of summary, then a page for each group of monthly tables."""
    month = pack.names[0]
    parts: Sequence[Sequence[Measure]] = (
        [m for m in pack.measures if m.no < "3"],
        [m for m in pack.measures if m.no >= "3"],
    )
    for measures in parts:
        paper.turn(wide=True)
        paper.heading(f"Appendix A - Children's Services scorecard - as at month end: {month} 2022")
        paper.text(
            "DOT: direction of travel since the month before. RAG: red, amber or green in the month.", 7
        )
        paper.table(monthly_summary(measures, pack.at), size=6.5)
    for title, numbers, definition in DETAILS:
        paper.turn(wide=True)
        paper.heading(title)
        paper.text(f"DEFINITION: {definition}", 8)
        paper.text("PERFORMANCE ANALYSIS: see the report for the month.", 8)
        measures = [find(pack.measures, number) for number in numbers]
        paper.table(detail(measures, pack.at), size=6.5)
