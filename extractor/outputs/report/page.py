"""The page as a whole: cover, findings, indicators, what was not read, papers, how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from extractor import __version__
from extractor.outputs.chart import DOT
from extractor.outputs.collected import Collected
from extractor.outputs.evidence import Crops, paper_link
from extractor.outputs.lines import Measure
from extractor.outputs.report.findings import findings_section
from extractor.outputs.report.indicators import indicators_section
from extractor.outputs.report.markup import link, plural, text
from extractor.store import Head

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
UNREAD_SHOWN = 2000
COPY_NOTE = (
    "<p><strong>Copy to publish.</strong> [c] stands for counts from 1 to 5 and for figures that would"
    " tell them; zeros stay. Pictures of pages are left out.</p>"
)


def write_report(path: Path, collected: Collected, catalogue: Mapping[str, Measure]) -> None:
    """Write report.html."""
    parts = _page(collected, catalogue, path.parent)
    with path.open("w", encoding="utf-8", newline="\n") as page:
        page.writelines(parts)


def report_page(collected: Collected, catalogue: Mapping[str, Measure], out: Path) -> str:
    """The report as one HTML page; links to papers are relative to the folder `out`."""
    return "".join(_page(collected, catalogue, out))


def _page(collected: Collected, catalogue: Mapping[str, Measure], out: Path) -> list[str]:
    """The parts that follow each other: a large page is never held whole."""
    indicators = indicators_section(collected, catalogue, out)
    crops = Crops(0) if collected.suppressed else Crops(pieces=collected.pieces)
    return [
        _head(collected),
        _cover(collected, indicators.lines),
        findings_section(collected, out, crops),
        *indicators.parts,
        _unread(collected),
        _papers(collected, out),
        _made(collected),
        f"</main><script>{_asset('report.js')}</script></body></html>\n",
    ]


def _head(collected: Collected) -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="description" content="Every figure that the papers state, and what does not agree">'
        f"<title>Performance figures in {plural(len(collected.papers), 'committee paper')}</title>"
        f"<style>{_asset('report.css')}</style></head><body>"
        '<a class="skip" href="#main">Skip to the findings</a>'
        f'{DOT}<main id="main">'
    )


def _asset(name: str) -> str:
    return (files("extractor.outputs.report") / name).read_text(encoding="utf-8")


def _cover(collected: Collected, lines: int) -> str:
    authorities = sorted({body for head in collected.papers for body in head.bodies})
    of = f" of {text(' and '.join(authorities))}" if 0 < len(authorities) < 3 else ""
    figures = sum(head.figures for head in collected.papers)
    unread = sum(len(head.unread) for head in collected.papers)
    errors, warnings = collected.count("error"), collected.count("warning")
    wrong = _wrong_words(errors, warnings)
    failed = ""
    if collected.failed:
        failed = f' <a href="#papers">{plural(len(collected.failed), "paper")} could not be read</a>.'
    tiles = [
        ("", len(collected.papers), "papers read"), ("", figures, "figures"), ("", lines, "series"),
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
        f'<p class="lead">{plural(len(collected.papers), "paper was", "papers were")} read,'
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
    listed = [(head, left) for head in collected.papers for left in head.unread]
    head = '<h2 id="unread">Figures that were not read</h2>'
    if not listed:
        return f"{head}<p>None: every figure found its place.</p>"
    reasons = Counter(u.reason.split(":")[0] for _, u in listed)
    told = "; ".join(f"{text(reason)} ({count})" for reason, count in reasons.most_common(8))
    rows = "".join(
        f"<tr><td>{text(u.text)}<td>{text(u.quote[:300])}<td>{text(u.reason)}<td>{text(_place(head, u.page))}"
        for head, u in listed[:UNREAD_SHOWN]
    )
    heads = "".join(f'<th scope="col">{name}' for name in ("Figure", "Sentence", "Why", "Paper"))
    return (
        f"{head}<p>These numbers stand in the papers and no rule says for sure what they are."
        f" Reasons: {told}.</p>"
        f"<details><summary>{plural(len(listed), 'figure')}</summary>"
        '<div class="scroll" tabindex="0" role="region" aria-label="Figures not read"><table>'
        f"<thead><tr>{heads}<tbody>{rows}</table></div></details>"
    )


def _place(head: Head, page: int | None) -> str:
    name = Path(head.path).name
    return f"{name}, page {page}" if page else name


def _papers(collected: Collected, out: Path) -> str:
    rows = "".join(_paper_row(n, head, collected, out) for n, head in enumerate(collected.papers, 1))
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


def _paper_row(number: int, head: Head, collected: Collected, out: Path) -> str:
    part = next((p for p in head.parts if p.meeting_date or p.committee), None)
    meeting = " ".join(str(told) for told in ((part.committee, part.meeting_date) if part else ()) if told)
    copies = len(collected.places.get(head.sha256, ())) - 1
    also = f" <span class=soft>and {plural(copies, 'copy', 'copies')}</span>" if copies > 0 else ""
    paper = link(paper_link(head.path, None, out), text(head.path))
    return (
        f'<tr id="s{number}"><td>{number}<td>{paper}{also}'
        f'<td>{text(meeting)}<td>{text(head.status)}<td class="n">{head.figures:,}'
        f'<td class="n">{len(head.unread):,}<td class="n">{head.tables:,}'
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
