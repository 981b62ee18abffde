"""Mailboxes to which letters come back: a Maildir, IMAP or POP3. Each gives its mails one by one, and is told of each
whether it may go; only then it is removed, so that nothing is lost in a crash (and what is read twice counts once).

A mail that may not go is marked as seen and not given again. POP3 has no such mark: there it stays and is given again.
"""

from __future__ import annotations

import imaplib
import mailbox
import poplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from urllib.parse import SplitResult, unquote, urlsplit

MOST = 1_000
"""Mails of one round."""
LONGEST = 256 * 1024
"""Bytes of a mail that are read: what a report says stands at its beginning."""
TIMEOUT = 30

Done = Callable[[bool], None]
"""Told of a mail: True, it may go; False, it stays, marked as seen."""


class MailboxError(Exception):
    """The mailbox cannot be read; the text says why, without its password."""


def mails(address: str) -> Iterator[tuple[bytes, Done]]:
    """The mails in the mailbox at `address` (as BROADSHEET_LETTER_MAILBOX has it). Raises MailboxError."""
    parts = urlsplit(address)
    read = {"maildir": _maildir, "imap": _imap, "imaps": _imap, "pop3": _pop3, "pop3s": _pop3}[parts.scheme]
    try:
        yield from read(parts)
    except (OSError, EOFError, imaplib.IMAP4.error, poplib.error_proto, mailbox.Error) as error:
        raise MailboxError(f"{parts.scheme}://{parts.hostname or parts.path}: {error}") from None


def _maildir(parts: SplitResult) -> Iterator[tuple[bytes, Done]]:
    box = mailbox.Maildir(unquote(parts.path), factory=None, create=False)
    for key in islice(list(box.iterkeys()), MOST):
        mail = box.get_message(key)
        if "S" not in mail.get_flags():
            with closing(box.get_file(key)) as file:
                raw = file.read(LONGEST)
            yield raw, lambda goes, key=key, mail=mail: _settle(box, key, mail, goes)  # type: ignore[misc]


def _settle(box: mailbox.Maildir, key: str, mail: mailbox.MaildirMessage, goes: bool) -> None:
    if goes:
        box.discard(key)
        return
    mail.set_subdir("cur")
    mail.add_flag("S")
    box[key] = mail


def _imap(parts: SplitResult) -> Iterator[tuple[bytes, Done]]:
    host, user, password = _account(parts)
    if parts.scheme == "imaps":
        link: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
        )
    else:
        link = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    with link:
        link.login(user, password)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        status, said = link.select('"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"')
        if status != "OK":
            raise MailboxError(f"There is no folder {folder!r}: {said!r}")
        _status, found = link.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").decode().split()[:MOST]:
            _status, answer = link.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LONGEST}>)")
            raw = next((one[1] for one in answer if isinstance(one, tuple)), b"")
            yield raw, lambda goes, uid=uid: _flag(link, uid, goes)  # type: ignore[misc]
        link.expunge()


def _flag(link: imaplib.IMAP4, uid: str, goes: bool) -> None:
    link.uid("STORE", uid, "+FLAGS", r"(\Seen \Deleted)" if goes else r"(\Seen)")


def _pop3(parts: SplitResult) -> Iterator[tuple[bytes, Done]]:
    host, user, password = _account(parts)
    if parts.scheme == "pop3s":
        link: poplib.POP3 = poplib.POP3_SSL(
            host, parts.port or 995, context=ssl.create_default_context(), timeout=TIMEOUT
        )
    else:
        link = poplib.POP3(host, parts.port or 110, timeout=TIMEOUT)
    with closing(link):
        link.user(user)
        link.pass_(password)
        for number in range(1, min(link.stat()[0], MOST) + 1):
            raw = b"\r\n".join(link.retr(number)[1])[:LONGEST]
            yield raw, lambda goes, number=number: _drop(link, number, goes)  # type: ignore[misc]
        link.quit()  # only now what was dropped goes


def _drop(link: poplib.POP3, number: int, goes: bool) -> None:
    if goes:
        link.dele(number)


def _account(parts: SplitResult) -> tuple[str, str, str]:
    return parts.hostname or "", unquote(parts.username or ""), unquote(parts.password or "")
