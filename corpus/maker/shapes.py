"""Short papers on other subjects, for the shapes that the big papers do not have."""

from __future__ import annotations

from corpus.maker.record import Record, Source


def write_shapes(record: Record) -> None:
    """Corporate health, education outcomes, questions and answers, a page of labels and numbers."""
    _corporate(record)
    _education(record)
    _questions(record)
    _labels(record)


def _save(record: Record, source: Source, text: str) -> None:
    record.path(source).write_text(text, encoding="utf-8", newline="\n")


def _corporate(record: Record) -> None:
    name = "17_corporate_health.txt"
    wrong = record.plant(
        name,
        "Stage one complaints doubled from 61 to 97.",
        "97 is not twice 61",
        "a multiple against the two values",
    )
    parts = record.plant(
        name,
        "Of the 212 complaints in the year 58 were about waste, 71 about housing, 40 about planning and 33 about "
        "other services.",
        "the parts add up to 202",
        "parts against the whole",
    )
    text = f"""EASTERBY DISTRICT COUNCIL

POLICY AND RESOURCES COMMITTEE - 21 MARCH 2023

Corporate health indicators: Quarter 3 2022/23

1. Sickness absence

Sickness averaged 6.3 days per full time equivalent for the nine months to December 2022, against 7.1 days in the
same period of 2021. Short term absence was 2.4 days and long term absence 3.9 days. If the trend goes on the
year would end at 8.4 days, 0.4 days over the 8-day target.

2. Revenues

Council tax collected was 83.62% of the amount due (84.05% last year), and business rates 81.9%. Collection rates in
the three districts' towns were 84.1%, 82.7% and 85.0% in Easterby, Holme and Saltwick respectively. Arrears stood at
£2.4m, in excess of the cash limit by £0.3m.

3. Customers

71.4 per cent of calls were answered within 30 seconds, with 4.9 abandoned. The average wait was 1 minute 52
seconds. {wrong} {parts}

4. Planning

13 of the 14 major applications (92.9%) were decided in time. For minor applications the figure was 88%, between
the floor of 70% and the top quartile of 94% or above. Three appeals out of nine were allowed.

5. Information requests

The Council received 187 requests, 35 fewer than in Quarter 2, and answered 90% within 20 working days: 1 in 10 was
late. Two requests went to internal review.

6. Workforce

Headcount was 402 (371.6 FTE). Turnover rose by 1.2 percentage points to 13.8%, and agency spend by 18%.
"""
    _save(
        record,
        Source(name, "numbered paragraphs, hard-wrapped", "Easterby District Council", "2022/23 Q3",
               "respectively, multiples, parts of a whole, days per head, money with scale, projections"),
        text,
    )  # fmt: skip


def _education(record: Record) -> None:
    name = "18_education_outcomes.txt"
    wrong = record.plant(
        name,
        "• The gap between disadvantaged pupils (45.2%) and other pupils (68.9%) was 21.7 percentage points",
        "68.9 less 45.2 is 23.7",
        "a gap against its two values",
    )
    text = f"""Northmoor Borough Council
Schools Forum
12 October 2022

Provisional education outcomes, academic year 2021/22

Early Years and primary
• A good level of development was achieved by 63.8% of children, compared with 65.2% nationally
• Phonics: 74.6% of Year 1 met the standard, ranked 92nd of 152 authorities (78th in 2019)
• At Key Stage 2, 57.9% reached the expected standard in reading, writing and mathematics – boys 53.1%, girls 62.9%
{wrong}

Secondary
• Attainment 8 was 46.9 and Progress 8 -0.14 (England 0.00)
• 46% of pupils achieved grade 5 or above in English and mathematics, 3.1 points below the region
• Permanent exclusions: 31 in the year, up from 19; suspensions rose 22% (1,404 to 1,713)

Attendance and inclusion
• Overall attendance was 92.3% in the summer term, and persistent absence 23.1%
• 58.3% of Education, Health and Care Plans were issued within 20 weeks in the 2022 calendar year to August (112 of 192)
• The number of plans has nearly trebled since 2015, from 702 to 1,968
• 4.1% of 16 and 17 year olds were not in education, employment or training or not known, half the rate of 2015
"""
    _save(
        record,
        Source(name, "bullets under headings", "Northmoor Borough Council", "academic year 2021/22",
               "cohorts, ranks, negative scores, gaps, academic and calendar years"),
        text,
    )  # fmt: skip


def _questions(record: Record) -> None:
    name = "19_questions_and_answers.txt"
    text = """Minutes of the Police and Fire Panel held on 8 December 2022

Question 1 (Councillor Hale): How many homes were visited for fire safety in the first half of the year, and what is the target?

Response: 2,318 visits were made between April and September 2022. The target for the half year is 2,250, so we are 68 over target.

Question 2 (Councillor Inman): Is burglary falling?

Response: Yes. There were 412 burglaries of homes in the twelve months to September 2022, down 9.3% from 454. The charge rate was 6.8%; it had been 5.9%.

Question 3 (Councillor Jessop): What was the average response time to a house fire?

Response: 9 minutes 40 seconds in Quarter 2 against a standard of 10 minutes. It is expected that 80% of calls will be met by March 2023.

Question 4 (Councillor Kerr): How many false alarms were there?

Response: 318 in Quarter 2, of which 201 were automatic alarms, i.e. 63.2%. None was malicious.
"""
    _save(
        record,
        Source(name, "question and answer minutes", "Northmoor Police and Fire Panel", "2022/23 half year",
               "target in another sentence, durations, yes and no, none"),
        text,
    )  # fmt: skip


def _labels(record: Record) -> None:
    name = "20_transparency_page.txt"
    text = """Waste and recycling: how we are doing

Scroll for more

Missed bins

October 2022
208

November 2022
191

December 2022
183

Recycling by quarter
Date 2020/21 2021/22 2022/23
Q1 (April to June) 47.1% 46.2% 45.6%
Q2 (July to September) 47.9% 46.8% 44.7%
Q3 (October to December) 44.4% 45.3% 44.1%
Q4 (January to March) 43.8% 49.3% TBC

Contact the waste team on 01632 960 410 or look up your collection day.
"""
    _save(
        record,
        Source(name, "saved page of labels and numbers", "Easterby District Council", "2022/23 to December",
               "numbers alone under their labels, a table with spaces, rows of quarters and columns of years"),
        text,
    )  # fmt: skip
