"""Make the paper's icons anew from one letter: SVG, favicon.ico, touch icon, and the icons of the web manifest.

Run: uv run --no-project --with fonttools --with brotli --with pillow scripts/make_icons.py [LETTER]

The letter is Newsreader's, paper on ink; broadsheet/front/static/front/icons is where it all goes.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import Image, ImageDraw, ImageFont

STATIC = Path(__file__).parent.parent / "broadsheet/front/static/front"
INK, PAPER = "#1a1814", "#fffefb"
HEIGHT = 0.62
"""Height of the letter, as a part of the icon's: inside the safe zone of maskable icons (80 % across)."""
PNGS = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
FAVICON_SIZES = [(16, 16), (32, 32), (48, 48)]
DRAWN_AT = 1024


def letter_font() -> TTFont:
    """Newsreader in its boldest display cut."""
    font = TTFont(STATIC / "fonts/newsreader-latin-roman.woff2")
    return instancer.instantiateVariableFont(font, {"wght": 700, "opsz": 72})


def svg(font: TTFont, letter: str) -> str:
    """The icon as SVG, 64 units across; the colours change places in the dark."""
    glyphs = font.getGlyphSet()
    glyph = glyphs[font.getBestCmap()[ord(letter)]]
    bounds = BoundsPen(glyphs)
    glyph.draw(bounds)
    left, bottom, right, top = bounds.bounds
    scale = 64 * HEIGHT / (top - bottom)
    path = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".rstrip("0").rstrip("."))
    shift = (32 - scale * (left + right) / 2, 32 + scale * (bottom + top) / 2)
    glyph.draw(TransformPen(path, (scale, 0, 0, -scale, *shift)))
    style = f"rect{{fill:{INK}}}path{{fill:{PAPER}}}"
    night = f"@media(prefers-color-scheme:dark){{rect{{fill:{PAPER}}}path{{fill:{INK}}}}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><style>{style}{night}</style>'
        f'<rect width="64" height="64"/><path d="{path.getCommands()}"/></svg>\n'
    )


def bitmap(font: TTFont, letter: str) -> Image.Image:
    """The icon as a large bitmap."""
    data = BytesIO()
    font.flavor = None
    font.save(data)
    data.seek(0)
    face = ImageFont.truetype(data, DRAWN_AT)
    left, top, right, bottom = face.getbbox(letter)
    face = face.font_variant(size=DRAWN_AT * HEIGHT * DRAWN_AT / (bottom - top))
    left, top, right, bottom = face.getbbox(letter)
    icon = Image.new("RGB", (DRAWN_AT, DRAWN_AT), INK)
    corner = ((DRAWN_AT - left - right) / 2, (DRAWN_AT - top - bottom) / 2)
    ImageDraw.Draw(icon).text(corner, letter, PAPER, face)
    return icon


def main(letter: str = "B") -> None:
    """Write all icons for `letter`."""
    target = STATIC / "icons"
    font = letter_font()
    (target / "icon.svg").write_text(svg(font, letter))
    icon = bitmap(font, letter)
    for name, size in PNGS.items():
        icon.resize((size, size), Image.Resampling.LANCZOS).quantize(64).save(target / name, optimize=True)
    icon.save(target / "favicon.ico", sizes=FAVICON_SIZES)


if __name__ == "__main__":
    main(*sys.argv[1:2])
