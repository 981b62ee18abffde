"""The publisher's accent colour and typeface as custom properties, in one small inline `<style>`.

Its text depends on the paper alone, so that a Content-Security-Policy can allow it by its hash. An accent that is
hard to read is darkened for the light paper and lightened for the dark one.
"""

from __future__ import annotations

import base64
import colorsys
import hashlib
import re
from functools import lru_cache

from broadsheet.articles.models import Paper
from broadsheet.articles.models.paper import Typeface

LIGHT_PAPER, DARK_PAPER = "#fffefb", "#161513"
"""The colours of the paper by day and by night; paper.css has the same."""

READABLE = 5.5
"""Contrast of the accent on paper: for small words a little more than WCAG 2.2 (1.4.3) wants, which is 4.5."""
ACCENT = "#9d1c20"
FACES = {
    Typeface.NEWSREADER: "",
    Typeface.SYSTEM_SERIF: "--serif:ui-serif,Georgia,Cambria,'Noto Serif',serif;",
    Typeface.SYSTEM_SANS: "--serif:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif;",
}


_worn: Paper | None = None


def wear(paper: Paper) -> None:
    """Remember in this process how the paper looks, for pages that must do without the database."""
    global _worn
    _worn = Paper(name=paper.name, accent=paper.accent, typeface=paper.typeface)


def last_worn() -> Paper | None:
    """The paper's name and look as this process saw them last; None before its first page."""
    return _worn


def style(paper: Paper) -> str:
    """The text of the `<style>` element: CSS that overrides the tokens of paper.css."""
    return _style(paper.accent, paper.typeface)


@lru_cache(maxsize=16)
def _style(accent: str, typeface: str) -> str:
    accent = accent if re.fullmatch(r"#[0-9a-fA-F]{6}", accent) else ACCENT
    day, night = readable(accent, LIGHT_PAPER), readable(accent, DARK_PAPER)
    face = FACES.get(Typeface(typeface), "") if typeface in Typeface else ""
    return f":root{{--accent:{day};{face}}}@media screen and (prefers-color-scheme:dark){{:root{{--accent:{night}}}}}"


def style_hash(paper: Paper) -> str:
    """The source expression that allows the style in a Content-Security-Policy, with its quotes: 'sha256-…'."""
    digest = hashlib.sha256(style(paper).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def readable(colour: str, paper: str, contrast_wanted: float = READABLE) -> str:
    """`colour`, or the nearest lightness of the same hue that has the wanted contrast on `paper`."""
    if contrast(colour, paper) >= contrast_wanted:
        return colour.lower()
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    end = 0.0 if _luminance(paper) > 0.18 else 1.0
    for step in range(1, 101):
        nearer = _hex(colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / 100, saturation))
        if contrast(nearer, paper) >= contrast_wanted:
            return nearer
    return _hex((end, end, end))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
