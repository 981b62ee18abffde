"""What the checks need from the system: found, or installed where that is allowed (root on Debian), or named."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class MissingError(Exception):
    """Something is not on the system and may not be installed; the text says what to install."""


@dataclass(frozen=True)
class Need:
    """A Debian package, and how to find what we want of it: a path, or None where it is not there."""

    package: str
    what: str
    find: Callable[[], str | None]


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _postgres() -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    own = shutil.which("initdb")
    return str(found[-1].parent) if found else str(Path(own).parent) if own else None


def _varnish() -> str | None:
    return shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin:/usr/local/sbin")


CHROMIUM = Need("chromium", "Chromium, for the browser tests", _chromium)
POSTGRES = Need("postgresql", "PostgreSQL's server programs, for DB=postgres", _postgres)
VARNISH = Need("varnish", "Varnish, for the test of what stands before the paper", _varnish)
NPM = Need("npm", "npm, for the HTML checker", lambda: shutil.which("npm"))


def java() -> str | None:
    """Path of Java, which the HTML checker runs on; the one thing that the checks do without, saying so."""
    return shutil.which("java")


def locate(need: Need) -> str:
    """Where `need` is; raises MissingError where it is not on the system."""
    found = need.find()
    if found is None:
        raise MissingError(f"{need.what}: not found. On Debian: apt-get install {need.package}")
    return found


def ensure(needs: list[Need]) -> None:
    """Install what is not there of `needs`; raises MissingError, naming each, where that is not allowed or fails."""
    missing = [need for need in needs if need.find() is None]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install([need.package for need in missing])
        missing = [need for need in missing if need.find() is None]
    if missing:
        lines = "\n".join(f"  {need.what}: apt-get install {need.package}" for need in missing)
        raise MissingError(f"Not on this system, and not installed because that takes root on Debian:\n{lines}")


def _install(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} with apt-get.", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise MissingError(f"apt-get {' '.join(command)} failed; install {', '.join(packages)} by hand.")
