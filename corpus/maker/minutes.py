"""Minutes as text: bullets under headings, codes and directions, semicolons and targets, "as at" reports."""

from __future__ import annotations

from corpus.maker.record import Record, Source
from corpus.maker.story import NORTHMOOR, Value, find, moved
from corpus.maker.tables import number_in


def _value(no: str, at: int) -> Value:
    return find(NORTHMOOR, no).months[at]


def _points(now: Value, before: str) -> str:
    return str(abs(now.value - number_in(before)))


def write_minutes(record: Record) -> None:
    """The four text papers."""
    _bullets(record)
    _codes(record)
    _as_at(record)
    _semicolons(record)


def _save(record: Record, source: Source, text: str) -> None:
    record.path(source).write_text(text, encoding="utf-8", newline="\n")


def _bullets(record: Record) -> None:
    """Year-end minutes, June 2022."""
    earlier = {m.no: m.outturns[0] for m in NORTHMOOR}
    year = {m.no: m.outturns[1] for m in NORTHMOOR}
    wrong = record.plant(
        "01_minutes_year_end.txt",
        "- The share of children's first plans that were a second or subsequent plan came down from "
        f"{earlier['2.6']} to {year['2.6']}",
        "the share rose: it did not come down",
        "direction of a change",
    )
    text = f"""NORTHMOOR BOROUGH COUNCIL
Children and Families Scrutiny Panel
Wednesday, 15th June, 2022

12. PERFORMANCE OF CHILDREN'S SERVICES 2021/22

The Assistant Director (Safeguarding) gave a presentation on the year-end position for 2021/22, which covered the front door, child protection, children looked after and care leavers:-

What is working well
- The front door received {year["1.1"]} contacts during the year, an increase on the {earlier["1.1"]} of the year before
- {year["4.2"]} of care leavers were in suitable accommodation at the end of March 2022, up from {earlier["4.2"]}
- Health assessments of children looked after that were up to date improved from {earlier["3.5"]} to {year["3.5"]}
- The proportion of care leavers in education, employment or training was {year["4.3"]}, above the England average of 55.0%
- No child had been without an allocated social worker at any point of the year

What are we worried about
- Only {year["1.5"]} of assessments were completed within 45 working days ({earlier["1.5"]} in 2020/21)
- A fall in initial child protection conferences held within 15 working days, from {earlier["2.2"]} to {year["2.2"]}
{wrong}
- {year["3.3"]} of children looked after had had three or more placements, against a target of 10%
- The rate of children looked after stood at {year["3.2"]} per 10,000 at the end of March 2022

What do we need to do next
- Bring down re-referrals ({year["1.4"]} for the year) through a review of closing decisions
- Keep caseloads under 18 in every team

The Panel asked how the 14 vacant posts in the assessment teams would be filled.

Resolved:- That the year-end position be noted.
"""
    _save(
        record,
        Source("01_minutes_year_end.txt", "minutes, bullets under headings", "Northmoor Borough Council",
               "2021/22", "from-to in brackets, year-end figures, counts that are no indicators"),
        text,
    )  # fmt: skip


def _codes(record: Record) -> None:
    """Older minutes with national indicator codes."""
    wrong = record.plant(
        "02_minutes_indicator_codes.txt",
        "Performance for the quarter was 61.9% (73 of the 121 assessments).",
        "73 of 121 is 60.3%",
        "percentage against n of m",
    )
    text = f"""Agenda item

Children's Services performance - Quarter Three 2012/13

Minutes:

The Performance and Quality Manager presented a report on the position at the end of Quarter Three of 2012/13, with the direction of travel against the year before and comparisons with statistical neighbours.

 

The following were highlighted:-

 

·         Initial assessments carried out within 10 working days of referral (No. 4 / NI 59)

 

At the end of December 864 initial assessments had been completed in the year so far, of which 71.2% were in time. This was 6.4 percentage points lower than at the same time last year (77.6%).

 

·         Core assessments carried out within 35 working days (No. 5 / NI 60): -

 

{wrong} The position for the year so far was 68.5%, still a 'Red' indicator.

 

·         Children becoming the subject of a plan for a second or subsequent time (No. 9 / NI 65): -

 

Eighteen of the 112 plans that began between April and December were second plans, giving a performance of 16.1%. At this point last year it was 12.4%. Statistical neighbours stood at 14.0%.

 

·         16 to 18 year olds who are not in education, employment or training (No. 17 / NI 117): -

 

The monthly figure for November was 6.8%, which was 0.4% better than in November 2011 and below the target of 7.5%.

 

Resolved: -  That the report be received.
"""
    _save(
        record,
        Source("02_minutes_indicator_codes.txt", "saved minutes, indicator codes and direction",
               "Northmoor Borough Council", "2012/13 Q3", "codes NI 59 to NI 117, year so far against quarter"),
        text,
    )  # fmt: skip


