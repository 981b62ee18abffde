"""Where packages come from is said once, to pip; what installs them is told the same."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from scripts import install
from scripts.install import main, uv_settings


def test_what_pip_is_set_to_is_told_to_uv() -> None:
    listed = """:env:.default-timeout='180'
global.cert='/etc/ssl/certs/ca.crt'
global.extra-index-url='https://one.example/simple https://two.example/simple'
global.find-links='/opt/wheels /srv/wheels'
global.index-url='https://mirror.example/simple'
install.no-color='true'
"""
    assert uv_settings(listed) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_HTTP_TIMEOUT": "180",
        "SSL_CERT_FILE": "/etc/ssl/certs/ca.crt",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/opt/wheels,/srv/wheels",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
    }


def test_several_indexes_on_lines_of_their_own_are_several() -> None:
    listed = r"global.extra-index-url='\nhttps://one.example\nhttps://two.example'"
    assert uv_settings(listed)["UV_INDEX"] == "https://one.example https://two.example"


def test_a_machine_where_nothing_is_set_needs_nothing() -> None:
    assert uv_settings("") == {"UV_INDEX_STRATEGY": "unsafe-best-match"}


class Runs:
    """Stands in for `subprocess.run`: notes what is run, and lets uv end with `uv`."""

    def __init__(self, uv: int) -> None:
        self.uv = uv
        self.commands: list[list[str]] = []
        self.environs: list[dict[str, str]] = []

    def __call__(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append([*command[1:]])
        self.environs.append(options.get("env") or {})
        return subprocess.CompletedProcess(command, self.uv if "uv" in command else 0, stdout="global.cert='/a.crt'")


@pytest.mark.parametrize(("uv", "asked"), [(0, ["pip", "uv"]), (2, ["pip", "uv", "pip"])])
def test_pip_does_it_where_uv_cannot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], uv: int, asked: list[str]
) -> None:
    runs = Runs(uv)
    monkeypatch.setattr(install.subprocess, "run", runs)
    assert main(["run.txt", "dev.txt"]) == 0
    assert [command[1] for command in runs.commands] == asked
    assert all(command[-4:] == ["-r", "run.txt", "-r", "dev.txt"] for command in runs.commands[1:])
    assert all("--require-hashes" in command for command in runs.commands[1:])
    assert ("trying with pip" in capsys.readouterr().err) == (uv != 0)


def test_what_the_environment_says_to_uv_itself_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(0)
    monkeypatch.setattr(install.subprocess, "run", runs)
    monkeypatch.setenv("SSL_CERT_FILE", "/mine.crt")
    main(["run.txt"])
    assert runs.environs[1]["SSL_CERT_FILE"] == "/mine.crt"


def test_the_locked_files_that_are_installed_are_there() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text()
    for name in ("run", "dev"):
        assert f"scripts/install.py requirements/{name}.txt" in makefile
        assert "--hash=sha256:" in (Path(__file__).parents[2] / "requirements" / f"{name}.txt").read_text()
