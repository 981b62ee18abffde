"""The HTML of every page is valid (Nu Html Checker, which needs Java)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.harness.system import java
from tests.urls_of_the_paper import pages, print_paper

JAR = Path(__file__).parents[1] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def check(files: list[Path]) -> list[dict[str, Any]]:
    """What the checker says of `files`, errors and warnings, each a dictionary with `url` and `message`."""
    options = ["--format", "json", "--exit-zero-always", "--stdout"]
    done = subprocess.run([java() or "java", "-jar", JAR, *options, *files], capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [message for message in found if message["type"] == "error" or message.get("subType") == "warning"]


@pytest.fixture
def checker() -> None:
    """Skips the test where there is no Java; fails it where there is Java but no checker."""
    if java() is None:
        pytest.skip("the HTML checker needs Java: apt-get install default-jre-headless")
    assert JAR.is_file(), "the HTML checker is not installed: npm ci --ignore-scripts"


@pytest.mark.usefixtures("checker")
@pytest.mark.django_db
def test_every_page_is_valid(client: Client, tmp_path: Path) -> None:
    printed = print_paper()
    files = []
    for kind in pages():
        files.append(tmp_path / f"{kind.name}.html")
        files[-1].write_bytes(client.get(kind.url(printed)).content)
    faults = [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in check(files)]
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("checker")
def test_invalid_html_is_noticed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html><html lang=en><title>Bad</title><p><div></p><img src=a>")
    assert any("alt" in message["message"] for message in check([bad]))
