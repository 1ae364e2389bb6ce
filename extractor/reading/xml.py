"""XML parts of Office files, read without entities, schemas or the network."""

from __future__ import annotations

from lxml import etree

from extractor.errors import UnreadableDocument


def parse_xml(data: bytes, path: str, part: str) -> etree._Element:
    """The root element; damaged XML is read as far as it goes.

    Raises `UnreadableDocument` (not_a_document) where nothing of it can be read.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("not_a_document", f"{path}: its part {part} is no XML ({error})") from None
    if root is None:
        raise UnreadableDocument("not_a_document", f"{path}: its part {part} is empty")
    return root
