"""Files that are no papers: each one status and one clear line, and nothing hangs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.errors import UnreadableDocument
from extractor.model import Document
from extractor.reading import read_bytes, read_file
from extractor.reading.sniff import sniff

CORPUS = Path(__file__).parents[1] / "corpus"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOGIN = b"<html><title>Sign in</title><body><form><input type='password' name=p></form></body></html>"


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", "not_a_document", "empty"),
        (b" \r\n\n", "not_a_document", "empty"),
        (LOGIN, "not_a_document", "sign-in page"),
        (OLE + "WordDocument".encode("utf-16-le"), "not_a_document", ".doc"),
        (OLE + "Workbook".encode("utf-16-le"), "not_a_document", ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        (rb"{\rtf1\ansi Voids 31}", "not_a_document", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_document", "image"),
        (b"Voids\x00\x01\x02\x03\x04\x05 31 \x0e\x0f" * 40, "not_a_document", "not text"),
        (b"Received: x\nMIME-Version: 1.0\nFrom: a\nTo: b\n\nVoids 31", "not_a_document", "e-mail"),
        (b"PK\x03\x04 cut short", "not_a_document", "ZIP"),
        (archive(readme=b"x"), "not_a_document", "neither DOCX nor XLSX"),
        (archive(word__document=b"x"), "not_a_document", "main part"),
        (archive(**{"word__document.xml": b"no xml at all"}), "not_a_document", "word/document.xml"),
        (archive(**{"xl__workbook.xml": b"<workbook/>"}), "not_a_document", "damaged"),
    ],
)
def test_what_is_no_paper_has_a_status_and_one_clear_line(data: bytes, status: str, words: str) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read_bytes(data, "folder/paper é.pdf")
    assert told.value.status == status
    assert words in str(told.value)
    assert str(told.value).startswith("folder/paper é.pdf: ")
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(UnreadableDocument, match=r"gone\.pdf: No such file"):
        read_file("gone.pdf")


def test_an_archive_that_unpacks_out_of_all_proportion_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as told:
        read_bytes(archive(**{"word__document.xml": bytes(40_000_000)}), "bomb.docx")
    assert told.value.status == "too_large"


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    parts = {f"word__document{number}": b"" for number in range(6_000)}
    with pytest.raises(UnreadableDocument) as told:
        read_bytes(archive(**parts), "many.docx")
    assert told.value.status == "too_large"


def test_entities_of_a_word_file_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Voids 44", encoding="utf-8")
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    entities = f'<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY a "{"x" * 999}"><!ENTITY b "{"&a;" * 999}">'
    body = (
        f'<!DOCTYPE d [{entities}]><w:document xmlns:w="{namespace}"><w:body><w:p><w:r>'
        "<w:t>&e;&b;Rents 97%</w:t></w:r></w:p></w:body></w:document>"
    )
    text = read_bytes(archive(**{"word__document.xml": body.encode()}), "report.docx").text
    assert "44" not in text
    assert len(text) < 100


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("minutes.pdf", b"<!DOCTYPE html><html><body><p>Voids fell to 31.", "html"),
        ("minutes.html", b"%PDF-1.4 ...", "pdf"),
        ("minutes.doc", b"Minutes of the Housing Panel", "text"),
        ("minutes.txt", b"\xef\xbb\xbf<html><body>Voids", "html"),
        ("minutes", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "html"),
        ("report", archive(**{"word__document.xml": b""}), "docx"),
        ("table", archive(**{"xl__workbook.xml": b""}), "xlsx"),
        ("note", "Rents – £97".encode("utf-16"), "text"),
        ("note", b"BM voids in May were 31", "text"),
        ("minutes", b"junk before\n%PDF-1.7\n", "pdf"),
    ],
)
def test_the_kind_is_told_from_the_content_and_never_from_the_name(name: str, data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@given(st.binary(max_size=400))
@example(b"PK\x03\x04word/document.xml")
@example(b"<table><tr><td rowspan=99999 colspan=99999>1")
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_document_or_are_told_to_be_none(data: bytes) -> None:
    if sniff(data) == "pdf":
        return
    try:
        assert isinstance(read_bytes(data, "x"), Document)
    except UnreadableDocument as told:
        assert told.status in {"not_a_document", "encrypted", "too_large"}


@given(st.text(alphabet="<>/ab tdrulihp=\"'&;1%\n", max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_markup_gives_a_document_whose_passages_stand_in_its_text(markup: str) -> None:
    document = read_bytes(f"<html>{markup}".encode(), "x")
    assert all(document.text[b.start : b.end] == b.text for _, b in document.passages)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("07_report_quarter_3.docx", "word/document.xml"),
        ("07_report_quarter_3.docx", "word/numbering.xml"),
        ("07_report_quarter_3.docx", "word/styles.xml"),
        ("09_scorecard_december.xlsx", "xl/worksheets/sheet1.xml"),
        ("09_scorecard_december.xlsx", "xl/styles.xml"),
        ("09_scorecard_december.xlsx", "xl/workbook.xml"),
    ],
)
@given(at=st.integers(0, 10**6), gone=st.integers(0, 400), new=st.binary(max_size=20))
@example(at=131065, gone=148, new=b"")  # of the styles: cells name fonts that are gone
@settings(max_examples=15, deadline=None)
def test_damage_in_a_part_of_an_office_file_crashes_no_reader(
    name: str, part: str, at: int, gone: int, new: bytes
) -> None:
    damaged = io.BytesIO()
    with zipfile.ZipFile(CORPUS / name) as source, zipfile.ZipFile(damaged, "w") as target:
        for inside in source.namelist():
            data = source.read(inside)
            place = at % len(data)
            target.writestr(inside, data[:place] + new + data[place + gone :] if inside == part else data)
    try:
        assert isinstance(read_bytes(damaged.getvalue(), name), Document)
    except UnreadableDocument as told:
        assert told.status in {"not_a_document", "too_large"}
