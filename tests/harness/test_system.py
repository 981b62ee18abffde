"""What the checks need is found, installed where allowed, or named."""

from __future__ import annotations

import pytest

from tests.harness import system

ABSENT = system.Need("a-package", "A thing, for a test", lambda: None)


def test_what_is_there_needs_nothing() -> None:
    system.ensure([system.Need("a-package", "A thing", lambda: "/usr/bin/thing")])


def test_without_root_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(system.MissingError, match=r"A thing, for a test: apt-get install a-package"):
        system.ensure([ABSENT])


def test_a_failed_installation_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system, "_install", lambda packages: None)
    with pytest.raises(system.MissingError, match="a-package"):
        system.ensure([ABSENT])
    with pytest.raises(system.MissingError, match="a-package"):
        system.locate(ABSENT)
