"""Whether something is an e-mail address that letters can go to (RFC 5321, 5322; domains: RFC 5891)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _


class AddressError(Exception):
    """It is none; the text says why, in words for the reader."""


def checked(text: str) -> str:
    """The address in `text`, in small letters, its domain as mail servers spell it. Raises AddressError.

    Nobody is asked whether the domain or the mailbox exists: the mail that asks for confirmation finds that out.
    """
    from email_validator import EmailNotValidError, validate_email  # 1 MB that most processes have no use for

    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        words = _("“%(text)s” is no e-mail address that we can write to.") % {"text": text.strip()[:100]}
        raise AddressError(f"{words} {error}".strip()) from None
    address = (found.ascii_email or found.normalized).lower()
    if len(address) > 254:
        raise AddressError(_("“%(text)s” is no e-mail address that we can write to.") % {"text": text.strip()[:100]})
    if is_disposable(address.rpartition("@")[2]):
        raise AddressError(_("This address is of a service that throws mails away. Please use another one."))
    return address


def is_disposable(domain: str) -> bool:
    """Whether the domain, or one above it, stands in the file that BROADSHEET_DISPOSABLE_DOMAINS names."""
    path = settings.DISPOSABLE_DOMAINS
    if not path:
        return False
    known, labels = _domains(path), domain.split(".")
    return any(".".join(labels[place:]) in known for place in range(len(labels) - 1))


@lru_cache(maxsize=1)
def _domains(path: str) -> frozenset[str]:
    """Read once a process: the list is long. Raises OSError where the file is gone."""
    lines = (line.partition("#")[0].strip().lower() for line in Path(path).read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line)
