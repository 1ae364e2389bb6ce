"""Word documents: what they show, with the numbers that Word computes."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from extractor.errors import UnreadableDocument
from extractor.model import Document
from extractor.reading.build import PassageKind, TextBuilder, mark_headings, tidy
from extractor.reading.limits import open_archive, read_part
from extractor.reading.lines import marker_of
from extractor.reading.word_styles import Numbering, Style, Styles, W, transitional, value, whole
from extractor.reading.word_tables import WordTable
from extractor.reading.word_text import ParagraphText, Seen
from extractor.reading.xml import parse_xml

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_THROUGH = frozenset((f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"))
_STAMP = re.compile(r"(?:page|tudalen)\s*\d*(?:\s*(?:of|o)\s*\d*)?", re.I)
MAX_NESTING = 30


def read_docx(data: bytes, path: str, sha256: str) -> Document:
    """A Word document; tracked insertions are read and deletions are not.

    Raises `UnreadableDocument` where the archive or its main part is damaged.
    """
    package = _Package(open_archive(data, path), path)
    body = package.main.find(f"{W}body")
    if body is None:
        raise UnreadableDocument("not_a_document", f"{path}: a Word file without a body")
    reader = _Reader(package)
    reader.furniture("header")
    reader.body(body)
    reader.notes()
    reader.furniture("footer")
    builder = reader.builder
    _tell(builder, reader.seen)
    return Document(
        path=path,
        sha256=sha256,
        format="docx",
        text=builder.text,
        blocks=mark_headings(builder.blocks),
        problems=tuple(builder.problems),
        title=package.title(),
    )


class _Package:
    """The parts of the file that matter here."""

    def __init__(self, archive: zipfile.ZipFile, path: str) -> None:
        self.archive, self.path = archive, path
        self.main_name = next(
            (target for kind, target in self._relations("_rels/.rels", "") if kind == "officeDocument"),
            "word/document.xml",
        )
        main = self.part(self.main_name)
        if main is None:
            raise UnreadableDocument("not_a_document", f"{path}: a Word file without its main part")
        self.main = main
        folder, name = posixpath.split(self.main_name)
        self.relations = list(self._relations(f"{folder}/_rels/{name}.rels", folder))

    def part(self, name: str) -> etree._Element | None:
        """The root of a part, or None where there is none."""
        data = read_part(self.archive, name, self.path)
        return parse_xml(transitional(data), self.path, name) if data else None

    def related(self, kind: str) -> list[etree._Element]:
        """Roots of the parts of this kind that the main part names; damaged ones are passed over."""
        roots = []
        for name in sorted({target for found, target in self.relations if found == kind}):
            try:
                root = self.part(name)
            except UnreadableDocument:
                continue
            if root is not None:
                roots.append(root)
        return roots

    def first(self, kind: str) -> etree._Element | None:
        """The one part of this kind, or None."""
        return next(iter(self.related(kind)), None)

    def _relations(self, name: str, folder: str) -> Iterator[tuple[str, str]]:
        data = read_part(self.archive, name, self.path)
        root = parse_xml(data, self.path, name) if data else None
        for relation in root.iter(_RELATION) if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target") or ""
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield (relation.get("Type") or "").rsplit("/", 1)[-1], posixpath.normpath(whole)

    def title(self) -> str:
        """The title in the file's properties."""
        try:
            core = self.part("docProps/core.xml")
        except UnreadableDocument:
            return ""
        return tidy(core.findtext(_TITLE) or "") if core is not None else ""


@dataclass(frozen=True)
class _Where:
    kind: PassageKind = "paragraph"
    nesting: int = 0


