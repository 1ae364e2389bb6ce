"""Colours as printed in style sheets and Office files, to #rrggbb."""

from __future__ import annotations

import re

_NAMED = {
    "red": "#ff0000", "green": "#008000", "amber": "#ffbf00", "orange": "#ffa500", "yellow": "#ffff00",
    "lime": "#00ff00", "blue": "#0000ff", "gold": "#ffd700", "white": "#ffffff", "black": "#000000",
    "grey": "#808080", "gray": "#808080", "silver": "#c0c0c0", "darkgreen": "#006400", "darkred": "#8b0000",
    "lightgreen": "#90ee90", "tomato": "#ff6347", "crimson": "#dc143c", "forestgreen": "#228b22",
    "limegreen": "#32cd32", "darkorange": "#ff8c00", "firebrick": "#b22222", "cyan": "#00ffff",
    "magenta": "#ff00ff", "darkblue": "#000080", "darkcyan": "#008080", "darkmagenta": "#800080",
    "darkyellow": "#808000", "darkgray": "#808080", "lightgray": "#c0c0c0", "lightgrey": "#d3d3d3",
    "purple": "#800080", "navy": "#000080", "teal": "#008080", "maroon": "#800000",
}  # fmt: skip
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+)\s*)?\)", re.I)
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?$", re.I)


def color_of(value: str) -> str | None:
    """ "#C00", "rgb(255, 0, 0)", "red", "FF0000" as "#ff0000"; None where it is no colour or transparent."""
    value = value.strip().lower()
    named = _NAMED.get(value)
    if named is not None:
        return named
    triple = _RGB.search(value)
    if triple is not None:
        if triple.group(4) is not None and triple.group(4).strip("0.") == "":
            return None
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in triple.groups()[:3])
    found = _HEX.match(value)
    if found is None:
        return None
    digits = found.group(1)
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
