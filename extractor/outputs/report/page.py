"""The page as a whole: cover, findings, indicators, what was not read, papers, how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from extractor import __version__
from extractor.model import Result
from extractor.outputs.chart import DOT
from extractor.outputs.collected import Collected
from extractor.outputs.evidence import Crops, paper_link
from extractor.outputs.lines import Measure, find_lines
from extractor.outputs.printed import find_printed
from extractor.outputs.report.findings import findings_section
from extractor.outputs.report.indicators import DIRECT_LINKS, Sources, indicators_section
from extractor.outputs.report.markup import link, plural, text

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
UNREAD_SHOWN = 2000
COPY_NOTE = (
    "<p><strong>Copy to publish.</strong> [c] stands for counts from 1 to 5 and for figures that would"
    " tell them; zeros stay. Pictures of pages are left out.</p>"
)


def write_report(path: Path, collected: Collected, catalogue: Mapping[str, Measure]) -> None:
    """Write report.html."""
    page = report_page(collected, catalogue, path.parent)
    path.write_text(page, encoding="utf-8", newline="\n")


def report_page(collected: Collected, catalogue: Mapping[str, Measure], out: Path) -> str:
    """The report as one HTML page; links to papers are relative to the folder `out`."""
    lines = find_lines(collected.points, catalogue, find_printed(collected.results))
    numbers = {result.document.path: n for n, result in enumerate(collected.results, 1)}
    sources = Sources(numbers, out, len(collected.points) <= DIRECT_LINKS)
    body = "".join(
        [
            _cover(collected, len(lines)),
            findings_section(collected, out, Crops(0) if collected.suppressed else Crops()),
            indicators_section(lines, sources),
            _unread(collected),
            _papers(collected, out),
            _made(collected),
        ]
    )
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Performance figures in {plural(len(collected.results), 'committee paper')}</title>"
        f"<style>{_asset('report.css')}</style></head><body>"
        '<a class="skip" href="#main">Skip to the findings</a>'
        f'{DOT}<main id="main">{body}</main><script>{_asset("report.js")}</script></body></html>\n'
    )


def _asset(name: str) -> str:
    return (files("extractor.outputs.report") / name).read_text(encoding="utf-8")


def _cover(collected: Collected, lines: int) -> str:
    authorities = sorted({o.authority for r in collected.results for o in r.observations if o.authority})
    of = f" of {text(' and '.join(authorities))}" if 0 < len(authorities) < 3 else ""
    figures = sum(len(r.observations) for r in collected.results)
    unread = sum(len(r.unread) for r in collected.results)
    errors, warnings = collected.severities["error"], collected.severities["warning"]
    wrong = _wrong_words(errors, warnings)
    failed = ""
    if collected.failed:
        failed = f' <a href="#papers">{plural(len(collected.failed), "paper")} could not be read</a>.'
    tiles = [
        ("", len(collected.results), "papers read"), ("", figures, "figures"), ("", lines, "series"),
        ("error", errors, "errors"), ("warning", warnings, "warnings"), ("", unread, "figures left unread"),
        ("", len(collected.failed), "papers failed"),
    ]  # fmt: skip
    shown = "".join(f'<li class="{css}"><b>{count:,}</b>{name}</li>' for css, count, name in tiles)
    targets = (
        ("findings", "What does not agree"), ("indicators", "Indicators"), ("unread", "Not read"),
        ("papers", "Papers"), ("made", "How this was made"),
    )  # fmt: skip
    items = "".join(f'<li><a href="#{anchor}">{name}</a></li>' for anchor, name in targets)
    return (
        f"<h1>What the papers{of} say, and whether it agrees</h1>"
        f'<p class="lead">{plural(len(collected.results), "paper was", "papers were")} read,'
        f" stating {plural(figures, 'figure')}. {wrong}{failed}"
        " Every figure below leads to the place it comes from.</p>"
        f"{COPY_NOTE if collected.suppressed else ''}"
        f'<ul class="tiles">{shown}</ul><nav aria-label="Contents"><ul>{items}</ul></nav>'
    )


def _wrong_words(errors: int, warnings: int) -> str:
    if not errors + warnings:
        return "None was found to disagree with another."
    told = []
    if errors:
        told.append(f"{plural(errors, 'finding')} would mislead a reader")
    if warnings:
        told.append(f"{plural(warnings, 'finding')} should be looked at")
    return " and ".join(told) + "."


def _unread(collected: Collected) -> str:
    listed = [(r, u) for r in collected.results for u in r.unread]
    head = '<h2 id="unread">Figures that were not read</h2>'
    if not listed:
        return f"{head}<p>None: every figure found its place.</p>"
    reasons = Counter(u.reason.split(":")[0] for _, u in listed)
    told = "; ".join(f"{text(reason)} ({count})" for reason, count in reasons.most_common(8))
    rows = "".join(
        f"<tr><td>{text(u.text)}<td>{text(u.quote[:300])}<td>{text(u.reason)}"
        f"<td>{text(_place(r, u.place.page))}"
        for r, u in listed[:UNREAD_SHOWN]
    )
    heads = "".join(f'<th scope="col">{name}' for name in ("Figure", "Sentence", "Why", "Paper"))
    return (
        f"{head}<p>These numbers stand in the papers and no rule says for sure what they are."
        f" Reasons: {told}.</p>"
        f"<details><summary>{plural(len(listed), 'figure')}</summary>"
        '<div class="scroll" tabindex="0" role="region" aria-label="Figures not read"><table>'
        f"<thead><tr>{heads}<tbody>{rows}</table></div></details>"
    )


def _place(result: Result, page: int | None) -> str:
    name = Path(result.document.path).name
    return f"{name}, page {page}" if page else name


def _papers(collected: Collected, out: Path) -> str:
    rows = "".join(_paper_row(n, result, collected, out) for n, result in enumerate(collected.results, 1))
    names = ("No", "Paper", "Meeting", "Status", "Figures", "Unread", "Tables")
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    failed = ""
    if collected.failed:
        listed = "".join(
            f"<tr><td>{text(f.document)}<td>{text(f.status)}<td>{text(f.message)}" for f in collected.failed
        )
        failed = (
            '<h3>Papers that could not be read</h3><div class="scroll" tabindex="0" role="region"'
            ' aria-label="Papers that could not be read"><table><thead><tr><th scope="col">Paper'
            f'<th scope="col">Status<th scope="col">Why<tbody>{listed}</table></div>'
        )
    skipped = (
        f"<p>{plural(collected.skipped, 'other file')} were passed over.</p>" if collected.skipped else ""
    )
    return (
        '<h2 id="papers">Papers</h2><div class="scroll" tabindex="0" role="region" aria-label="Papers read">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{failed}{skipped}"
    )


def _paper_row(number: int, result: Result, collected: Collected, out: Path) -> str:
    document = result.document
    context = next((c for c in document.outline.contexts if c.meeting_date or c.committee), None)
    meeting = " ".join(
        str(part) for part in ((context.committee, context.meeting_date) if context else ()) if part
    )
    copies = len(collected.places.get(document.sha256, ())) - 1
    also = f" <span class=soft>and {plural(copies, 'copy', 'copies')}</span>" if copies > 0 else ""
    paper = link(paper_link(document.path, None, out), text(document.path))
    return (
        f'<tr id="s{number}"><td>{number}<td>{paper}{also}'
        f'<td>{text(meeting)}<td>{text(document.status)}<td class="n">{len(result.observations):,}'
        f'<td class="n">{len(result.unread):,}<td class="n">{len(result.tables):,}'
    )


def _made(collected: Collected) -> str:
    page = _asset("made.html").replace("{version}", text(__version__))
    return page.replace("{checked}", _checked(collected))


def _checked(collected: Collected) -> str:
    """What people decided, in words."""
    decided = {verdict: count for verdict, count in collected.decided.items() if count}
    if not decided:
        return "None here was compared with its paper by a person."
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(decided.items()))
    return f"Decisions of people are in effect here: {told}. All others are recorded only."
