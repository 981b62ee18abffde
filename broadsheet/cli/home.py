"""The home folder: what makes one, the making of it in one stroke, and the lock that guards its changes."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from broadsheet.cli.errors import Failed, WrongUse
from broadsheet.env import ENV_FILE, Setting

KEY_FILE = "secret.key"
NEW = ".new"
"""Where a home is made before it is one; what a killed `init` left there is thrown away by the next."""


def is_initialised(home: Path) -> bool:
    """Whether `init` has finished here: the key is the last thing that it puts in place."""
    return (home / KEY_FILE).is_file()


def require(home: Path) -> None:
    """Raises WrongUse where there is no home yet, Failed where it cannot be written."""
    if not is_initialised(home):
        raise WrongUse(f"{home} is not the home of a paper. Make one with `broadsheet --home {home} init`.")
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise Failed(f"{home} cannot be written by this user. Check its owner and mode.")


@contextmanager
def making(home: Path) -> Iterator[Path]:
    """A folder in which the home is prepared; its content becomes the home if the block ends well, else it is gone.

    Raises WrongUse where `home` holds anything already, and what the system says where it cannot be made.
    """
    made = _empty_folder(home)
    with lock(home):
        staging = home / NEW
        try:
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir(mode=0o700)
            yield staging
            _move(staging, home)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            if made:
                home.rmdir()
            raise


def _empty_folder(home: Path) -> bool:
    """Makes `home` where it is missing (true) or finds it empty (false)."""
    if home.exists() and not home.is_dir():
        raise WrongUse(f"{home} is a file. Name a folder that does not exist yet or is empty.")
    if is_initialised(home):
        raise WrongUse(f"{home} is the home of a paper already. Nothing was changed.")
    if home.is_dir():
        if any(entry.name != NEW for entry in home.iterdir()):
            raise WrongUse(f"{home} is not empty. Name a folder that does not exist yet or is empty.")
        return False
    home.mkdir(mode=0o700, parents=True)
    return True


def _move(staging: Path, home: Path) -> None:
    home.chmod(0o700)
    for entry in sorted(staging.iterdir(), key=lambda entry: entry.name == KEY_FILE):
        entry.rename(home / entry.name)
    staging.rmdir()


def write_key(folder: Path) -> None:
    """A signing key of its own, readable by the owner alone."""
    _write_private(folder / KEY_FILE, secrets.token_urlsafe(50) + "\n")


def write_settings(folder: Path, chosen: Mapping[str, str], known: Mapping[str, Setting]) -> None:
    """`broadsheet.env` with the chosen settings, each below its explanation."""
    lines = ["# Settings of this paper; `broadsheet config` lists all there are. Restart after a change.", ""]
    for name, value in chosen.items():
        lines += [f"# {known[name].variable.help}", f"{name}={value}", ""]
    _write_private(folder / ENV_FILE, "\n".join(lines))


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Holds the home for one change at a time (migrating, collecting files); waits for whoever holds it."""
    descriptor = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
