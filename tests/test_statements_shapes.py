"""The shapes in which councils state figures, each in our own words: what a sentence gives, whole."""
# ruff: noqa: E501

from __future__ import annotations

import re
from datetime import date

import pytest

from extractor.model import Context, Period
from extractor.patterns import load_patterns
from extractor.statements.check import read_text
from extractor.statements.drafts import Draft

PATTERNS = load_patterns()
QUARTER = Period("Quarter 4 2018/19", date(2019, 1, 1), date(2019, 3, 31), "quarter", "heading")
PAPER = Context(meeting_date=date(2019, 6, 13), reporting_period=QUARTER)

SHAPES = [
    # sentence, then for each figure: value unit role direction period words-of-the-measure
    (
        "At year end 212 homeless households were in temporary accommodation.",
        [
            "212 count actual - 2019-03-31/2019-03-31 homeless households",
        ],
    ),
    (
        "There were 143 rough sleepers at the end of the quarter.",
        [
            "143 count actual - 2019-03-31/2019-03-31 rough sleepers",
        ],
    ),
    (
        "Council tax arrears stood at £3.4m at 31 March 2019.",
        [
            "3400000 currency_gbp actual - 2019-03-31/2019-03-31 Council arrears",
        ],
    ),
    (
        "The number of looked after children rose to 611 at year end, a rate of 98.7 per 10,000; statistical neighbours average 82.4.",
        [
            "611 count actual up 2019-03-31/2019-03-31 looked after",
            "98.7 rate_per_10000 actual - 2019-03-31/2019-03-31 looked after",
            "82.4 rate_per_10000 benchmark - - looked after",
        ],
    ),
    (
        "Missed bins fell by 12% since the same quarter of 2017/18.",
        [
            "12 percent change down 2019-01-01/2019-03-31 Missed bins",
        ],
    ),
    (
        "Recycling was 45.2%, 0.6% down on last year.",
        [
            "45.2 percent actual down 2019-01-01/2019-03-31 Recycling",
            "0.6 percent change down 2019-01-01/2019-03-31 Recycling",
        ],
    ),
    (
        "Attendance reached 94.1%, up 1.2% on the year before.",
        [
            "94.1 percent actual up 2019-01-01/2019-03-31 Attendance",
            "1.2 percent change up 2019-01-01/2019-03-31 Attendance",
        ],
    ),
    (
        "Collection of business rates was 97.4%, a drop of 0.3% on 2017/18.",
        [
            "97.4 percent actual down 2019-01-01/2019-03-31 Collection business",
            "0.3 percent change down 2019-01-01/2019-03-31 Collection business",
        ],
    ),
    (
        "Satisfaction was 88% compared with a target of 90%, having been 85% in Quarter 3.",
        [
            "88 percent actual up 2019-01-01/2019-03-31 Satisfaction",
            "90 percent target - - Satisfaction",
            "85 percent previous - 2018-10-01/2018-12-31 Satisfaction",
        ],
    ),
    (
        "There were 12 fire deaths (2017/18: nine).",
        [
            "12 count actual up 2019-01-01/2019-03-31 fire deaths",
            "9 count previous - 2017-04-01/2018-03-31 fire deaths",
        ],
    ),
    (
        "There were 6 dwelling fire injuries (nine in 2017/18).",
        [
            "6 count actual down 2019-01-01/2019-03-31 dwelling fire",
            "9 count previous - 2017-04-01/2018-03-31 dwelling fire",
        ],
    ),
    (
        "The average for comparable forces was 71%.",
        [
            "71 percent benchmark - -",
        ],
    ),
    (
        "The average for similar councils is 11.2 days.",
        [
            "11.2 days benchmark - -",
        ],
    ),
    (
        "Nationally the rise was 4%.",
        [
            "4 percent benchmark - - Nationally",
        ],
    ),
    (
        "Across England the fall was 6%.",
        [
            "6 percent benchmark - -",
        ],
    ),
    (
        "Vacancies stand at 22%, twice the 11% seen across the region.",
        [
            "22 percent actual - 2019-01-01/2019-03-31 Vacancies",
            "11 percent benchmark - - Vacancies",
        ],
    ),
    (
        "Care leavers in employment increased to 61% (England 54%).",
        [
            "61 percent actual up 2019-01-01/2019-03-31 Care leavers",
            "54 percent benchmark - - Care leavers",
        ],
    ),
    (
        "Similar authorities average 9.1 days.",
        [
            "9.1 days benchmark - -",
        ],
    ),
    (
        "Caseloads of 23 remain above the 15 to 17 we aim for.",
        [
            "23 count actual same 2019-01-01/2019-03-31 Caseloads",
            "15 count target - - Caseloads",
            "17 count target - - Caseloads",
        ],
    ),
    (
        "Targets were 65%, 80% and 90% respectively.",
        [
            "65 percent target - -",
            "80 percent target - -",
            "90 percent target - -",
        ],
    ),
    (
        "The targets were 65%, 80% and 90%.",
        [
            "65 percent target - -",
            "80 percent target - -",
            "90 percent target - -",
        ],
    ),
    (
        "Of these 38 were in bed and breakfast.",
        [
            "38 count actual - 2019-01-01/2019-03-31 breakfast",
        ],
    ),
    (
        "Of these, 12 were repeat victims.",
        [
            "12 count actual - 2019-01-01/2019-03-31 repeat victims",
        ],
    ),
    (
        "5 of the 28 indicators were red.",
        [],
    ),
    (
        "The Committee asked that the three recommendations be added to the work programme.",
        [],
    ),
    (
        "The peer review made four recommendations.",
        [],
    ),
    (
        "91% of 101 calls were answered within 30 seconds.",
        [
            "91 percent actual - 2019-01-01/2019-03-31 calls answered",
        ],
    ),
    (
        "82% of majors were determined in 13 weeks and 90% of minors in 8.",
        [
            "82 percent actual - 2019-01-01/2019-03-31 majors determined",
            "90 percent actual - 2019-01-01/2019-03-31 minor majors",
        ],
    ),
    (
        "Relet times were 41 days, 6 days over the 35-day target.",
        [
            "41 days actual - 2019-01-01/2019-03-31 Relet times",
            "6 days change - 2019-01-01/2019-03-31 Relet times",
            "35 days target - - Relet times",
        ],
    ),
    (
        "The average time to answer a 101 call was 3 minutes 20 seconds.",
        [
            "3.333333 minutes actual - 2019-01-01/2019-03-31 time answer",
        ],
    ),
    (
        "The average wait was 1 hour 15 minutes.",
        [
            "1.25 hours actual - 2019-01-01/2019-03-31 wait",
        ],
    ),
    (
        "ASCOF 1C(2) – Direct payments. The outturn was 24.1%.",
        [
            "24.1 percent actual - 2018-04-01/2019-03-31 Direct payments",
        ],
    ),
    (
        "ASCOF 2B(1) – Older people still at home 91 days after discharge. Performance was 86.4%.",
        [
            "86.4 percent actual - 2019-01-01/2019-03-31 Older people",
        ],
    ),
    (
        "New claims took 21.3 days to process; changes of circumstance took 7.",
        [
            "21.3 days actual - 2019-01-01/2019-03-31 claims process",
            "7 days actual - 2019-01-01/2019-03-31 changes circumstance",
        ],
    ),
    (
        "New claims took an average of 21.3 days, changes 7.",
        [
            "21.3 days actual - 2019-01-01/2019-03-31 claims took",
            "7 days actual - 2019-01-01/2019-03-31 changes",
        ],
    ),
    (
        "Delayed discharges were 9.7 per 100,000, an improvement on 11.2 the year before; those due to social care halved to 2.1.",
        [
            "9.7 rate_per_100000 actual down 2019-01-01/2019-03-31 Delayed discharges",
            "11.2 rate_per_100000 previous - 2017-04-01/2018-03-31 Delayed discharges",
            "2.1 rate_per_100000 actual down 2019-01-01/2019-03-31 Delayed discharges",
        ],
    ),
    (
        "The forecast overspend is £2.7 million, of which £1.9 million is lost parking income.",
        [
            "2700000 currency_gbp projection - 2018-04-01/2019-03-31 overspend",
            "1900000 currency_gbp projection - 2018-04-01/2019-03-31 overspend lost",
        ],
    ),
    (
        "An overspend of £3.1m is forecast, including £1.2m on home to school transport.",
        [
            "3100000 currency_gbp projection - 2018-04-01/2019-03-31 overspend",
            "1200000 currency_gbp projection - 2018-04-01/2019-03-31 overspend home",
        ],
    ),
    (
        "For on-call crews the figure was 81%.",
        [
            "81 percent actual - 2019-01-01/2019-03-31 on-call crews",
        ],
    ),
    (
        "Sickness averaged 8.3 working days per person, as against 7.7 in the previous year.",
        [
            "8.3 days actual up 2019-01-01/2019-03-31 Sickness person",
            "7.7 days previous - 2017-04-01/2018-03-31 Sickness person",
        ],
    ),
    (
        "Absence averaged 9.1 days per FTE.",
        [
            "9.1 days actual - 2019-01-01/2019-03-31 Absence",
        ],
    ),
    (
        "Members noted that customer satisfaction was 77%.",
        [
            "77 percent actual - 2019-01-01/2019-03-31 customer satisfaction",
        ],
    ),
    (
        "The Board noted that 62% of plans were reviewed on time.",
        [
            "62 percent actual - 2019-01-01/2019-03-31 plans reviewed",
        ],
    ),
    (
        "The Director informed the Committee that 88% of repairs had been completed on time.",
        [
            "88 percent actual - 2019-01-01/2019-03-31 repairs completed",
        ],
    ),
    (
        "The revenue budget was underspent by £0.4m.",
        [
            "400000 currency_gbp actual - 2019-01-01/2019-03-31 revenue budget",
        ],
    ),
    (
        "Carers reported a quality of life score of 7.9 out of 12.",
        [
            "7.9 score actual - 2019-01-01/2019-03-31 Carers reported",
        ],
    ),
    (
        "No appeals had been allowed.",
        [
            "0 count actual - 2019-01-01/2019-03-31 appeals allowed",
        ],
    ),
    (
        "No complaints were upheld.",
        [
            "0 count actual - 2019-01-01/2019-03-31 complaints upheld",
        ],
    ),
    (
        "The Ombudsman upheld three complaints.",
        [
            "3 count actual - 2019-01-01/2019-03-31 complaints Ombudsman",
        ],
    ),
    (
        "The Ombudsman upheld two.",
        [
            "2 count actual - 2019-01-01/2019-03-31 Ombudsman upheld",
        ],
    ),
    (
        "Six fixed penalty notices were issued.",
        [
            "6 count actual - 2019-01-01/2019-03-31 fixed penalty",
        ],
    ),
    (
        "Unemployment (claimant count) stood at 6.4% at the end of September 2018, having been 3.0% at the end of March 2018.",
        [
            "6.4 percent actual up 2018-09-30/2018-09-30 Unemployment claimant",
            "3 percent previous - 2018-03-31/2018-03-31 Unemployment claimant",
        ],
    ),
    (
        "The charge rate for burglary was 4.1 per cent, the third lowest of the 43 forces.",
        [
            "4.1 percent actual - 2019-01-01/2019-03-31 charge burglary",
        ],
    ),
    (
        "Initial health assessments: just 41 per cent were done within 20 working days.",
        [
            "41 percent actual - 2019-01-01/2019-03-31 Initial health",
        ],
    ),
    (
        "Secondary absence was 7.2% in the autumn term and 57% of EHC plans were issued on time.",
        [
            "7.2 percent actual - 2018-09-01/2018-12-31 Secondary absence",
            "57 percent actual - 2019-01-01/2019-03-31 plans issued",
        ],
    ),
    (
        "65.2% of pupils reached a Good Level of Development; for disadvantaged pupils it was 48.9%.",
        [
            "65.2 percent actual - 2019-01-01/2019-03-31 pupils reached",
            "48.9 percent actual - 2019-01-01/2019-03-31 pupils reached",
        ],
    ),
    (
        "Progress 8 was -0.21.",
        [
            "-0.21 score actual - 2019-01-01/2019-03-31 Progress",
        ],
    ),
    (
        "Unwanted alarms fell for the third year running, to 1,127.",
        [
            "1127 count actual down 2019-01-01/2019-03-31 Unwanted alarms",
        ],
    ),
    (
        "Whole-time crews reached 96.2% of fires within 10 minutes.",
        [
            "96.2 percent actual - 2019-01-01/2019-03-31 fires within",
        ],
    ),
    (
        "Long-term absence made up 61% of all days lost.",
        [
            "61 percent actual - 2019-01-01/2019-03-31 Long-term absence",
        ],
    ),
    (
        "Stress accounted for 23% of days lost.",
        [
            "23 percent actual - 2019-01-01/2019-03-31 Stress share",
        ],
    ),
    (
        "There had been 34 leavers in the quarter, five more than in Quarter 3.",
        [
            "34 count actual up 2019-01-01/2019-03-31 leavers",
            "5 count change up 2019-01-01/2019-03-31 leavers",
        ],
    ),
    (
        "Library visits were 48,310, compared to 412,775 in the first half of 2017/18.",
        [
            "48310 count actual down 2019-01-01/2019-03-31 Library visits",
            "412775 count previous - 2017-04-01/2017-09-30 Library visits",
        ],
    ),
    (
        "E-book loans were up 112% to 31,882.",
        [
            "112 percent change up 2019-01-01/2019-03-31 E-book loans",
            "31882 count actual up 2019-01-01/2019-03-31 E-book loans",
        ],
    ),
    (
        "Rent collected was 97.1% of rent due.",
        [
            "97.1 percent actual - 2019-01-01/2019-03-31 rent",
        ],
    ),
    (
        "27 people had been killed on the county's roads and 341 seriously injured.",
        [
            "27 count actual - 2019-01-01/2019-03-31 people killed",
            "341 count actual - 2019-01-01/2019-03-31 seriously injured",
        ],
    ),
    (
        "Fewer than ten people were found sleeping rough.",
        [
            "10 count actual - 2019-01-01/2019-03-31 people found",
        ],
    ),
    (
        "The number of applications went up tenfold, from 41 to 498, and 207 were still awaiting a decision.",
        [
            "41 count previous - - applications tenfold",
            "498 count actual up 2019-01-01/2019-03-31 applications tenfold",
            "207 count actual - 2019-01-01/2019-03-31 applications tenfold",
        ],
    ),
    (
        "As at 31 March 2019, 1,034 of 4,870 people receiving services (21.2%) had a direct payment.",
        [
            "1034 count numerator - 2019-03-31/2019-03-31 people receiving",
            "4870 count denominator - 2019-03-31/2019-03-31 people receiving",
            "21.2 percent actual - 2019-03-31/2019-03-31 people receiving",
        ],
    ),
    (
        "Domestic burglary was down 11%, with 312 fewer victims.",
        [
            "11 percent change down 2019-01-01/2019-03-31 Domestic burglary",
            "312 count change down 2019-01-01/2019-03-31 Domestic burglary",
        ],
    ),
    (
        "620 tonnes less garden waste had been collected.",
        [
            "620 other change down 2019-01-01/2019-03-31 garden waste",
        ],
    ),
    (
        "It was expected that the recycling rate would be 49% by year end.",
        [
            "49 percent projection - 2018-04-01/2019-03-31 recycling",
        ],
    ),
    (
        "Visitor numbers were 12,400, which was 300 short of target.",
        [
            "12400 count actual - 2019-01-01/2019-03-31 Visitor",
            "300 count change - 2019-01-01/2019-03-31 Visitor",
        ],
    ),
    (
        "Payment of invoices within 30 days: 92.3% (target 95%, previous quarter 90.1%).",
        [
            "92.3 percent actual up 2019-01-01/2019-03-31 Payment invoices",
            "95 percent target - - Payment invoices",
            "90.1 percent previous - 2018-10-01/2018-12-31 Payment invoices",
        ],
    ),
    (
        "Stage 1 complaints answered on time: 81% (Q3: 76%).",
        [
            "81 percent actual up 2019-01-01/2019-03-31 Stage complaints",
            "76 percent previous - 2018-10-01/2018-12-31 Stage complaints",
        ],
    ),
    (
        "Turnover was 14.2% (2017/18 12.9%, England 15.1%).",
        [
            "14.2 percent actual up 2019-01-01/2019-03-31 Turnover",
            "12.9 percent previous - 2017-04-01/2018-03-31 Turnover",
            "15.1 percent benchmark - - Turnover",
        ],
    ),
    (
        "Agency spend for the year was £4.2m against £3.6m in 2017/18.",
        [
            "4200000 currency_gbp actual up 2018-04-01/2019-03-31 Agency spend",
            "3600000 currency_gbp previous - 2017-04-01/2018-03-31 Agency spend",
        ],
    ),
    (
        "Average re-let time is 31 days. Last year it was 37.",
        [
            "31 days actual down 2019-01-01/2019-03-31 re-let time",
            "37 days previous - 2017-04-01/2018-03-31 re-let time",
        ],
    ),
    (
        "There were 61 permanent exclusions, an increase of nine on the previous year.",
        [
            "61 count actual up 2019-01-01/2019-03-31 permanent exclusions",
            "9 count change up 2019-01-01/2019-03-31 permanent exclusions",
        ],
    ),
    (
        "Footfall rose 4% year on year to 1.2 million.",
        [
            "4 percent change up 2019-01-01/2019-03-31 Footfall",
            "1200000 count actual up 2019-01-01/2019-03-31 Footfall",
        ],
    ),
    (
        "Teenage conceptions fell from 31.2 per 1,000 to 27.5.",
        [
            "31.2 rate_per_1000 previous - - Teenage conceptions",
            "27.5 rate_per_1000 actual down 2019-01-01/2019-03-31 Teenage conceptions",
        ],
    ),
    (
        "Completion of drug treatment was 7.1% for opiates and 38% for non-opiates.",
        [
            "7.1 percent actual - 2019-01-01/2019-03-31 Completion drug",
            "38 percent actual - 2019-01-01/2019-03-31 Completion drug",
        ],
    ),
    (
        "Smoking prevalence was 15.8%, lower than the regional average of 17% but higher than England (14.9%).",
        [
            "15.8 percent actual - 2019-01-01/2019-03-31 Smoking prevalence",
            "17 percent benchmark - - Smoking prevalence",
            "14.9 percent benchmark - - Smoking prevalence",
        ],
    ),
    (
        "Fly-tips cleared within 24 hours rose from 88% to 93%; fly-tips reported numbered 1,204.",
        [
            "88 percent previous - - Fly-tips cleared",
            "93 percent actual up 2019-01-01/2019-03-31 Fly-tips cleared",
            "1204 count actual - 2019-01-01/2019-03-31 fly-tips",
        ],
    ),
    (
        "Headcount fell by 31 to 2,410.",
        [
            "31 count change down 2019-01-01/2019-03-31 Headcount",
            "2410 count actual down 2019-01-01/2019-03-31 Headcount",
        ],
    ),
    (
        "There are 14 vacancies in the team.",
        [],
    ),
    (
        "The service received 402 requests, 31 of them for internal review.",
        [
            "402 count actual - 2019-01-01/2019-03-31 requests service",
            "31 count numerator - 2019-01-01/2019-03-31 requests them",
        ],
    ),
    (
        "Of 118 audits, 71 were good or better.",
        [
            "118 count denominator - 2019-01-01/2019-03-31 audits",
            "71 count numerator - 2019-01-01/2019-03-31 audits good",
        ],
    ),
    (
        "Average caseload is now 17.4, down from 19.",
        [
            "17.4 count actual down 2019-01-01/2019-03-31 caseload",
            "19 count previous - - caseload",
        ],
    ),
    (
        "The proportion of majors decided in time stood at 91% at the end of December 2018.",
        [
            "91 percent actual - 2018-12-31/2018-12-31 majors decided",
        ],
    ),
    (
        "77% of carers had been reviewed by the end of March.",
        [
            "77 percent actual - 2018-04-01/2019-03-31 carers reviewed",
        ],
    ),
    (
        "The share of pupils with a plan was lower (64.2%).",
        [
            "64.2 percent actual - 2019-01-01/2019-03-31 share pupils",
        ],
    ),
    (
        "Repairs satisfaction – 88%.",
        [
            "88 percent actual - 2019-01-01/2019-03-31 Repairs satisfaction",
        ],
    ),
    (
        "Compliance rate - 93%",
        [
            "93 percent actual - 2019-01-01/2019-03-31 Compliance",
        ],
    ),
    (
        "41 families were helped this quarter.",
        [
            "41 count actual - 2019-01-01/2019-03-31 families helped",
        ],
    ),
    (
        "Nine grants were made.",
        [
            "9 count actual - 2019-01-01/2019-03-31 grants",
        ],
    ),
    (
        "64.1 per cent of fires were attended in time.",
        [
            "64.1 percent actual - 2019-01-01/2019-03-31 fires attended",
        ],
    ),
    (
        "91.2 per cent were answered in 15 days, with 70.4 within 10 days.",
        [
            "91.2 percent actual - 2019-01-01/2019-03-31 answered days",
            "70.4 percent actual - 2019-01-01/2019-03-31 answered days",
        ],
    ),
    (
        "Burglary ran at a rate of 61.3 per 10,000 population.",
        [
            "61.3 rate_per_10000 actual - 2019-01-01/2019-03-31 Burglary",
        ],
    ),
    (
        "The referral rate came down to 402.",
        [
            "402 rate_per_10000 actual down 2019-01-01/2019-03-31 referral",
        ],
    ),
    (
        "100% of gas checks and of lift inspections were in date.",
        [
            "100 percent actual - 2019-01-01/2019-03-31 checks lift",
        ],
    ),
    (
        "No child was waiting for a school place at the end of the quarter.",
        [
            "0 count actual - 2019-03-31/2019-03-31 child waiting",
        ],
    ),
    (
        "Progress 8 was -0.14 for the cohort, against -0.03 nationally.",
        [
            "-0.14 score actual - 2019-01-01/2019-03-31 Progress cohort",
            "-0.03 score benchmark - - Progress cohort",
        ],
    ),
    (
        "The council was placed 41st (38th the year before).",
        [
            "41 other actual down 2019-01-01/2019-03-31 council placed",
            "38 other previous - 2017-04-01/2018-03-31 council placed",
        ],
    ),
    (
        "Staff lost an average of 6.3 days per FTE to sickness.",
        [
            "6.3 days actual - 2019-01-01/2019-03-31 Staff lost",
        ],
    ),
    (
        "Two out of five callers gave up.",
        [
            "2 count numerator - 2019-01-01/2019-03-31 callers",
            "5 count denominator - 2019-01-01/2019-03-31 callers gave",
        ],
    ),
    (
        "The number of empty homes fell from 40 to 31.",
        [
            "40 count previous - - empty homes",
            "31 count actual down 2019-01-01/2019-03-31 empty homes",
        ],
    ),
    (
        "Response times improved sharply (51.2% to 60.9%).",
        [
            "51.2 percent previous - - Response times",
            "60.9 percent actual up 2019-01-01/2019-03-31 Response times",
        ],
    ),
    (
        "Void loss was down to 1.4% from 2.0% last year.",
        [
            "1.4 percent actual down 2019-01-01/2019-03-31 Void loss",
            "2 percent previous - 2017-04-01/2018-03-31 Void loss",
        ],
    ),
    (
        "Households in bed and breakfast rose from 92 in March 2018 to 120 in March 2019.",
        [
            "92 count previous - 2018-03-01/2018-03-31 Households breakfast",
            "120 count actual up 2019-03-01/2019-03-31 Households breakfast",
        ],
    ),
    (
        "There are 14 open enquiries now, where there had been 20 in January.",
        [
            "14 count actual down 2019-01-01/2019-03-31 open enquiries",
            "20 count previous - 2019-01-01/2019-01-31 open enquiries",
        ],
    ),
    (
        "EHC plans numbered 1,200 at the end of 2017, 1,350 at the end of 2018 and over 1,500 are expected by 2020.",
        [
            "1200 count previous - 2017-12-31/2017-12-31 plans",
            "1350 count actual up 2018-12-31/2018-12-31 plans",
            "1500 count projection - 2020-01-01/2020-12-31 plans",
        ],
    ),
    (
        "There was a reduction of 12 in complaints from last year.",
        [
            "12 count change down 2019-01-01/2019-03-31 complaints",
        ],
    ),
    (
        "Robbery was up by 2.1% on the previous quarter.",
        [
            "2.1 percent change up 2019-01-01/2019-03-31 Robbery",
        ],
    ),
    (
        "There were 35 fewer missed bins than this time last year.",
        [
            "35 count change down 2019-01-01/2019-03-31 missed bins",
        ],
    ),
    (
        "Emergency calls saw a rise of 4.2% (31 calls).",
        [
            "4.2 percent change up 2019-01-01/2019-03-31 Emergency calls",
            "31 count change up 2019-01-01/2019-03-31 Emergency calls",
        ],
    ),
    (
        "Vehicle crime was up 6% (500 offences to 530).",
        [
            "6 percent change up 2019-01-01/2019-03-31 Vehicle crime",
            "500 count previous - - Vehicle crime",
            "530 count actual up 2019-01-01/2019-03-31 Vehicle crime",
        ],
    ),
    (
        "Library membership: 21,400 (+1.4%).",
        [
            "21400 count actual up 2019-01-01/2019-03-31 Library membership",
            "1.4 percent change up 2019-01-01/2019-03-31 Library membership",
        ],
    ),
    (
        "Attendance at museums showed a decrease of -2.1%.",
        [
            "-2.1 percent change down 2019-01-01/2019-03-31 Attendance museums",
        ],
    ),
    (
        "Contacts at the front door rose 18%.",
        [
            "18 percent change up 2019-01-01/2019-03-31 Contacts front",
        ],
    ),
    (
        "Collection was up by 0.6% for council tax and 0.2% for business rates.",
        [
            "0.6 percent change up 2019-01-01/2019-03-31 Collection council",
            "0.2 percent change up 2019-01-01/2019-03-31 Collection business",
        ],
    ),
    (
        "Turnover was similar to last year at 9.0%.",
        [
            "9 percent actual same 2019-01-01/2019-03-31 Turnover",
        ],
    ),
    (
        "Only 64% were repaired in time, below the target of 70%.",
        [
            "64 percent actual - 2019-01-01/2019-03-31 repaired time",
            "70 percent target - - repaired time",
        ],
    ),
    (
        "33 homes were completed against a target of 40.",
        [
            "33 count actual - 2019-01-01/2019-03-31 homes completed",
            "40 count target - - homes completed",
        ],
    ),
    (
        "Against a target of 40, 33 affordable homes were completed.",
        [
            "40 count target - - affordable homes",
            "33 count actual - 2019-01-01/2019-03-31 affordable homes",
        ],
    ),
    (
        "The target is 92%; performance was 88%.",
        [
            "92 percent target - -",
            "88 percent actual - 2019-01-01/2019-03-31",
        ],
    ),
    (
        "Recycling was 3% above target.",
        [
            "3 percent change - 2019-01-01/2019-03-31 Recycling",
        ],
    ),
    (
        "Letting a home took 1.6 days over the 8-day target.",
        [
            "1.6 days change - 2019-01-01/2019-03-31 Letting home",
            "8 days target - - Letting home",
        ],
    ),
    (
        "There is a target to cut burglary by 10%.",
        [
            "10 percent target - - burglary",
        ],
    ),
    (
        "Target is 4% or less.",
        [
            "4 percent target - -",
        ],
    ),
    (
        "The service met its 60% target for direct payments.",
        [
            "60 percent target - - service direct",
        ],
    ),
    (
        "The KS2 result was 52.1% compared with 55.0% nationally.",
        [
            "52.1 percent actual - 2019-01-01/2019-03-31 result",
            "55 percent benchmark - - result",
        ],
    ),
    (
        "Our absence compares with unitaries 10.1, districts 7.4 and counties 8.5 days.",
        [
            "10.1 count benchmark - - absence",
            "7.4 count benchmark - - absence",
            "8.5 days benchmark - - absence",
        ],
    ),
    (
        "18 of the 40 appeals had been settled (45%).",
        [
            "18 count numerator - 2019-01-01/2019-03-31 appeals settled",
            "40 count denominator - 2019-01-01/2019-03-31 appeals",
            "45 percent actual - 2019-01-01/2019-03-31 appeals settled",
        ],
    ),
    (
        "95% (19 of 20) of licences were issued in time.",
        [
            "95 percent actual - 2019-01-01/2019-03-31 licences issued",
            "19 count numerator - 2019-01-01/2019-03-31 licences issued",
            "20 count denominator - 2019-01-01/2019-03-31 licences issued",
        ],
    ),
    (
        "Of 60 incidents, 41 were arson and 12 were accidental.",
        [
            "60 count denominator - 2019-01-01/2019-03-31 incidents",
            "41 count numerator - 2019-01-01/2019-03-31 incidents arson",
            "12 count numerator - 2019-01-01/2019-03-31 incidents accidental",
        ],
    ),
    (
        "9 out of 51 reviews were late, i.e. 17.6%.",
        [
            "9 count numerator - 2019-01-01/2019-03-31 reviews late",
            "51 count denominator - 2019-01-01/2019-03-31 reviews",
            "17.6 percent actual - 2019-01-01/2019-03-31 reviews late",
        ],
    ),
    (
        "3,000 residents were eligible, 1,900 invited and 1,100 attended.",
        [
            "3000 count actual - 2019-01-01/2019-03-31 residents eligible",
            "1900 count actual - 2019-01-01/2019-03-31 residents invited",
            "1100 count actual - 2019-01-01/2019-03-31 residents invited",
        ],
    ),
    (
        "50% of foster carers were in-house, a further 15% came through agencies.",
        [
            "50 percent actual - 2019-01-01/2019-03-31 foster carers",
            "15 percent actual - 2019-01-01/2019-03-31 foster carers",
        ],
    ),
    (
        "Penalty notices were issued in three towns: Ashby 10, Barton 6 and Corby 4.",
        [
            "10 count actual - 2019-01-01/2019-03-31 Ashby",
            "6 count actual - 2019-01-01/2019-03-31 Barton",
            "4 count actual - 2019-01-01/2019-03-31 Corby",
        ],
    ),
    (
        "Absence was 5% and 7% in May and June respectively.",
        [
            "5 percent previous - 2019-05-01/2019-05-31 Absence",
            "7 percent actual up 2019-06-01/2019-06-30 Absence",
        ],
    ),
    (
        "The rate is expected to reach 100% by Quarter 3.",
        [
            "100 percent projection - 2018-10-01/2018-12-31",
        ],
    ),
    (
        "At this pace sickness would mean 9.1 days at year end.",
        [
            "9.1 days projection - 2018-04-01/2019-03-31 pace sickness",
        ],
    ),
    (
        "None will be left by September.",
        [],
    ),
    (
        "Adult services forecast an adverse position of £0.4m.",
        [
            "400000 currency_gbp projection - 2018-04-01/2019-03-31 Adult services",
        ],
    ),
    (
        "Transport was in excess of the cash limit by £5m.",
        [
            "5000000 currency_gbp actual - 2019-01-01/2019-03-31 Transport cash",
        ],
    ),
    (
        "48% of indicators were on target.",
        [
            "48 percent other - 2019-01-01/2019-03-31 indicators",
        ],
    ),
    (
        "Debt written off in the year came to £312,000, or 0.4% of the debit.",
        [
            "312000 currency_gbp actual - 2018-04-01/2019-03-31 Debt written",
            "0.4 percent actual - 2018-04-01/2019-03-31 Debt written",
        ],
    ),
    (
        "The average time taken to process a new claim was 19 days, which is 3 days quicker than in 2017/18.",
        [
            "19 days actual down 2019-01-01/2019-03-31 time taken",
            "3 days change down 2019-01-01/2019-03-31 time taken",
        ],
    ),
    (
        "In 2018/19 the service dealt with 4,120 noise complaints, 312 more than the year before.",
        [
            "4120 count actual up 2018-04-01/2019-03-31 noise complaints",
            "312 count change up 2018-04-01/2019-03-31 noise complaints",
        ],
    ),
    (
        "Library issues totalled 1.21 million in 2018/19, down 4.2% from 1.26 million in 2017/18.",
        [
            "1210000 count actual down 2018-04-01/2019-03-31 Library issues",
            "4.2 percent change down 2018-04-01/2019-03-31 Library issues",
            "1260000 count previous - 2017-04-01/2018-03-31 Library issues",
        ],
    ),
    (
        "Street cleanliness improved to 96.4% of streets at grade B or better, from 94.9%.",
        [
            "96.4 percent actual up 2019-01-01/2019-03-31 streets grade",
            "94.9 percent previous - - streets grade",
        ],
    ),
    (
        "Potholes repaired within 28 days fell to 82.3% in the quarter (85.1% in Quarter 3).",
        [
            "82.3 percent actual down 2019-01-01/2019-03-31 Potholes repaired",
            "85.1 percent previous - 2018-10-01/2018-12-31 Potholes repaired",
        ],
    ),
    (
        "The number of people killed or seriously injured was 64, eight fewer than in 2017.",
        [
            "64 count actual down 2019-01-01/2019-03-31 people killed",
            "8 count change down 2019-01-01/2019-03-31 people killed",
        ],
    ),
    (
        "The proportion of adults with learning disabilities in paid employment remained static at 5.1% (England 6.0%).",
        [
            "5.1 percent actual same 2019-01-01/2019-03-31 adults with",
            "6 percent benchmark - - adults with",
        ],
    ),
    (
        "Delayed transfers averaged 11.2 beds a day, against a target of 9.5.",
        [
            "11.2 count actual - 2019-01-01/2019-03-31 beds Delayed",
            "9.5 count target - - beds Delayed",
        ],
    ),
    (
        "Customer calls answered in 20 seconds: 71% (target 80%).",
        [
            "71 percent actual - 2019-01-01/2019-03-31 Customer calls",
            "80 percent target - - Customer calls",
        ],
    ),
    (
        "Freedom of Information: 91% of 412 requests were answered in time.",
        [
            "91 percent actual - 2019-01-01/2019-03-31 Freedom Information",
            "412 count denominator - 2019-01-01/2019-03-31 requests",
        ],
    ),
    (
        "First time entrants to youth justice fell by 21% to 188 per 100,000.",
        [
            "21 percent change down 2019-01-01/2019-03-31 First time",
            "188 rate_per_100000 actual down 2019-01-01/2019-03-31 First time",
        ],
    ),
    (
        "The reoffending rate was 34.1% (national 37.9%).",
        [
            "34.1 percent actual - 2019-01-01/2019-03-31 reoffending",
            "37.9 percent benchmark - - reoffending",
        ],
    ),
    (
        "Self-service take-up reached 62%, just short of the 65% target.",
        [
            "62 percent actual - 2019-01-01/2019-03-31 Self-service take-up",
            "65 percent target - - Self-service take-up",
        ],
    ),
    (
        "Persistent absence stood at 11.4% against 10.9% for England and 11.0% for statistical neighbours.",
        [
            "11.4 percent actual - 2019-01-01/2019-03-31 Persistent absence",
            "10.9 percent benchmark - - Persistent absence",
            "11 percent benchmark - - Persistent absence",
        ],
    ),
    (
        "There were 4 serious incidents during Quarter 4, none of which involved a death.",
        [
            "4 count actual - 2019-01-01/2019-03-31 serious incidents",
        ],
    ),
    (
        "Special guardianship orders stood at 31 at the end of March 2019.",
        [
            "31 count actual - 2019-03-31/2019-03-31 Special guardianship",
        ],
    ),
    (
        "Just over 1 in 4 adults (26%) were inactive.",
        [
            "1 count numerator - 2019-01-01/2019-03-31 adults inactive",
            "4 count denominator - 2019-01-01/2019-03-31 adults",
            "26 percent actual - 2019-01-01/2019-03-31 adults",
        ],
    ),
    (
        "The fire service attended 212 primary fires, its lowest ever figure.",
        [
            "212 count actual down 2019-01-01/2019-03-31 primary fires",
        ],
    ),
    (
        "The top quartile is 98.3% and we are at 97.2%.",
        [
            "98.3 percent benchmark - -",
            "97.2 percent actual - 2019-01-01/2019-03-31",
        ],
    ),
    (
        "£2.3m of savings had been delivered against a plan of £2.6m.",
        [
            "2300000 currency_gbp actual - 2019-01-01/2019-03-31 savings delivered",
            "2600000 currency_gbp target - - savings delivered",
        ],
    ),
    (
        "Income from parking was £45,000 below budget.",
        [
            "45000 currency_gbp actual - 2019-01-01/2019-03-31 Income from",
        ],
    ),
    (
        "The percentage of women at term booking by 12 weeks was 91%.",
        [
            "91 percent actual - 2019-01-01/2019-03-31 women term",
        ],
    ),
    (
        "99.2% of bins were collected on the due day; 55 per 100,000 were missed.",
        [
            "99.2 percent actual - 2019-01-01/2019-03-31 bins collected",
            "55 rate_per_100000 actual - 2019-01-01/2019-03-31 bins missed",
        ],
    ),
    (
        "Complaints upheld: 12 of 41.",
        [
            "12 count numerator - 2019-01-01/2019-03-31 Complaints upheld",
            "41 count denominator - 2019-01-01/2019-03-31 Complaints upheld",
        ],
    ),
    (
        "Domestic abuse incidents increased by 11% to 6,410 in the year to March 2019.",
        [
            "11 percent change up 2018-04-01/2019-03-31 Domestic abuse",
            "6410 count actual up 2018-04-01/2019-03-31 Domestic abuse",
        ],
    ),
]


def written(draft: Draft) -> str:
    period = draft.period
    dated = period is not None and period.first is not None and period.last is not None
    when = f"{period.first}/{period.last}" if period is not None and dated else "-"
    value = format(draft.value.normalize(), "f")
    return f"{value} {draft.unit} {draft.role} {draft.direction or '-'} {when}"


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z][\w-]+", text.lower()))


@pytest.mark.parametrize(("sentence", "expected"), SHAPES, ids=[sentence for sentence, _ in SHAPES])
def test_a_sentence_gives_the_figures_that_it_states(sentence: str, expected: list[str]) -> None:
    drafts = [d for s in read_text(sentence, PATTERNS, PAPER) for d in s.drafts if not d.skipped]
    assert [written(d) for d in drafts] == [" ".join(line.split()[:5]) for line in expected]
    for draft, line in zip(drafts, expected, strict=True):
        assert words_of(" ".join(line.split()[5:])) <= words_of(draft.measure.words)
