"""Make the paper's web fonts anew from npm's font packages.

Run: uv run --no-project --with fonttools --with brotli scripts/make_fonts.py

Needs npm. Newsreader is cut to the weights (400 to 700) and optical sizes (16 to 72) that the stylesheets use, Libre
Franklin to its weights (400 to 700): about 40 % less to download, and not a glyph fewer. Prints, for the `@font-face`
rules of paper.css, how local fonts must be scaled to take the room of the web fonts.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).parent.parent / "broadsheet/front/static/front/fonts"
VERSION = "5.3.0"
WEIGHTS, OPTICAL_SIZES = (400, 700), (16, 72)
FACES = {
    "newsreader": {"roman": "opsz-normal", "italic": "opsz-italic"},
    "libre-franklin": {"roman": "wght-normal"},
}
SUBSETS = ("latin", "latin-ext")
LETTERS = dict(
    zip("etaoinshrdlcumwfgypbvk ", (12, 9, 8, 8, 7, 7, 6, 6, 6, 4, 4, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 19), strict=True)
)
"""How often a letter occurs in a hundred of English text: the weights of the average width."""
LOCAL_FONTS = {
    "newsreader": (
        ({"wght": 400, "opsz": 18}, {"Georgia": 0.4440, "Times New Roman": 0.4018}),
        ({"wght": 600, "opsz": 38}, {"Georgia Bold": 0.4970, "Times New Roman Bold": 0.4281}),
    ),
    "libre-franklin": (({"wght": 400}, {"Arial": 0.4433}),),
}
"""Cuts of each face, and the average widths of the fonts that readers have in their place: in ems, by the same letters.
Liberation is as wide as Times and Arial."""


def fetch(face: str, folder: Path) -> Path:
    """The unpacked npm package of `face`."""
    name = f"@fontsource-variable/{face}@{VERSION}"
    packed = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603, S607
    with tarfile.open(folder / packed.stdout.strip()) as archive:
        archive.extractall(folder / face, filter="data")
    return folder / face / "package"


def cut(source: Path, target: Path) -> TTFont:
    """Write `source` to `target` with the axes that the paper uses; the font as written."""
    font = TTFont(source, recalcTimestamp=False)
    wanted = {"wght": WEIGHTS, "opsz": OPTICAL_SIZES}
    axes = {axis.axisTag for axis in font["fvar"].axes}
    font = instancer.instantiateVariableFont(font, {tag: limits for tag, limits in wanted.items() if tag in axes})
    font.flavor = "woff2"
    font.save(target)
    return font


def average_width(font: TTFont) -> float:
    """Width of an average letter in ems."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    total = sum(widths[glyphs[ord(letter)]][0] * share for letter, share in LETTERS.items())
    return total / sum(LETTERS.values()) / font["head"].unitsPerEm


def tell_fallbacks(face: str, font: TTFont) -> None:
    """Print the descriptors of the fallback `@font-face` rules of `face`."""
    em, lines = font["head"].unitsPerEm, font["hhea"]
    for axes, locals_ in LOCAL_FONTS[face]:
        own = average_width(instancer.instantiateVariableFont(font, axes))
        for local, width in locals_.items():
            size = own / width
            print(
                f"{face}, {local}: size-adjust: {size:.2%}; ascent-override: {lines.ascent / em / size:.2%};"
                f" descent-override: {-lines.descent / em / size:.2%}; line-gap-override: 0%"
            )


def main() -> None:
    """Fetch, cut and copy all faces and their licences."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for face, styles in FACES.items():
            package = fetch(face, Path(name))
            shutil.copy(package / "LICENSE", TARGET / f"{face}-OFL.txt")
            for style, file in styles.items():
                for subset in SUBSETS:
                    source = package / f"files/{face}-{subset}-{file}.woff2"
                    font = cut(source, TARGET / f"{face}-{subset}-{style}.woff2")
                    if (subset, style) == ("latin", "roman"):
                        tell_fallbacks(face, font)


if __name__ == "__main__":
    main()
