"""Errors of the command line: one line on stderr that says what, where and what to do, and the exit code."""

from __future__ import annotations

import errno

import click


class Failed(click.ClickException):
    """The work could not be done."""

    exit_code = 1


class WrongUse(click.ClickException):
    """The command was used wrongly, or its input or a setting is bad."""

    exit_code = 2


def explain(error: Exception) -> click.ClickException | None:
    """The clear line for an error that the machine or the database threw; None for one that is a fault of ours."""
    known = _explain_system(error) if isinstance(error, OSError) else _explain_database(error)
    return Failed(known) if known else None


def _explain_system(error: OSError) -> str | None:
    where = error.filename or "the home folder"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"The disk is full: {where} could not be written. Free some space and start again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"{where} cannot be written or read by this user ({error.strerror}). Check its owner and mode."
    return None


def _explain_database(error: Exception) -> str | None:
    text = str(error).strip().splitlines()[0] if str(error).strip() else ""
    if type(error).__name__ not in ("OperationalError", "DatabaseError", "ImproperlyConfigured", "NotSupportedError"):
        return None
    if "is full" in text or "disk I/O" in text or "No space" in text:
        return f"The disk is full: the database could not be written ({text}). Free some space and start again."
    if "readonly" in text or "unable to open" in text:
        return f"The database in the home folder cannot be written ({text}). Check the folder's owner and mode."
    if "locked" in text:
        return "The database is locked by another process for too long. Is another command at work on this home?"
    return f"The database or the configuration does not work: {text}. Check BROADSHEET_DATABASE_URL."
