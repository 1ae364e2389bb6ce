"""Letters that symbol fonts draw as arrows, ticks and lights: direction and status in scorecards."""

from __future__ import annotations

_ARROWS = {"á": "↑", "â": "↓", "à": "→", "ß": "←", "é": "▲", "ê": "▼", "è": "►", "ç": "◄",
           "ñ": "⇧", "ò": "⇩", "ð": "⇨", "ï": "⇦", "ë": "↖", "ì": "↗", "í": "↙", "î": "↘",
           "ã": "↗", "ä": "↘", "å": "↙", "æ": "↖"}  # fmt: skip
_WINGDINGS = {"ü": "✓", "û": "✗", "þ": "☑", "ý": "☒", "·": "•", "§": "▪", "Ø": "➢", "l": "●", "n": "■",
              "J": "☺", "K": "😐", "L": "☹", "o": "□", "q": "❑", "v": "❖", **_ARROWS}  # fmt: skip
_WINGDINGS_3 = {"p": "▲", "q": "▼", "t": "◄", "u": "►", "h": "↑", "i": "↓", "g": "→", "f": "←", "k": "↗",
                "m": "↘", "1": "↕", "r": "△", "s": "▽", "#": "↑", "$": "↓", '"': "→", "!": "←"}  # fmt: skip
_WEBDINGS = {"5": "▲", "6": "▼", "3": "◄", "4": "►", "n": "●", "g": "■", "a": "✓", "r": "✗"}
_SYMBOL = {"·": "•", "\xad": "↑", "¯": "↓", "®": "→", "¬": "←", "«": "↔", "£": "≤", "³": "≥"}
FIRST_PRIVATE, LAST_PRIVATE = 0xF020, 0xF0FF
"""Where files put the letters of such fonts, and fonts of icons their own drawings."""
_ICONS = ("awesome", "icon", "material", "glyph")


def is_symbol_font(font: str) -> bool:
    """Whether letters set in this font are seen as drawings, whatever their codes."""
    return _table(font) not in (None, _SYMBOL)


def drawn(text: str, font: str | None = None) -> str:
    """The characters that are seen where `text` is set in `font`.

    Characters of the private area that Word and Excel use for such fonts are told without the font.
    """
    table = _table(font)
    private = any(FIRST_PRIVATE <= ord(char) <= LAST_PRIVATE for char in text)
    icons = any(word in (font or "").lower() for word in _ICONS)
    if icons or (table is None and not private):
        return text
    return "".join(_one(char, table) for char in text)


def _table(font: str | None) -> dict[str, str] | None:
    name = (font or "").lower().replace(" ", "")
    if name.startswith("wingdings3"):
        return _WINGDINGS_3
    if name.startswith("wingdings"):
        return _WINGDINGS
    if name.startswith("webdings"):
        return _WEBDINGS
    return _SYMBOL if name in ("symbol", "symbolmt") else None


def _one(char: str, table: dict[str, str] | None) -> str:
    if FIRST_PRIVATE <= ord(char) <= LAST_PRIVATE:
        plain = chr(ord(char) - 0xF000)
        return (table or _WINGDINGS).get(plain, char)
    return (table or {}).get(char, char)
