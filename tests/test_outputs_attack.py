"""An attack on the copy to publish: with all that it shows, no figure that is kept back can be worked out."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from extractor.archive import Paper, engine
from extractor.outputs.suppress.relations import is_small
from extractor.outputs.suppress.solving import Quantity, Sum, kept_back
from extractor.patterns import load_patterns
from extractor.run import Order, run_papers
from extractor.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
HEAD = (
    "AMBLEFORD COUNCIL\nCHILDREN'S SCRUTINY PANEL\n15th February 2023\n"
    "PRESENT: Councillors Ash and Brand.\n\n32. CHILDREN'S SOCIAL CARE PERFORMANCE\n"
)
TRAPS = HEAD + (
    "The Panel received the report for December 2022.\n"
    "Of the 40 assessments completed in December 2022, 37 were in time (92.5%).\n"
    "In December 2022, 71 of 73 health assessments were in time (97.3%).\n"
    "In December 2022, 29 of 31 personal education plans were up to date (93.5%).\n"
    "There were 26 initial child protection conferences in December 2022: 3 in the North, 9 in the Centre"
    " and 14 in the South.\n"
    "Children missing from care rose from 4 in November 2022 to 17 in December 2022, a rise of 13.\n"
    "Ms Jane Thornbury (jane.thornbury@ambleford.gov.uk, 01632 960 123) answered.\n\n"
    "Indicator\tApr-22\tMay-22\tJun-22\tJul-22\tAug-22\tSep-22\tOct-22\tNov-22\tDec-22\tYTD\n"
    "Number of adoptions\t2\t7\t9\t8\t6\t11\t12\t9\t10\t74\n"
    "Number of children missing from care\t21\t19\t16\t14\t12\t18\t15\t4\t17\t136\n"
    "Number of contacts received\t812\t809\t851\t840\t826\t866\t864\t898\t890\t7656\n"
)
EARLIER = HEAD.replace("15th February", "18th January") + (
    "Indicator\tApr-22\tMay-22\tJun-22\tJul-22\tAug-22\tSep-22\tOct-22\tNov-22\tYTD\n"
    "Number of adoptions\t2\t7\t9\t8\t6\t11\t12\t9\t64\n"
    "Number of children missing from care\t21\t19\t16\t14\t12\t18\t15\t4\t119\n"
)
AREAS = HEAD + (
    "Indicator for December 2022\tNorth\tSouth\tCentre\tBorough\n"
    "Number of children with a child protection plan\t61\t108\t111\t280\n"
    "Number of care leavers\t3\t84\t92\t179\n"
    "Number of referrals received\t5\t130\t128\t263\n"
)


@dataclass(frozen=True)
class Attack:
    """What is known to be true, and what the copy shows."""

    truth: list[dict[str, str]]
    copy: list[dict[str, str]]
    folder: Path

    @property
    def pairs(self) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
        return zip(self.truth, self.copy, strict=True)

    def is_kept_back(self, row: dict[str, str]) -> bool:
        return row["value"] == "[c]"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Attack:
    folder = tmp_path_factory.mktemp("attack")
    papers = [Paper(f.name, f) for f in sorted(CORPUS.iterdir()) if f.suffix in (".txt", ".html", ".xlsx")]
    for name, text in (("traps.txt", TRAPS), ("earlier.txt", EARLIER), ("areas.txt", AREAS)):
        file = folder / "papers" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        papers.append(Paper(name, file))
    out = folder / "out"
    order = Order(papers, out, Settings(), load_patterns(), suppress=True)
    with engine(2, None) as (pool, at_once):
        run_papers(order, pool, at_once, lambda _: None, lambda _: None)
    return Attack(rows(out / "observations.csv"), rows(out / "publish" / "observations.csv"), out / "publish")


def test_every_small_count_is_kept_back_and_most_figures_are_not(attack: Attack) -> None:
    kept = {"target", "threshold", "benchmark", "projection", "change"}
    small = [
        copy["value"]
        for true, copy in attack.pairs
        if true["unit"] == "count" and true["role"] not in kept and is_small(Decimal(true["value"]))
    ]
    assert len(small) > 8 and set(small) == {"[c]"}
    assert sum(attack.is_kept_back(row) for row in attack.copy) < len(attack.copy) / 10


def test_the_traps_are_kept_back(attack: Attack) -> None:
    by_text = {
        (true["document"], true["text"]): copy["value"]
        for true, copy in attack.pairs
        if true["document"].endswith(("traps.txt", "areas.txt"))
    }
    assert by_text["traps.txt", "37"] == "[c]" and by_text["traps.txt", "92.5%"] == "[c]"
    assert by_text["traps.txt", "40"] == "40" and by_text["areas.txt", "280"] == "280"
    assert "[c]" in {by_text["areas.txt", "84"], by_text["areas.txt", "92"], by_text["areas.txt", "179"]}
    assert "[c]" in {by_text["areas.txt", "130"], by_text["areas.txt", "128"], by_text["areas.txt", "263"]}


def groups(attack: Attack) -> list[list[tuple[dict[str, str], dict[str, str]]]]:
    """Figures of one sentence or table row, in their order."""
    held: dict[tuple[str, str], list[tuple[dict[str, str], dict[str, str]]]] = defaultdict(list)
    for true, copy in attack.pairs:
        held[true["document"], true["quote"]].append((true, copy))
    return list(held.values())


def test_no_total_and_its_other_parts_tell_a_figure(attack: Attack) -> None:
    told = []
    for group in groups(attack):
        counts = [(Decimal(t["value"]), attack.is_kept_back(c)) for t, c in group if t["unit"] == "count"]
        for total in range(len(counts)):
            for first, last in runs_beside(total, len(counts)):
                parts = counts[first:last]
                if sum(value for value, _ in parts) == counts[total][0] > 0:
                    unknown = [v for v, hidden in (*parts, counts[total]) if hidden]
                    told += [(unknown, group[0][0]["quote"])] if len(unknown) == 1 else []
    assert told == []


def runs_beside(total: int, length: int) -> Iterator[tuple[int, int]]:
    """Two or more neighbours on one side."""
    yield from ((first, total) for first in range(total - 1))
    yield from ((total + 1, last) for last in range(total + 3, length + 1))


def test_no_percent_and_its_base_tell_a_figure(attack: Attack) -> None:
    told = []
    for group in groups(attack):
        bases = [
            Decimal(c["value"]) for _, c in group if c["role"] == "denominator" and not attack.is_kept_back(c)
        ]
        for _, copy in group:
            if copy["unit"] == "percent" and copy["role"] == "actual" and not attack.is_kept_back(copy):
                same = [
                    b for b, (t, c) in zip(bases, group, strict=False) if c["indicator"] == copy["indicator"]
                ]
                for base in same:
                    part = Decimal(copy["value"]) * base / 100
                    if any(Decimal("0.5") <= n < Decimal("5.5") for n in (part, base - part)):
                        told.append((copy["value"], base, copy["quote"]))
    assert told == []


def test_no_difference_of_totals_over_time_tells_a_figure(attack: Attack) -> None:
    lines: dict[tuple[str, ...], dict[tuple[str, str], tuple[Decimal, bool]]] = defaultdict(dict)
    for true, copy in zip(
        rows(attack.folder.parent / "series.csv"), rows(attack.folder / "series.csv"), strict=True
    ):
        if (true["kind"], true["unit"]) == ("actual", "count") and true["status"].startswith("current"):
            key = tuple(true[name] for name in ("authority", "indicator", "area", "cohort"))
            span = true["period_start"], true["period_end"]
            held = lines[key].get(span, (Decimal(true["value"]), True))
            # shown once is shown
            lines[key][span] = (held[0], held[1] and copy["value"] == "[c]")
    assert any(hidden for line in lines.values() for _, hidden in line.values())
    told = [found for line in lines.values() for found in differences(line)]
    assert told == []


def differences(line: dict[tuple[str, str], tuple[Decimal, bool]]) -> Iterator[object]:
    spans = {tuple(map(date.fromisoformat, span)): held for span, held in line.items() if all(span)}
    for whole, (total, total_hidden) in spans.items():
        for part, (value, part_hidden) in spans.items():
            rest = (part[1] + timedelta(days=1), whole[1])
            if part[0] == whole[0] and part[1] < whole[1] and rest in spans and part[0] < part[1]:
                left, left_hidden = spans[rest]
                if value + left == total and [total_hidden, part_hidden, left_hidden].count(True) == 1:
                    yield whole, part
        months = sorted(
            s for s in spans if whole[0] <= s[0] and s[1] <= whole[1] and 26 < (s[1] - s[0]).days < 31
        )
        tiles = len(months) > 1 and months[0][0] == whole[0] and months[-1][1] == whole[1]
        if tiles and all(a[1] + timedelta(days=1) == b[0] for a, b in pairwise(months)):
            hidden = [spans[m][1] for m in months] + [total_hidden]
            if sum(spans[m][0] for m in months) == total and hidden.count(True) == 1:
                yield whole, "months"


TOKEN = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?%?(?!\w|[.,]\d)")


def published_texts(folder: Path) -> dict[str, str]:
    """Every file of the copy as text; the parts of the workbook apart."""
    texts: dict[str, str] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as archive:
                texts |= {f"{file.name}/{n}": archive.read(n).decode("utf-8") for n in archive.namelist()}
        elif file.suffix != ".parquet":
            texts[file.name] = file.read_text(encoding="utf-8")
    return texts


def test_a_figure_that_is_kept_back_and_prints_like_no_other_stands_in_no_file(attack: Attack) -> None:
    shown = {token for _, copy in attack.pairs for token in TOKEN.findall(copy["text"] + " " + copy["quote"])}
    hidden = {true["text"] for true, copy in attack.pairs if attack.is_kept_back(copy)}
    alone = {text for text in hidden - shown if re.fullmatch(r"\d+\.\d+%", text)}
    assert len(alone) > 2
    found = {}
    for name, text in published_texts(attack.folder).items():
        # of a workbook's parts and of pictures the numbers are places, which other tests read
        words = re.sub(r"<svg.*?</svg>|<style>.*?</style>|\sstyle=\"[^\"]*\"", " ", text, flags=re.S)
        left = {value for value in alone if value.rstrip("%") in numbers_of(unescape(words))}
        if left and (not name.startswith("workbook") or name.endswith("sharedStrings.xml")):
            found[name] = left
    assert found == {}


def numbers_of(text: str) -> set[str]:
    return {token.rstrip("%") for token in TOKEN.findall(text)}


def test_no_quote_shows_a_number_where_a_figure_is_kept_back(attack: Attack) -> None:
    wrong = []
    for true, copy in attack.pairs:
        if attack.is_kept_back(copy):
            before, after = true["quote"].count(true["text"]), copy["quote"].count(true["text"])
            tokens = [t.rstrip("%") for t in TOKEN.findall(copy["quote"])]
            if after and true["text"].rstrip("%") in tokens and before:
                wrong.append((true["text"], copy["quote"]))
    assert wrong == []


def test_names_addresses_and_numbers_of_officers_are_in_no_file(attack: Attack) -> None:
    for name, text in published_texts(attack.folder).items():
        for private in ("Thornbury", "ambleford.gov.uk", "960 123", str(attack.folder.parents[1])):
            assert private not in text, name


def test_charts_draw_no_point_for_a_figure_that_is_kept_back(attack: Attack) -> None:
    page = (attack.folder / "report.html").read_text(encoding="utf-8")
    series = [r for r in rows(attack.folder / "series.csv") if r["kind"] == "actual" and r["value"] != "[c]"]
    values = [Decimal(r["value"]) for r in series if r["period_end"]]
    drawn = 0
    for chart in re.findall(r'<svg class="chart".*?</svg>', page, re.S):
        ticks = re.findall(r'<text x="48" y="([\d.]+)" class="ax e">([-\d,.]+)</text>', chart)
        (y0, v0), (y1, v1) = [(float(y), float(v.replace(",", ""))) for y, v in (ticks[0], ticks[-1])]
        for path in re.findall(r'<path class="(?:va dt|vd)" d="([^"]+)"', chart):
            for y in re.findall(r"[ML ]?[\d.]+ ([\d.]+)", path):
                value = v0 + (float(y) + 4 - y0) * (v1 - v0) / (y1 - y0)
                near = min(abs(float(shown) - value) for shown in values)
                assert near <= abs(v1 - v0) * 0.01, chart[:200]
                drawn += 1
    assert drawn > 20


def test_the_workbook_draws_no_line_with_a_figure_that_is_kept_back(attack: Attack) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    data = (attack.folder / "workbook.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    kept = sum(cell.value == "[c]" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert kept > 10
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
    for chart in charts:
        for sheet, row, first, last in re.findall(
            r"<c:val><c:numRef><c:f>'?([^'!]+)'?!\$([A-Z]+\$\d+):\$([A-Z]+)\$(\d+)", chart
        ):
            column, number = row.split("$")
            cells = book[sheet][f"{column}{number}:{first}{last}"][0]
            assert all(cell.value != "[c]" for cell in cells)


# --- the arithmetic by itself -------------------------------------------------------------------------


def table(seed: int) -> tuple[dict[int, Quantity], list[Sum]]:
    """A random table of counts with its totals by row and column."""
    chance = random.Random(seed)
    height, width = chance.randint(2, 4), chance.randint(2, 4)
    inside = [[chance.choice([0, 1, 2, 3, 7, 12, 30, 80]) for _ in range(width)] for _ in range(height)]
    full = [[*row, sum(row)] for row in inside]
    full.append([sum(column) for column in zip(*full, strict=True)])
    names = [[r * (width + 1) + c for c in range(width + 1)] for r in range(height + 1)]
    quantities = {
        names[r][c]: Quantity(Decimal(v), small=1 <= v <= 5)
        for r, row in enumerate(full)
        for c, v in enumerate(row)
    }
    sums = [Sum(row[-1], tuple(row[:-1])) for row in names]
    sums += [Sum(column[-1], tuple(column[:-1])) for column in zip(*names, strict=True)]
    return quantities, sums


@pytest.mark.parametrize("seed", range(60))
def test_no_set_of_sums_of_a_random_table_fixes_what_is_kept_back(seed: int) -> None:
    quantities, sums = table(seed)
    hidden = kept_back(quantities, sums, {n for n, q in quantities.items() if q.small})
    for name in hidden:
        assert not fixed(name, sums, hidden)
    for held in sums:
        unknown = [name for name in held.members if name in hidden]
        assert len(unknown) != 1


def fixed(name: int, sums: Sequence[Sum], hidden: set[int]) -> bool:
    """Whether the sums leave one value only: the unit vector of the quantity is in their row space."""
    order = sorted(hidden)
    matrix = [[Fraction(sign(column, held)) for column in order] for held in sums]
    return rank(matrix) == rank([*matrix, [Fraction(column == name) for column in order]])


def sign(name: int, held: Sum) -> int:
    return 1 if name == held.total else -1 if name in held.parts else 0


def rank(matrix: Sequence[Sequence[Fraction]]) -> int:
    left = [list(row) for row in matrix]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((r for r in range(found, len(left)) if left[r][column]), None)
        if pivot is None:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for r in range(found + 1, len(left)):
            factor = left[r][column] / left[found][column]
            left[r] = [a - factor * b for a, b in zip(left[r], left[found], strict=True)]
        found += 1
    return found


def test_hidden_counts_that_must_all_be_one_take_their_sum_with_them() -> None:
    one = Quantity(Decimal(1), small=True)
    quantities = {0: one, 1: one, 2: Quantity(Decimal(2))}
    assert kept_back(quantities, [Sum(2, (0, 1))], {0, 1}) == {0, 1, 2}


def test_three_sums_that_tell_a_figure_together_take_another_with_them() -> None:
    quantities = {n: Quantity(Decimal(v)) for n, v in enumerate([3, 20, 30, 23, 33, 50])}
    sums = [Sum(3, (0, 1)), Sum(4, (0, 2)), Sum(5, (1, 2))]
    hidden = kept_back(quantities, sums, {0, 1, 2})
    assert len(hidden) > 3 and not any(fixed(name, sums, hidden) for name in hidden)
