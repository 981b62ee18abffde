"""The HTTP half of the edge runs where there is no Django."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from broadsheet import edge

FOLDER = Path(edge.__file__).parent
IMPORTED = """
import importlib, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "wagtail"):
            raise ImportError(f"{name} is not here")

sys.meta_path.insert(0, NoDjango())
for name in sys.argv[1:]:
    importlib.import_module(f"broadsheet.edge.{name}")
"""
SAY_SO = sorted(path.stem for path in FOLDER.glob("*.py") if "nows no Django" in path.read_text().partition('"""\n')[0])


def test_every_module_that_says_so_knows_no_django() -> None:
    assert {"keys", "parts", "pages", "serving", "store", "flights", "rsgi", "bridge", "generations"} <= set(SAY_SO)
    done = subprocess.run([sys.executable, "-c", IMPORTED, *SAY_SO], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_does_know_django_would_be_found_out() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED, "rendering"], capture_output=True, text=True, check=False)
    assert "django is not here" in done.stderr or "django." in done.stderr
