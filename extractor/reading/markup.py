"""What HTML elements are and how they look: hidden, navigation, bold, filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from extractor.reading.colors import color_of

BLOCKS = frozenset((
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "header",
    "footer", "aside", "main", "nav", "address", "figure", "figcaption", "caption", "legend",
    "fieldset", "form", "center", "pre", "hr", "ul", "ol", "dl", "dt", "dd", "table", "tbody", "thead",
    "tfoot", "tr", "td", "th", "details", "summary", "body", "html", "dir", "menu",
))  # fmt: skip
SKIPPED = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "select", "option", "button", "input",
    "textarea", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map", "applet",
    "datalist", "del", "strike", "s", "-comment", "link", "meta",
))  # fmt: skip
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:crumbs?|breadcrumbs?|menu|nav|navbar|navigation|footer|sidebar|skip-?links?|"
    r"cookies?|cookie-?banner|social|share|pagination|pager|toolbar|site-?footer|mgfooter|mgnav|mgmenu|"
    r"search-?(?:box|form)|print-?links?)(?:$|[\s_-])",
    re.I,
)
_BANNER = re.compile(r"(?:^|[\s_-])(?:header|masthead|banner|site-?header|page-?header)(?:$|[\s_-])", re.I)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:mgHide|sr-only|visually-?hidden|screen-?reader(?:-text)?|hidden|offscreen)(?:$|\s)",
    re.I,
)
_SHOWN_WIDE = re.compile(r"(?:^|\s)d-(?:sm|md|lg|xl|xxl)-(?!none)")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_CLASS_SELECTOR = re.compile(r"[\w-]*\.([\w-]+)$")


@dataclass
class Styles:
    """What the page's own style sheet says of single classes: which are hidden, and which filled."""

    hidden: set[str] = field(default_factory=set)
    fills: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, sheets: str) -> Styles:
        """Reads rules of the form `.red { background: #f00 }`; other selectors are passed over."""
        styles = cls()
        for selectors, body in _rules(sheets[:500_000]):
            fill = fill_in(body)
            for selector in selectors.split(","):
                name = _CLASS_SELECTOR.match(selector.strip())
                if name and _HIDDEN_STYLE.search(body):
                    styles.hidden.add(name.group(1))
                if name and fill:
                    styles.fills[name.group(1)] = fill
        return styles


def _rules(sheets: str) -> Iterator[tuple[str, str]]:
    """Rules that hold for every screen; those inside @media blocks may hold for paper or telephones only."""
    opened: list[str] = []
    for part in re.split(r"(?<=[{}])", re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|<!--|-->", "", sheets)):
        if part.endswith("{"):
            opened.append(part[:-1].rpartition(";")[2])
        elif part.endswith("}") and opened:
            selectors = opened.pop()
            if not opened and not selectors.strip().startswith("@"):
                yield selectors, part[:-1]


def attribute(node: LexborNode, name: str) -> str:
    """The attribute's value, "" where it is not there."""
    return (node.attributes or {}).get(name) or ""


def is_hidden(node: LexborNode, styles: Styles) -> bool:
    """Not shown on the page, so not read.

    Panels that open at a click (aria-hidden blocks, hidden="until-found") are part of the page.
    """
    attributes = node.attributes or {}
    if not attributes:
        return False
    classes = attributes.get("class") or ""
    folded = "hidden" in attributes and attributes["hidden"] != "until-found"
    ornament = attributes.get("aria-hidden") == "true" and node.tag not in BLOCKS
    return (
        folded
        or ornament
        or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None
        or _HIDDEN_CLASS.search(classes) is not None
        or ("d-none" in classes.split() and _SHOWN_WIDE.search(classes) is None)
        or not styles.hidden.isdisjoint(classes.split())
    )


def is_navigation(node: LexborNode) -> bool:
    """Menus, breadcrumbs and page feet: no part of the paper."""
    if node.tag in ("nav", "footer"):
        return True
    attributes = node.attributes or {}
    if (attributes.get("role") or "") in ("navigation", "contentinfo", "search", "menubar", "menu"):
        return True
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return node.tag in ("div", "ul", "ol", "section", "aside", "table", "p") and bool(
        _NAVIGATION.search(names)
    )


def is_banner(node: LexborNode) -> bool:
    """The head of the page, which names the council."""
    if node.tag not in ("div", "header"):
        return False
    attributes = node.attributes or {}
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return attributes.get("role") == "banner" or bool(_BANNER.search(names))


def fill_in(style: str) -> str | None:
    """The background colour of a style attribute or rule."""
    found = re.search(r"background(?:-color)?\s*:\s*([^;}]+)", style, re.I)
    return color_of(re.sub(r"!important|url\([^)]*\)|none|no-repeat", "", found.group(1))) if found else None


def fill_of(node: LexborNode, styles: Styles) -> str | None:
    """Background of a cell: its own attribute, style or class."""
    own = fill_in(attribute(node, "style")) or color_of(attribute(node, "bgcolor"))
    if own:
        return own
    return next(
        (styles.fills[name] for name in attribute(node, "class").split() if name in styles.fills), None
    )


def text_color_of(node: LexborNode) -> str | None:
    """Colour of the text where the element says one that is not black."""
    found = re.search(r"(?<![\w-])color\s*:\s*([^;}]+)", attribute(node, "style"), re.I)
    color = color_of(found.group(1)) if found else color_of(attribute(node, "color"))
    return None if color == "#000000" else color


def is_rotated(node: LexborNode) -> bool:
    """Text set sideways."""
    return bool(
        re.search(
            r"writing-mode|mso-rotate|rotate\(|layout-flow\s*:\s*vertical", attribute(node, "style"), re.I
        )
    )


def is_bold(node: LexborNode) -> bool:
    """Whether the element itself makes its text bold."""
    if node.tag in ("b", "strong", "th"):
        return True
    return bool(re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", attribute(node, "style"), re.I))
