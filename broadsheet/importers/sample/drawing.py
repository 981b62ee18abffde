"""The illustrations as JPEG files; drawing all of them takes seconds, so another process can draw them meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from broadsheet.importers.sample.pictures import SCENES
from broadsheet.importers.sample.pictures_people import SITTERS, draw_portrait

QUALITY = 88
PORTRAIT = "portrait-"
"""Begins the name of an author's portrait."""

Jpeg = Callable[[str], bytes]
"""Gives the illustration of a name; raises KeyError where there is none."""


def draw_jpeg(name: str) -> bytes:
    """The illustration called `name`, drawn now."""
    drawing = draw_portrait(name.removeprefix(PORTRAIT)) if name.startswith(PORTRAIT) else SCENES[name]()
    data = BytesIO()
    drawing.save(data, "JPEG", quality=QUALITY)
    return data.getvalue()


@contextmanager
def drawn_meanwhile() -> Iterator[Jpeg]:
    """Has all illustrations drawn by a process of its own; whoever asks for one waits until all are there."""
    with TemporaryDirectory(prefix="broadsheet-") as folder:
        command = [sys.executable, "-m", __name__, folder]
        drawing = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603

        def jpeg(name: str) -> bytes:
            return Path(folder, name).read_bytes() if drawing.wait() == 0 else draw_jpeg(name)

        try:
            yield jpeg
        finally:
            drawing.kill()
            drawing.wait()


def main(folder: str) -> None:
    """Draws all illustrations into `folder`, each in a file of its name."""
    for name in [*(PORTRAIT + slug for slug in SITTERS), *SCENES]:
        Path(folder, name).write_bytes(draw_jpeg(name))


if __name__ == "__main__":
    main(sys.argv[1])
