"""The findings section: each claim as quoted, the evidence beside it, the reason in a sentence."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from extractor.model import Document, Finding, Observation, TableSource
from extractor.outputs.collected import Collected
from extractor.outputs.evidence import (
    Crop,
    Crops,
    Extract,
    expected_value,
    marked_quote,
    paper_link,
    shortened,
    table_extract,
)
from extractor.outputs.report.markup import link, text
from extractor.outputs.words import with_unit

IN_FULL = 200
"""Findings shown with their evidence; those ranked lower are listed in a table."""
EVIDENCE_SHOWN = 12
PICTURE = "\x03"
"""Stands for the picture of a page; no text of the page holds it."""
VERDICTS = {
    "disagrees": "does not agree with the evidence",
    "wrong_period": "is the value of another period",
    "wrong_column": "is the value of another column",
    "arithmetic_wrong": "does not add up",
    "restated": "was restated",
    "agrees": "agrees",
    "agrees_after_rounding": "agrees after rounding",
    "arithmetic_ok": "adds up",
    "no_evidence": "could not be checked",
}
_AGREEING = ("agrees", "agrees_after_rounding", "arithmetic_ok")
_OPEN = ("no_evidence",)
NOTES = (
    ("Suspicions and remarks", tuple(v for v in VERDICTS if v not in _AGREEING + _OPEN)),
    ("Held against evidence and found right", _AGREEING),
    ("Could not be checked", _OPEN),
)
"""Notes by what they say: title and verdicts."""
SEVERITIES = {"error": "Error", "warning": "Warning", "note": "Note"}


def findings_section(collected: Collected, out: Path, crops: Crops) -> str:
    """All findings: errors and warnings in full by rank, notes in a list that opens."""
    wrong = [f for f in collected.findings if f.severity in ("error", "warning")]
    notes = [f for f in collected.findings if f.severity == "note"]
    parts = ['<h2 id="findings">What does not agree</h2>']
    if len(collected.findings) < sum(collected.severities.values()):
        parts.append(
            f"<p>Shown are the {len(collected.findings):,} that rank first; findings.csv holds all.</p>"
        )
    if not wrong:
        parts.append("<p>No figure was found to disagree with other evidence in these papers.</p>")
    parts += [_article_with_pictures(finding, collected, out, crops) for finding in wrong[:IN_FULL]]
    if wrong[IN_FULL:]:
        parts.append(_table("Further findings, ranked lower", wrong[IN_FULL:], out))
    for title, verdicts in NOTES:
        listed = [note for note in notes if note.verdict in verdicts]
        parts.append(_notes(title, listed, out) if listed else "")
    return "".join(parts)


def _article_with_pictures(finding: Finding, collected: Collected, out: Path, crops: Crops) -> str:
    """The article, made where the finding is new: what it shows of tables is in papers, slow to load.

    Pictures stand in it while their budget lasts, so they are put in when the findings above are known.
    """
    mark = repr((finding, str(out.resolve()), str(Path.cwd())))
    article: str = collected.pieces.piece(mark, lambda: _article(finding, collected, out))
    first, *rest = article.split(PICTURE)
    shown = [finding.stated, *(group[0] for group in _by_table(finding.evidence))]
    parts = (
        _picture(made, crops.crop(made, partial(_document, collected, made))) + part
        for made, part in zip(shown, rest, strict=True)
    )
    return first + "".join(parts)


def _document(collected: Collected, made: Observation) -> Document | None:
    paper = collected.paper_of(made.document_sha256)
    return paper.document if paper else None


def _notes(title: str, notes: Sequence[Finding], out: Path) -> str:
    listed = "".join(f"<li>{_note(note, out)}</li>" for note in notes[:1000])
    return f"<details><summary>{title} ({len(notes):,})</summary><ul>{listed}</ul></details>"


def _article(finding: Finding, collected: Collected, out: Path) -> str:
    stated = finding.stated
    verdict = VERDICTS.get(finding.verdict, finding.verdict)
    head = f"{text(_subject(stated))}: {text(stated.text)} {text(verdict)}"
    expected = ""
    value = expected_value(finding)
    if value is not None:
        expected = f" <strong>Evidence gives {text(with_unit(value, stated.unit))}.</strong>"
    also = ""
    if finding.also:
        places = ", ".join(_where(o, out) for o in finding.also)
        also = f'<p class="soft">The same figure also stands at: {places}</p>'
    evidence = "".join(_evidence(group, collected, out) for group in _by_table(finding.evidence))
    return (
        f'<article class="{finding.severity}" id="{text(finding.finding_id)}">'
        f'<h3><span class="tag">{SEVERITIES[finding.severity]}</span> {head}</h3>'
        f"<p>{text(finding.explanation)}{expected}</p>"
        f'<div class="sides"><div><h4>What the paper says</h4>{_claim(stated, collected, out)}</div>'
        f"<div><h4>What the evidence says</h4>{evidence or '<p>Nothing to hold it against.</p>'}</div></div>"
        f'{also}<p class="soft">{_rule(finding, collected)} Confidence in the reading'
        f" {stated.confidence:.2f}.</p></article>"
    )


def _rule(finding: Finding, collected: Collected) -> str:
    rule = collected.rules.get(finding.check, "")
    return f"Rule {text(finding.check)}: {text(rule)}" if rule else f"Rule {text(finding.check)}."


def _subject(made: Observation) -> str:
    label = made.indicator_label or made.indicator or "A figure"
    return label[0].upper() + label[1:]


def _where(made: Observation, out: Path) -> str:
    page = f", page {made.page}" if made.page else ""
    return link(paper_link(made.document, made.page, out), text(f"{Path(made.document).name}{page}"))


def _claim(made: Observation, collected: Collected, out: Path) -> str:
    return f'{_shown([made], collected)}<p class="soft">{_where(made, out)}</p>'


def _by_table(evidence: Sequence[Observation]) -> list[list[Observation]]:
    """The first figures of the evidence; those of one table together."""
    groups: dict[object, list[Observation]] = {}
    for made in evidence[:EVIDENCE_SHOWN]:
        key: object = made.observation_id
        if isinstance(made.source, TableSource):
            key = (made.document_sha256, made.source.grid)
        groups.setdefault(key, []).append(made)
    return list(groups.values())


def _evidence(group: Sequence[Observation], collected: Collected, out: Path) -> str:
    told = "; ".join(_told(made) for made in group[:4])
    return f'{_shown(group, collected)}<p class="soft">{told}; {_where(group[0], out)}</p>'


def _told(made: Observation) -> str:
    period = f" ({text(made.period)})" if made.period else ""
    return f"{text(made.text)}{period}: {text(made.role)} of {text(made.indicator)}"


def _shown(group: Sequence[Observation], collected: Collected) -> str:
    """Table rows with the cells marked, or the sentence with the figure marked, and room for a picture."""
    extract = _extract(group, collected)
    shown = "".join(map(_quoted, group)) if extract is None else _rows(extract)
    return shown + PICTURE


def _extract(group: Sequence[Observation], collected: Collected) -> Extract | None:
    if not all(isinstance(made.source, TableSource) for made in group):
        return None  # told without the paper, which is slow to load
    paper = collected.paper_of(group[0].document_sha256)
    return table_extract(paper, group) if paper else None


def _picture(made: Observation, crop: Crop | None) -> str:
    """The crop at its own size: where the page is narrower, the part with the figure."""
    if crop is None:
        return ""
    data = base64.b64encode(crop.png).decode("ascii")
    alt = text(f"Page {made.page} of the paper, the figure {made.text} outlined")
    place = f"height:{crop.height}px;object-position:{crop.across}% 50%"
    return f'<p><img alt="{alt}" style="{place}" src="data:image/png;base64,{data}"></p>'


def _quoted(made: Observation) -> str:
    parts = marked_quote(made)
    figure = f"<mark>{text(parts.figure)}</mark>" if parts.figure else ""
    return f"<blockquote>{text(parts.before)}{figure}{text(parts.after)}</blockquote>"


def _rows(extract: Extract) -> str:
    # an empty head would be announced as one, and a region for every extract would crowd the landmarks
    heads = "".join(f'<th scope="col">{text(head)}</th>' if head else "<td></td>" for head in extract.heads)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_headed(extract.heads[n])}>"
            + (f"<mark>{text(cell)}</mark></td>" if n in row.marked else f"{text(shortened(cell))}</td>")
            for n, cell in enumerate(row.cells)
        )
        + "</tr>"
        for row in extract.rows
    )
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Table rows"><table class="cut">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _headed(head: str) -> str:
    """The head of a cell, for narrow pages on which a row is a list."""
    return f' data-h="{text(head)}"' if head else ""


def _note(finding: Finding, out: Path) -> str:
    return f"{text(finding.explanation)} {_where(finding.stated, out)}"


def _table(title: str, findings: Sequence[Finding], out: Path) -> str:
    rows = "".join(
        f"<tr><td>{SEVERITIES[f.severity]}<td>{text(f.stated.text)}<td>{text(f.explanation)}"
        f"<td>{_where(f.stated, out)}"
        for f in findings
    )
    head = "".join(f'<th scope="col">{name}' for name in ("Severity", "Figure", "Why", "Where"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(title)}"><table>'
        f"<caption>{text(title)}</caption><thead><tr>{head}<tbody>{rows}</table></div>"
    )
