"""Where a stretch of a document's text stands on its page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from extractor.model import BBox, Document, Page


class PageFinder:
    """Pages and boxes of stretches of one document."""

    def __init__(self, document: Document) -> None:
        self.pages = sorted((p for p in document.pages if p.end > p.start), key=lambda p: p.start)
        self.starts = [p.start for p in self.pages]

    def place(self, start: int, end: int, page: int | None) -> tuple[int | None, BBox | None]:
        """The page number and box of text[start:end]; a box only where the page's words are known."""
        at = bisect_right(self.starts, start) - 1
        if at < 0 or start >= self.pages[at].end:
            return page, None
        found = self.pages[at]
        return found.number, box_of(found, start, end)


def box_of(page: Page, start: int, end: int) -> BBox | None:
    """The box around the words of start:end, in points; None where no word of the page covers them."""
    words = page.words
    first = max(0, bisect_right(words.starts, start) - 1)
    if first < len(words.ends) and words.ends[first] <= start:
        first += 1
    last = bisect_left(words.starts, end)
    if first >= last:
        return None
    boxes = [words.boxes[4 * i : 4 * i + 4] for i in range(first, last)]
    return (
        round(float(min(b[0] for b in boxes)), 2),
        round(float(min(b[1] for b in boxes)), 2),
        round(float(max(b[2] for b in boxes)), 2),
        round(float(max(b[3] for b in boxes)), 2),
    )
