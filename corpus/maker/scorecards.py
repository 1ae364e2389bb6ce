"""PDF scorecards of other councils in other styles: few rules, none, columns, tiles, a table over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportlab.lib.colors import HexColor

from corpus.maker.pdf import MARGIN, PdfPaper
from corpus.maker.record import Record, Source
from corpus.maker.story import (
    EASTERBY_HOUSING,
    EASTERBY_WASTE,
    NORTHMOOR_LATER,
    WESTMARCH,
    Measure,
    Value,
    find,
    fiscal_year,
    month,
    moved,
    quarter,
    share,
    to_date,
)
from corpus.maker.tables import HEAD, Box, Table, fact, printed, quarterly, rag_of

AREAS = ("North", "South", "Centre", "Borough")


def write_scorecards(record: Record) -> None:
    """Five papers with their truth."""
    _housing(record)
    _waste(record)
    _adults(record)
    _tiles(record)
    _long(record)


def _housing(record: Record) -> None:
    source = Source("11_housing_quarter_3.pdf", "scorecard, horizontal rules only", "Easterby District Council",
                    "2022/23 Q3", "partial rules, money measures, targets below and above")  # fmt: skip
    paper = PdfPaper(record.path(source), "Housing Committee - 7 March 2023", "Easterby District Council")
    paper.heading("Easterby District Council", 15)
    paper.heading("Housing Committee, 7 March 2023")
    paper.heading("Housing performance: Quarter 3 2022/23 (October to December 2022)")
    rent, voids = find(EASTERBY_HOUSING, "H1"), find(EASTERBY_HOUSING, "H2")
    paper.text(f"1. Rent collected stood at {rent.over(6, 8).text} of rent due in Quarter 3 (target 98.0%).")
    paper.text(
        f"2. It took {voids.over(6, 8).text} days on average to re-let a home, against a target of 26 days."
    )
    prevented = find(EASTERBY_HOUSING, "H7")
    gap = int(prevented.over(6, 8).value - prevented.over(3, 5).value)
    wrong = record.plant(
        source.file,
        f"3. {prevented.over(6, 8).text} households were prevented from becoming homeless in Quarter 3, "
        f"{abs(gap) + 7} {'more' if gap > 0 else 'fewer'} than in Quarter 2 ({prevented.over(3, 5).text}).",
        f"the two quarters are {abs(gap)} apart",
        "change against the two quarters",
    )
    paper.text(wrong)
    paper.table(quarterly(EASTERBY_HOUSING, 3), rules="horizontal", size=8)
    paper.text("Status compares Quarter 3 with the target for the year.", 8)
    paper.save()
    record.truth(source.file, paper.truth)


def _waste(record: Record) -> None:
    source = Source("12_waste_quarter_3.pdf", "scorecard without rules", "Easterby District Council",
                    "2022/23 Q3", "columns told by white space alone, tonnes, missed bins")  # fmt: skip
    paper = PdfPaper(record.path(source), "Environment Committee - 9 March 2023", "Easterby District Council")
    paper.heading("Easterby District Council", 15)
    paper.heading("Environment Committee, 9 March 2023")
    paper.heading("Waste and street cleansing: Quarter 3 2022/23")
    recycled, missed = find(EASTERBY_WASTE, "W1"), find(EASTERBY_WASTE, "W3")
    q2, q3 = recycled.over(3, 5), recycled.over(6, 8)
    paper.text(f"The recycling rate {moved(q2, q3)} from {q2.text} in Quarter 2 to {q3.text} in Quarter 3.")
    paper.text(
        f"There were {missed.over(6, 8).text} missed bins in the quarter, which is below the limit of 600."
    )
    paper.table(quarterly(EASTERBY_WASTE, 3), rules="none", size=8.5)
    paper.save()
    record.truth(source.file, paper.truth)


def _adults(record: Record) -> None:
    source = Source("13_adult_social_care.pdf", "two columns of text with tables across",
                    "Westmarch County Council", "2022/23 Q3", "reading order of columns, benchmarks")  # fmt: skip
    paper = PdfPaper(
        record.path(source), "Adult Social Care Committee - 22 February 2023", "Westmarch County Council"
    )
    paper.heading("Westmarch County Council", 15)
    paper.heading("Adult Social Care Committee: performance at the end of Quarter 3 2022/23")
    top, width = paper.top, (paper.size[0] - 2 * MARGIN - 18) / 2
    home, admitted = find(WESTMARCH, "ASC1"), find(WESTMARCH, "ASC2")
    paper.text(f"In Quarter 3, {home.over(6, 8).text} of older people were still at home 91 days after discharge "
               f"({home.over(6, 8).n} of {home.over(6, 8).m}). England stood at 81.8% in 2021/22.", 9, width=width)  # fmt: skip
    paper.text(f"There were {admitted.over(6, 8).text} permanent admissions to residential care of people aged 65 "
               f"and over, and {admitted.over(0, 8).text} between April and December.", 9, width=width)  # fmt: skip
    below, paper.top = paper.top, top
    waiting, concerns = find(WESTMARCH, "ASC6"), find(WESTMARCH, "ASC4")
    paper.text(f"{waiting.months[8].text} people were waiting for an assessment at the end of December 2022, down from "
               f"{waiting.months[5].text} at the end of September.", 9, left=width + 18, width=width)  # fmt: skip
    wrong = record.plant(
        source.file,
        f"{int(concerns.over(6, 8).value) - 100:,} safeguarding concerns were received in Quarter 3.",
        f"the table has {concerns.over(6, 8).text}",
        "stated figure against the table",
    )
    paper.text(wrong, 9, left=width + 18, width=width)
    paper.top = min(paper.top, below) - 8
    paper.table(quarterly(WESTMARCH, 3, benchmarks=True), size=7)
    paper.save()
    record.truth(source.file, paper.truth)


def _tiles(record: Record) -> None:
    """One measure a tile: its name, a large figure, and target and last year in small type."""
    source = Source("14_dashboard_tiles.pdf", "dashboard of tiles", "Easterby District Council",
                    "2022/23 Q3", "label and value tiles, no table at all")  # fmt: skip
    paper = PdfPaper(
        record.path(source),
        "Performance dashboard - Quarter 3 2022/23",
        "Easterby District Council",
        wide=True,
    )
    paper.heading("Easterby District Council - performance dashboard - Quarter 3 2022/23", 14)
    measures = [*EASTERBY_HOUSING[:6], *EASTERBY_WASTE[:3]]
    wide, tall = (paper.size[0] - 2 * MARGIN - 24) / 3, 120.0
    for at, measure in enumerate(measures):
        left = MARGIN + (at % 3) * (wide + 12)
        bottom = paper.top - 20 - (at // 3 + 1) * (tall + 12)
        _tile(paper, measure, left, bottom, wide, tall)
    paper.save()
    record.truth(source.file, paper.truth)


def _tile(paper: PdfPaper, measure: Measure, left: float, bottom: float, wide: float, tall: float) -> None:
    value = measure.over(6, 8)
    _, fill = rag_of(measure, value)
    canvas = paper.canvas
    canvas.setFillColor(HexColor(fill or "#eeeeee"))
    canvas.roundRect(left, bottom, wide, tall, 8, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    canvas.setFont("Helvetica-Bold", 8)
    canvas.drawString(left + 8, bottom + tall - 16, measure.name)
    canvas.setFont("Helvetica-Bold", 26)
    canvas.drawString(left + 8, bottom + 48, value.text)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(left + 8, bottom + 24, f"Target {measure.target}")
    canvas.drawString(left + 8, bottom + 10, f"2021/22: {measure.outturns[1]}")
    known = [fact(measure, "Q3", "actual", value, quarter(3))]
    for role, text, span in (
        ("target", measure.target, fiscal_year(2022)),
        ("actual", measure.outturns[1], fiscal_year(2021)),
    ):
        known += printed(measure, span.label, role, text, span).facts
    paper.truth.extend((paper.page, each) for each in known)


def _long(record: Record) -> None:
    """Every month of every measure in one table that goes on over six pages under a repeated head."""
    source = Source("15_corporate_scorecard.pdf", "one table over six pages", "Northmoor Borough Council",
                    "April to December 2022", "a table over pages, head repeated, area rows")  # fmt: skip
    paper = PdfPaper(
        record.path(source),
        "Cabinet - 21st February, 2023 - Appendix 2",
        "Northmoor Borough Council",
        wide=True,
    )
    for number in range(6):
        if number:
            paper.turn(wide=True)
        else:
            paper.heading(
                "Northmoor Borough Council: corporate scorecard by area, April to December 2022", 11
            )
        paper.table(_areas_table(NORTHMOOR_LATER[4 * number : 4 * number + 4]), size=8)
    paper.save()
    record.truth(source.file, paper.truth)


def _areas_table(measures: Sequence[Measure]) -> Table:
    """Number and name are merged down the rows of the areas."""
    names = ["No.", "Indicator", "Area", *(month(m).label for m in range(9)), "YTD"]
    rows: list[list[Box | None]] = [[Box(name, bold=True, fill=HEAD) for name in names]]
    for measure in measures:
        areas = AREAS if measure.kind not in ("rate", "average") else ("Borough",)
        for area in areas:
            named: list[Box | None] = [None, None]
            if area == areas[0]:
                named = [Box(measure.no, tall=len(areas)), Box(measure.name, tall=len(areas))]
            rows.append([*named, Box(area, bold=area == "Borough"), *_area_boxes(measure, area)])
    return Table(rows, 1, [28, 198, 52, *[42.0] * 9, 48])


def _area_boxes(measure: Measure, area: str) -> list[Box | None]:
    """One area's months; North, South and Centre add up to the borough."""
    row: list[Box | None] = []
    values = [_of_area(measure.months[m], area) for m in range(9)]
    total = measure.over(0, 8)
    if area != "Borough":
        total = values[-1]
        if measure.kind == "flow":
            total = _count(sum(int(value.value) for value in values))
        elif measure.kind == "percent":
            total = share(sum(value.n or 0 for value in values), sum(value.m or 0 for value in values))
    for value, span in zip((*values, total), (*(month(m) for m in range(9)), to_date(8)), strict=True):
        known = replace(
            fact(measure, span.label, "actual", value, span), breakdown=None if area == "Borough" else area
        )
        row.append(Box(value.text, facts=(known,)))
    return row


def _of_area(value: Value, area: str) -> Value:
    """The part of a count, or of the counts behind a percentage, that an area has."""
    if area == "Borough":
        return value
    if value.n is None or value.m is None:
        return _count(_part(int(value.value), area))
    return share(_part(value.n, area), _part(value.m, area))


def _part(whole: int, area: str) -> int:
    north, south = whole * 31 // 100, whole * 42 // 100
    return {"North": north, "South": south, "Centre": whole - north - south}[area]


def _count(number: int) -> Value:
    return Value(f"{number:,}", Decimal(number), "count")
