"""What only the whole document tells: page furniture that repeats, headings by their size, page labels."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from dataclasses import replace

from extractor.model import Block, Grid, Passage
from extractor.reading.pdf.drafts import PageDraft

EDGE = 0.12
NEAR_PAGES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:\W*(?:page|p\.?|pg\.?)\s*)?\W*(\d{1,4})(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE
)
_STAMP = re.compile(r"(?:page|agenda page|pack page)\s+(\d{1,4})\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:table|figure|chart|graph|fig\.?)\s+[\dA-Z]{1,3}(?:\.\d+)*\b\s*[:.–-]?", re.IGNORECASE
)
_NOTE_MARK = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰*†‡]|\(\d\)|\d{1,2}\s+[A-Za-z]|notes?\b|source\b)", re.IGNORECASE)


def settle(pages: list[PageDraft]) -> list[PageDraft]:
    """Pages with headers, footers, footnotes, captions and headings told apart, and page labels."""
    furniture = _furniture(pages)
    body = _body_size(pages, furniture)
    levels = _levels(pages, furniture, body)
    for number, page in enumerate(pages):
        kinds = furniture.get(number, {})
        blocks = [
            _named(page, k, kinds.get(k), body, levels) if isinstance(block, Passage) else block
            for k, block in enumerate(page.blocks)
        ]
        page.blocks = _captioned(blocks)
        label = _label(page)
        if label:
            page.page = replace(page.page, label=label)
    return pages


def _edge(page: PageDraft, block: Block) -> str:
    """ "header", "footer" or nothing: which margin of the page a passage stands in."""
    if not isinstance(block, Passage) or block.bbox is None or len(block.text) > 250:
        return ""
    height = page.page.height
    if block.bbox[3] < EDGE * height:
        return "header"
    return "footer" if block.bbox[1] > (1 - EDGE) * height else ""


def _furniture(pages: list[PageDraft]) -> dict[int, dict[int, str]]:
    """By page and block: header or footer, where the same words (numbers apart) stand on pages nearby."""
    seen: dict[tuple[str, str], list[tuple[int, int, float]]] = defaultdict(list)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for k, block in enumerate(page.blocks):
            edge = _edge(page, block)
            if not edge or not isinstance(block, Passage) or block.bbox is None:
                continue
            if _PAGE_NUMBER.fullmatch(block.text.strip()) or _STAMP.fullmatch(block.text.strip()):
                found[number][k] = edge
                continue
            height = block.bbox[1] if edge == "header" else page.page.height - block.bbox[3]
            seen[edge, _DIGITS.sub("#", " ".join(block.text.split())).casefold()].append((number, k, height))
    for (edge, _), places in seen.items():
        pages_of = [number for number, _, _ in places]
        for number, k, height in places:
            first = bisect.bisect_left(pages_of, number - NEAR_PAGES)
            last = bisect.bisect_right(pages_of, number + NEAR_PAGES)
            if any(number != other and abs(height - there) < 9 for other, _, there in places[first:last]):
                found[number][k] = edge
    return found


def _body_size(pages: list[PageDraft], furniture: dict[int, dict[int, str]]) -> float:
    weight: Counter[float] = Counter()
    for number, page in enumerate(pages):
        for k, block in enumerate(page.blocks):
            if isinstance(block, Passage) and block.size and k not in furniture.get(number, {}):
                weight[round(block.size * 2) / 2] += len(block.text)
    return weight.most_common(1)[0][0] if weight else 10.0


def is_heading(block: Passage, body: float) -> bool:
    """A short line that stands out by size, weight or capitals and is no sentence."""
    text = block.text.strip()
    if len(text) > 140 or text.count("\n") > 2:
        return False
    if text.endswith((".", ";", ",")) and not text.endswith("etc."):
        return False
    large = (block.size or body) >= 1.14 * body
    if not (large or block.bold or (len(text) <= 90 and _in_capitals(text))):
        return False
    few_figures = sum(map(str.isdigit, text)) <= max(6, 0.3 * len(text))
    return few_figures and any(map(str.isalpha, text))


def _in_capitals(text: str) -> bool:
    letters = list(filter(str.isalpha, text))
    return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def _levels(
    pages: list[PageDraft], furniture: dict[int, dict[int, str]], body: float
) -> dict[tuple[float, bool], int]:
    styles = {
        _style(block)
        for number, page in enumerate(pages)
        for k, block in enumerate(page.blocks)
        if isinstance(block, Passage) and k not in furniture.get(number, {}) and is_heading(block, body)
    }
    ranked = sorted(styles, reverse=True)
    return {style: min(rank, 6) for rank, style in enumerate(ranked, 1)}


def _style(block: Passage) -> tuple[float, bool]:
    return round((block.size or 0) * 2) / 2, block.bold


def _named(
    page: PageDraft, k: int, edge: str | None, body: float, levels: dict[tuple[float, bool], int]
) -> Passage:
    block = page.blocks[k]
    assert isinstance(block, Passage)
    if edge == "header":
        return replace(block, kind="header", marker="", level=0)
    if edge == "footer":
        return replace(block, kind="footer", marker="", level=0)
    text = block.text.strip()
    if _CAPTION.match(text) and len(text) <= 160 and not text.endswith((".", ";")):
        return replace(block, kind="caption", level=0)
    if (block.size or body) <= 0.92 * body and _NOTE_MARK.match(text) and _below_body(page, k, body):
        return replace(block, kind="footnote", level=0)
    if is_heading(block, body):
        return replace(block, kind="heading", level=levels.get(_style(block), 0))
    if block.kind == "list_item":
        return replace(block, level=_depth(page, k))
    return block


def _below_body(page: PageDraft, k: int, body: float) -> bool:
    after = [b for b in page.blocks[k + 1 :] if isinstance(b, Passage) and len(b.text) > 120]
    return all((b.size or body) <= 0.92 * body for b in after)


def _depth(page: PageDraft, k: int) -> int:
    block = page.blocks[k]
    assert isinstance(block, Passage)
    if any(c.isdigit() for c in block.marker):
        return 1 + block.marker.strip("().").count(".")
    own = page.indents.get(k, 0.0)
    outer = {
        round(page.indents.get(j, 0.0) / 6)
        for j, other in enumerate(page.blocks)
        if isinstance(other, Passage) and other.marker and not any(c.isdigit() for c in other.marker)
        and page.indents.get(j, 0.0) < own - 6
    }  # fmt: skip
    return 1 + min(len(outer), 4)


def _captioned(blocks: list[Block]) -> list[Block]:
    """Grids with the caption that stands directly above them."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and out and isinstance(out[-1], Passage) and not block.caption:
            above = out[-1]
            near = (
                above.bbox is not None and block.bbox is not None and 0 <= block.bbox[1] - above.bbox[3] < 30
            )
            if above.kind == "caption" or (above.kind == "heading" and near):
                block = replace(block, caption=" ".join(above.text.split()))
        out.append(block)
    return out


def _label(page: PageDraft) -> str:
    stamps = [
        b.text.strip() for b in page.blocks if isinstance(b, Passage) and b.kind in ("header", "footer")
    ]
    for text in stamps:
        if found := _STAMP.search(text):
            return found.group(0)
    for text in stamps:
        if found := _PAGE_NUMBER.fullmatch(text):
            return found.group(1)
    return ""
