"""Saved web pages: ModernGov minutes and item pages, Word HTML, council scorecard pages."""

from __future__ import annotations

import re
from email import message_from_bytes
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from extractor.errors import UnreadableDocument
from extractor.model import Document
from extractor.reading.build import TextBuilder, mark_headings, tidy
from extractor.reading.encoding import decode_windows
from extractor.reading.limits import check_size
from extractor.reading.markup import Styles
from extractor.reading.walk import Walker

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_TAGS = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})([^<>]{0,4000})>")
_VOID = frozenset((
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track",
    "wbr", "p", "li", "td", "th", "tr", "option", "dt", "dd",
))  # fmt: skip
_MAX_DEPTH = 3_000
_ESCAPED = re.compile(r"&(?:#\d{2,5}|#x[0-9a-f]{2,5}|[a-z]{2,8});", re.I)


def read_html(data: bytes, path: str, sha256: str) -> Document:
    """A saved page; hidden elements, scripts and navigation are not read.

    Offsets are those of `Document.text`, which is built from what is shown.
    """
    check_size(data, path)
    source = decode_html(data)
    builder = TextBuilder(path)
    if _deepest(source) > _MAX_DEPTH:
        builder.problem("markup_too_deep", "The markup is nested thousands deep; only its text was read.")
        source = re.sub(r"<[^<>]{0,4000}>", "<br>", without_elements(source, ("script", "style")))
    tree = LexborHTMLParser(source)
    styles = Styles.read("\n".join(node.text() for node in tree.css("style")))
    title = tree.css_first("title")
    if tree.body is not None:
        Walker(builder, styles).read(tree.body)
    return Document(
        path=path,
        sha256=sha256,
        format="html",
        text=builder.text,
        blocks=mark_headings(builder.blocks),
        status="partial" if builder.problems and builder.problems[0].code == "markup_too_deep" else "ok",
        problems=tuple(builder.problems),
        title=unescape_all(tidy(title.text())) if title is not None else "",
    )


def read_mhtml(data: bytes, path: str, sha256: str) -> Document:
    """A page that a browser saved in one file (.mht, .mhtml): its first HTML part is the page.

    Raises `UnreadableDocument` where there is none.
    """
    check_size(data, path)
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return read_html(page, path, sha256)
    raise UnreadableDocument("not_a_document", f"{path}: a web archive without a page; save the page as HTML")


def decode_html(data: bytes) -> str:
    """The page's text: by byte-order mark, then as UTF-8 where the bytes are, then as windows-1252.

    The declared character set is only asked where it is neither: pages that declare one of the two
    and are saved in the other are common.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name in ("utf-8", "utf8") and data.decode("utf-8", errors="ignore").isascii() is False:
        text = data.decode("utf-8", errors="replace")
        if text.count("�") * 10 <= sum(ord(char) > 127 for char in text):
            return text
    if name not in ("", "utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii", "ascii"):
        try:
            return data.decode(name, errors="replace")
        except LookupError:
            pass
    return decode_windows(data)


def without_elements(source: str, names: tuple[str, ...]) -> str:
    """The source without these elements and what is in them; one that is never closed ends it."""
    for name in names:
        lower, kept, position = source.lower(), [], 0
        while (start := lower.find(f"<{name}", position)) >= 0:
            kept.append(source[position:start])
            end = lower.find(f"</{name}", start)
            position = len(source) if end < 0 else max(lower.find(">", end) + 1, end + 1)
        source = "".join([*kept, source[position:]])
    return source


def unescape_all(text: str) -> str:
    """Text that was escaped once too often ("&amp;amp;", "&amp;#8217;") as it was meant."""
    for _ in range(3):
        if not _ESCAPED.search(text):
            break
        text = unescape(text)
    return text


def _deepest(source: str) -> int:
    """A cheap upper estimate of nesting, for the parser's time grows with its square."""
    depth = deepest = 0
    for found in _TAGS.finditer(source):
        name = found.group(2).lower()
        if name in _VOID or found.group(3).endswith("/"):
            continue
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        deepest = max(deepest, depth)
    return deepest