def _as_at(record: Record) -> None:
    """A numbered report on children looked after as at 31 July 2022."""
    plan, place, health = _value("3.6", 3), _value("3.4", 3), _value("3.5", 3)
    wrong = record.plant(
        "03_report_as_at_july.txt",
        f"At the end of July 2022 {plan.n} of {plan.m} children of school age had an up to date plan (78.3%).",
        f"{plan.n} of {plan.m} is {plan.text}",
        "percentage against n of m",
    )
    text = f"""NORTHMOOR BOROUGH COUNCIL - REPORT TO CORPORATE PARENTING BOARD

1.\tMeeting:\tCorporate Parenting Board
2.\tDate:\t14th September 2022
3.\tTitle:\tServices for children looked after as at 31st July 2022
4.\tDirectorate:\tChildren and Families

5. Summary

5.1 This report gives the Board the position of children looked after as at 31st July 2022. The figures
are taken from the monthly performance report and have not been validated against the statutory return,
which will be made in the spring.

6. Recommendations

6.1 That the Board notes the report.

7. Performance

7.1 Number of children looked after

At the end of July 2022 there were {_value("3.1", 3).text} children looked after, compared with 394 at the same point in
2021. This is a rate of {_value("3.2", 3).text} per 10,000 children, lower than statistical neighbours (88.3).

7.2 Placements

At the end of July 2022 {place.text} of children who had been looked after long term had been in the same placement for
two years or more, and {_value("3.3", 3).text} of all children looked after had moved three or more times in the year.

7.3 Health

{health.text} of health assessments were up to date ({health.n} of {health.m}). Five children had refused theirs.

7.4 Personal education plans

{wrong}
The target is 95%.

7.5 Care leavers

The Board supports {_value("4.1", 3).text} care leavers aged 17 to 21. {_value("4.2", 3).text} were in suitable accommodation and {_value("4.3", 3).text}
were in education, employment or training.

8. Finance

8.1 The placements budget is forecast to overspend by £1.2m.

Contact: Performance Team, ext. 4410
"""
    _save(
        record,
        Source("03_report_as_at_july.txt", 'numbered report "as at" a date', "Northmoor Borough Council",
               "31 July 2022", "label and value lines, hard-wrapped paragraphs, n of m"),
        text,
    )  # fmt: skip


def _semicolons(record: Record) -> None:
    """Quarter 2 minutes chained by semicolons."""
    q1 = {m.no: m.over(0, 2) for m in NORTHMOOR}
    q2 = {m.no: m.over(3, 5) for m in NORTHMOOR}
    wrong = record.plant(
        "04_minutes_quarter_2.txt",
        f"{q2['2.2'].text} of initial child protection conferences were held within 15 working days, "
        "which was above the target of 95 per cent",
        f"{q2['2.2'].text} is below 95%",
        "value against the target the sentence states",
    )
    text = f"""Report of the Director of Children and Families
Minutes:
The Panel considered a report (previously circulated) on performance against the agreed indicators.
The figures were for Quarter 2 2022/23 (July 2022 to September 2022); indicators that are reported once a year had not been updated.
It was highlighted that {q2["3.5"].text.replace("%", "")} per cent of children looked after had an up to date health assessment, against a target of 95 per cent; {q2["4.2"].text.replace("%", "")} per cent of care leavers were in suitable accommodation and {q2["4.3"].text.replace("%", "")} per cent were in education, employment or training; the number of children looked after was {q2["3.1"].text} at the end of September 2022; {q2["1.2"].text.replace("%", "")} per cent of contacts had a decision within one working day, compared with {q1["1.2"].text.replace("%", "")} per cent in Quarter 1; and no child had waited more than ten days for a visit.
The areas for focus were that {q2["1.5"].text} of assessments were completed within 45 working days, below the target of 90 per cent; {wrong}; {q2["2.6"].text} of children becoming subject to a plan did so for a second or subsequent time, above the 18 per cent target; and re-referrals {moved(q1["1.4"], q2["1.4"])} from {q1["1.4"].text} in Quarter 1 to {q2["1.4"].text}.
Members questioned the number of agency social workers, of whom there were 19, and asked for a briefing.
Supporting documents:
"""
    _save(
        record,
        Source("04_minutes_quarter_2.txt", "minutes chained by semicolons, with targets",
               "Northmoor Borough Council", "2022/23 Q2", "one sentence with many figures, per cent in words"),
        text,
    )  # fmt: skip