class _Reader:
    """Reads block after block into the builder."""

    def __init__(self, package: _Package) -> None:
        self.package = package
        self.builder = TextBuilder(package.path)
        self.styles = Styles(package.first("styles"))
        self.numbering = Numbering(package.first("numbering"))
        self.seen = Seen()

    def furniture(self, kind: PassageKind) -> None:
        """Page headers or footers, each text once."""
        texts: list[str] = []
        for root in self.package.related(str(kind)):
            for element in root.iter(f"{W}p"):
                text = tidy(ParagraphText(Seen(), Style()).read(element).text)
                if re.search(r"[^\W\d_]{2}", text) and text not in texts and not _STAMP.fullmatch(text):
                    texts.append(text)
        for text in texts:
            self.builder.passage(kind, text)

    def body(self, element: etree._Element, where: _Where = _Where()) -> None:
        """All blocks of the body, a text box, a cell or a note."""
        for block in _blocks(element):
            if block.tag == f"{W}tbl":
                self._table(block, where)
            else:
                self._paragraph(block, where)

    def _paragraph(self, element: etree._Element, where: _Where) -> None:
        look = element.find(f"{W}pPr")
        style = self.styles.get(value(look, "pStyle"))
        if re.match(r"toc \d|table of", style.name):
            return
        found = ParagraphText(self.seen, style).read(element)
        text = tidy(found.text)
        marker, depth = self._marker(look, style, bool(text))
        if text:
            self._append(text, found, style, marker, depth, where)
        for box in found.boxes:
            if where.nesting < MAX_NESTING:
                self.body(box, _Where(where.kind, where.nesting + 1))

    def _marker(self, look: etree._Element | None, style: Style, shown: bool) -> tuple[str, int]:
        """The number before the paragraph and the depth of its list."""
        own = look.find(f"{W}numPr") if look is not None else None
        num_id = value(own, "numId") or style.num_id
        if not num_id or num_id == "0" or not shown:
            return "", 0
        at = whole(value(own, "ilvl"), style.num_level)
        return self.numbering.next_marker(num_id, at), at + 1

    def _append(
        self, text: str, found: ParagraphText, style: Style, marker: str, depth: int, where: _Where
    ) -> None:
        own = marker_of(text)
        if own and not marker:
            text = re.sub(rf"^{re.escape(own)}\s*", f"{own} ", text)
        marker = marker or own
        kind, level = where.kind, depth
        if kind == "paragraph" and style.level:
            kind, level = "heading", style.level
        elif kind == "paragraph" and "caption" in style.name:
            kind = "caption"
        elif kind == "paragraph" and marker and not _may_head(text, marker, found):
            kind, level = "list_item", depth or 1 + marker.strip(".").count(".")
        self.builder.passage(kind, text, level=level, marker=marker, bold=found.all_bold, size=found.size)

    def _table(self, element: etree._Element, where: _Where) -> None:
        table = WordTable(element, self.styles, self.numbering, self.seen)
        if where.nesting >= MAX_NESTING or not table.is_layout():
            self.builder.grid(table.cells(), "docx")
            return
        for cell in table.elements():
            self.body(cell, _Where(where.kind, where.nesting + 1))

    def notes(self) -> None:
        """Footnotes and endnotes in the order of their marks, numbered as Word prints them."""
        roots = {"footnote": self.package.first("footnotes"), "endnote": self.package.first("endnotes")}
        for number, (kind, note_id) in enumerate(list(self.seen.notes), start=1):
            root = roots[kind]
            for note in root.iter(f"{W}{kind}") if root is not None else ():
                if note.get(f"{W}id") == note_id:
                    text = "\n".join(
                        ParagraphText(self.seen, Style()).read(p).text for p in note.iter(f"{W}p")
                    )
                    self.builder.passage("footnote", text, marker=str(number))


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, through content controls and insertions."""
    for child in element:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _THROUGH:
            yield from _blocks(child)


def _may_head(text: str, marker: str, found: ParagraphText) -> bool:
    """A short numbered line in bold is left for `mark_headings` to decide."""
    return found.all_bold and any(char.isdigit() for char in marker) and len(text) < 100


def _tell(builder: TextBuilder, seen: Seen) -> None:
    told: Sequence[tuple[int, str, str]] = (
        (seen.deleted, "tracked_changes", "Tracked changes: insertions were read, {n} deletions were not."),
        (seen.hidden, "hidden_text", "Hidden text in {n} places was not read."),
        (seen.struck, "struck_text", "Text that is struck through in {n} places was not read."),
        (seen.charts, "chart_not_read", "{n} charts were not read."),
    )
    for count, code, message in told:
        if count:
            builder.problem(code, message.format(n=count))
