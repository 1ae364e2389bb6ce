"""The report: everything on one page, nothing from outside, and it opens in a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.outputs import points
from extractor.archive import Paper, engine
from extractor.model import Result, StatementSource, TableReading, TableSource
from extractor.outputs.collected import Collected, Failed
from extractor.outputs.evidence import Crops, marked_quote, paper_link, table_extract
from extractor.outputs.lines import Measure
from extractor.outputs.report import report_page, write_report
from extractor.patterns import load_patterns
from extractor.run import Order, run_papers
from extractor.settings import Settings
from tests.builders import finding, observation, point, result, scorecard

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
browser = pytest.mark.skipif(CHROMIUM is None, reason="no headless browser is installed")


def collected(made: Result | None = None) -> Collected:
    made = made or result()
    base = made.observations[0]
    points = [
        point(
            base, indicator_id="plans", period_start=date(2020, n, 1), period_end=date(2020, n, 28),
            value=Decimal(90 - n), observation_id=f"{base.observation_id}-{n}", area=area,
        )
        for n in range(1, 7)
        for area in (None, "North")
    ]  # fmt: skip
    return Collected(
        results=[made],
        points=points,
        findings=[finding(made)],
        failed=[Failed("broken.pdf", "encrypted", "it needs a password")],
        places={made.document.sha256: [made.document.path, "copy.txt"]},
    )


CATALOGUE = {"plans": Measure("Plans in time", "children_social_care", "high")}


class Outline(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.sources: list[str] = []
        self.headings: list[int] = []
        self.images: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag == "a" and (held.get("href") or "").startswith("#"):
            self.anchors.append(str(held["href"])[1:])
        if held.get("src"):
            self.sources.append(str(held["src"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.images.append(held.get("alt"))


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    return parsed


def test_a_finding_shows_the_claim_and_the_marked_cell_of_its_evidence(tmp_path: Path) -> None:
    page = report_page(collected(), CATALOGUE, tmp_path)
    assert "from 92.4% in March 2021 to <mark>88.1%</mark> in April 2021" in page
    assert '<td data-h="Apr 21"><mark>87.5%</mark></td>' in page
    assert "The text says 88.1% for April 2021; the scorecard says 87.5%." in page


def test_every_link_within_the_page_leads_somewhere_and_no_id_is_there_twice(tmp_path: Path) -> None:
    parsed = outline(report_page(collected(), CATALOGUE, tmp_path))
    assert set(parsed.anchors) <= set(parsed.ids)
    assert len(parsed.ids) == len(set(parsed.ids))


def test_headings_go_down_one_level_at_a_time(tmp_path: Path) -> None:
    levels = outline(report_page(collected(), CATALOGUE, tmp_path)).headings
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_fetched_from_outside(tmp_path: Path) -> None:
    page = report_page(collected(), CATALOGUE, tmp_path)
    assert outline(page).sources == []
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_names_of_files_and_quotes_cannot_bring_markup_or_contact_details(tmp_path: Path) -> None:
    made = result("<script>alert(1)</script>.txt")
    bad = replace(made.observations[0], quote="88.1% <img src=x onerror=alert(1)> ask jo@example.gov.uk")
    page = report_page(
        collected(replace(made, observations=(bad, *made.observations[1:]))), CATALOGUE, tmp_path
    )
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "jo@example.gov.uk" not in page


def test_the_failed_papers_and_the_unread_figures_are_named(tmp_path: Path) -> None:
    page = report_page(collected(), CATALOGUE, tmp_path)
    assert "it needs a password" in page
    assert "Item 7 is odd." in page
    assert "and 1 copy" in page


def test_the_same_results_give_the_same_page(tmp_path: Path) -> None:
    assert report_page(collected(), CATALOGUE, tmp_path) == report_page(collected(), CATALOGUE, tmp_path)


def test_an_empty_run_has_a_report_too(tmp_path: Path) -> None:
    assert "No figure was found to disagree" in report_page(Collected(), {}, tmp_path)


def test_a_figure_that_stands_twice_in_its_sentence_is_marked_at_its_own_place() -> None:
    source = StatementSource(block=0, sentence_start=0, sentence_end=26)
    again = observation("88.1%", quote="88.1% here; and 88.1% there", start=16, source=source)
    assert marked_quote(again).before == "88.1% here; and "


def test_a_wide_row_is_cut_to_the_columns_near_the_cell() -> None:
    head = ["Measure", *(f"M{n}" for n in range(20))]
    grid = scorecard([head, ["Plans", *(str(n) for n in range(20))]])
    made = result()
    wide = replace(
        made,
        document=replace(made.document, blocks=(grid,)),
        tables=(TableReading(0, "scorecard", "", (0,), (0,)),),
    )
    extract = table_extract(wide, [replace(made.observations[2], source=TableSource(0, 1, 15))])
    assert extract is not None
    assert extract.heads == ("Measure", "M13", "M14", "M15")
    (row,) = extract.rows
    assert [row.cells[n] for n in row.marked] == ["14"]


def test_a_long_sentence_is_cut_at_words_on_both_sides_of_the_figure() -> None:
    long = replace(observation("88.1%"), quote=f"{'before ' * 90}88.1%{' after' * 90}", source=None)
    parts = marked_quote(long)
    assert parts.before.startswith("… before ") and parts.after.endswith(" after …")
    assert 250 < len(parts.before) < 330 and 250 < len(parts.after) < 330


def test_a_paper_is_linked_at_its_page_by_a_relative_way(tmp_path: Path) -> None:
    paper = tmp_path / "my papers" / "Pack #1.pdf"
    paper.parent.mkdir()
    paper.write_bytes(b"%PDF")
    assert paper_link(str(paper), 3, tmp_path / "out") == "../my%20papers/Pack%20%231.pdf#page=3"
    assert paper_link("gone.pdf", 3, tmp_path) == ""


def test_a_crop_of_a_pdf_page_is_a_small_picture_and_a_budget_ends_them(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="needs the corpus extra")
    file = tmp_path / "a.pdf"
    drawn = canvas.Canvas(str(file), pagesize=(595, 842))
    drawn.drawString(100, 700, "Plans in time 88.1%")
    drawn.save()
    made = replace(observation(), document=str(file), page=1, bbox=(170.0, 130.0, 205.0, 145.0))
    picture = Crops().crop(made)
    assert picture is not None and picture.png.startswith(b"\x89PNG") and len(picture.png) < 20_000
    assert Crops(budget=0).crop(made) is None
    assert Crops().crop(replace(made, page=9)) is None


def in_browser(
    page: Path, script: str, width: int = 1200, before: str = "", options: Sequence[str] = ()
) -> object:
    """Open the page with a script at its end that writes JSON into an element; gives that JSON.

    `script` is an expression or gives a promise; `before` is a library it needs.
    """
    html = page.read_text(encoding="utf-8")
    probe = page.with_name("probe.html")
    caught = "<script>window.errors=[];addEventListener('error',e=>errors.push(e.message))</script>"
    telling = f"Promise.resolve({script}).then(told=>{{document.body.dataset.told=JSON.stringify(told)}})"
    tail = f"<script>{before}</script><script>addEventListener('load',()=>{{{telling}}})</script>"
    probe.write_text(
        html.replace("<style>", f"{caught}<style>", 1).replace("</body>", f"{tail}</body>"), encoding="utf-8"
    )
    assert CHROMIUM is not None
    shown = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900",
            f"--user-data-dir={page.parent / 'profile'}", "--virtual-time-budget=60000", "--dump-dom",
            *options, probe.as_uri(),
        ],
        capture_output=True, timeout=120, check=True,
    ).stdout.decode("utf-8")  # fmt: skip
    found = re.search(r'data-told="([^"]*)"', shown)
    assert found, shown[:500]
    return json.loads(unescape(found[1]))


@pytest.mark.browser
@browser
@pytest.mark.parametrize("width", [500, 1600])
def test_the_page_opens_without_errors_or_requests_and_fits_its_window(tmp_path: Path, width: int) -> None:
    write_report(tmp_path / "report.html", collected(), CATALOGUE)
    told = in_browser(
        tmp_path / "report.html",
        "[errors, performance.getEntriesByType('resource').length,"
        " document.documentElement.scrollWidth <= innerWidth, document.querySelectorAll('svg.chart').length]",
        width,
    )
    assert told == [[], 0, True, 1]


@pytest.mark.browser
@browser
def test_a_narrow_page_needs_no_scrolling_sideways(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", collected(), CATALOGUE)
    told = in_browser(
        tmp_path / "report.html",
        "(()=>{const s=document.body.style;s.width=s.maxWidth='320px';return document.body.scrollWidth})()",
        width=500,
    )
    assert isinstance(told, int) and told <= 320


@pytest.mark.browser
@browser
def test_the_search_field_narrows_the_index(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", collected(), CATALOGUE)
    told = in_browser(
        tmp_path / "report.html",
        "(()=>{const f=document.querySelector('form.filters');f.q.value='nothing like it';"
        "f.dispatchEvent(new Event('input'));"
        "return [...document.querySelectorAll('#index [data-t]')].map(r=>r.hidden)})()",
    )
    assert told == [True]


AXE = next(
    (
        file
        for file in (
            Path(os.environ.get("AXE_JS", "node_modules/axe-core/axe.min.js")),
            Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js",
        )
        if file.is_file()
    ),
    None,
)
accessibility = pytest.mark.skipif(
    AXE is None, reason="axe-core is not here: npm install axe-core, or set AXE_JS"
)
VIOLATIONS = (
    # what is off the screen is laid out late: all of it is to be looked at
    "document.querySelectorAll('section.i').forEach(e=>{e.style.contentVisibility='visible'})||"
    "axe.run(document,{resultTypes:['violations']}).then(r=>"
    "r.violations.map(v=>v.id+': '+v.nodes.slice(0,3).map(n=>n.html.slice(0,200)).join(' | ')))"
)
"""What axe-core finds, a line a rule with the first places."""


def corpus_report(folder: Path) -> Path:
    """The report over papers of the corpus that between them have every sort of finding and chart."""
    corpus = Path(__file__).parents[1] / "corpus"
    papers = [Paper(f.name, f) for f in sorted(corpus.iterdir()) if f.suffix in (".txt", ".html", ".xlsx")]
    order = Order(papers, folder, Settings(), load_patterns())
    with engine(2, None) as (pool, at_once):
        run_papers(order, pool, at_once, lambda _: None, lambda _: None)
    return folder / "report.html"


@pytest.fixture(scope="module")
def whole_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus_report(tmp_path_factory.mktemp("corpus"))


@pytest.mark.browser
@browser
@accessibility
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_report_of_the_corpus(whole_report: Path, scheme: str) -> None:
    assert AXE is not None
    options = ("--blink-settings=preferredColorScheme=0",) if scheme == "dark" else ()
    found = in_browser(whole_report, VIOLATIONS, before=AXE.read_text(encoding="utf-8"), options=options)
    assert found == []


@pytest.mark.browser
@browser
def test_the_page_is_light_and_nothing_moves_while_it_loads(whole_report: Path) -> None:
    told = in_browser(
        whole_report,
        "[document.querySelectorAll('*').length<30000,"
        "performance.getEntriesByType('resource').length,errors,"
        "performance.getEntriesByType('layout-shift').length,"
        "!!document.querySelector('meta[name=description]'),document.documentElement.lang]",
    )
    assert told == [True, 0, [], 0, True, "en-GB"]


@pytest.mark.browser
@browser
def test_the_index_is_narrowed_by_status_and_sorted_by_a_head(whole_report: Path) -> None:
    told = in_browser(
        whole_report,
        "(()=>{const f=document.querySelector('form.filters');f.v.value='Target missed';"
        "f.dispatchEvent(new Event('input'));"
        "const rows=[...document.querySelectorAll('#index tbody tr')];"
        "const shown=rows.filter(r=>!r.hidden);"
        "const right=shown.length>0&&shown.length<rows.length&&"
        "shown.every(r=>r.cells[6].textContent.includes('Target missed'));"
        "const head=document.querySelectorAll('#index thead button')[3];head.click();head.click();"
        "const counts=[...document.querySelectorAll('#index tbody tr')].map(r=>+r.cells[3].textContent);"
        "return [right,counts.length>5&&counts.every((n,i)=>!i||counts[i-1]>=n),"
        "head.parentElement.getAttribute('aria-sort')]})()",
    )
    assert told == [True, True, "descending"]


@pytest.mark.browser
@browser
def test_everything_that_can_be_worked_can_be_reached_by_keyboard(whole_report: Path) -> None:
    told = in_browser(
        whole_report,
        "(()=>{const all=[...document.querySelectorAll('a[href],summary,input,select,button')];"
        "const shut=all.filter(e=>e.tabIndex<0);"
        "const wide=[...document.querySelectorAll('*')].filter(e=>e.scrollWidth>e.clientWidth+1"
        "&&/auto|scroll/.test(getComputedStyle(e).overflowX)&&e.tabIndex<0);"
        "all[0].focus();"
        "return [all.length>50,shut.length,wide.map(e=>e.outerHTML.slice(0,120)).slice(0,3),"
        "document.activeElement.className]})()",
    )
    assert told == [True, 0, [], "skip"]


@pytest.mark.browser
@browser
def test_the_report_of_the_corpus_prints(whole_report: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    printed = whole_report.with_name("printed.pdf")
    assert CHROMIUM is not None
    subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={whole_report.parent / 'profile'}", f"--print-to-pdf={printed}",
            whole_report.as_uri(),
        ],
        capture_output=True, timeout=240, check=True,
    )  # fmt: skip
    with pdfium.PdfDocument(printed) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert len(document) > 3
    assert "How this was made" in text


def test_five_hundred_indicators_of_ten_years_make_a_report_that_can_be_mailed(tmp_path: Path) -> None:
    many = Collected(points=points(500, 120))
    page = report_page(many, {}, tmp_path)
    assert page.count('<section class="i">') == 500 and page.count("<tr><td>") >= 60_000
    assert len(page.encode()) < 5_000_000
