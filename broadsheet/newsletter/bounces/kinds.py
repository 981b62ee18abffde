"""Of which kind a mail is that came back.

RFC 3464 reports are read by their fields, RFC 5965 complaints by their type; whether a mail in the form of a single
mail server is a report at all is for flufl.bounce, which Mailman made, to say. What a receiver thinks of the letter,
its sender or its server says nothing of the address: that is no bounce here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from enum import StrEnum

from flufl.bounce import all_failures

logging.getLogger("flufl.bounce").setLevel(
    logging.CRITICAL
)  # it tells of each detector, and of mails that it cannot read


class Kind(StrEnum):
    """What came back."""

    HARD = "hard"
    SOFT = "soft"
    REFUSED = "refused"
    COMPLAINT = "complaint"
    NOTHING = "nothing"


COMPLAINTS = {"abuse", "fraud", "opt-out", "miscategorized"}
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_UNKNOWN = re.compile(
    r"user unknown|unknown (?:user|recipient|local|address)|no such (?:user|recipient|mailbox|address|person)|"
    r"(?:user|recipient|mailbox|address|account|alias)[^.;\n]{0,60} (?:does ?n[o']t|do not) exist|no mailbox here|"
    r"(?:user|recipient|mailbox|account|address) (?:is |was )?(?:not found|unknown|invalid)|"
    r"not a valid (?:user|mailbox)|"
    r"invalid (?:recipient|mailbox|user|address)|unrouteable|not listed in|not recognized|"
    r"mailbox unavailable|invalid (?:final delivery )?userid|unknown userid|"
    r"doesn't have an? [\w.]+ account|"
    r"(?:isn't|is not) (?:a known|in my control|known)|host (?:or domain name )?(?:not found|unknown)|unknown host|"
    r"domain (?:does not exist|not found)|no longer (?:valid|active|exists|employed|works)|has (?:left|moved)|"
    r"nullmx|null mx",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\bspam|\bunsolicited|\bdmarc|\bspf\b|\bdkim|blocked|black ?list|block ?list|\brbl\b|dnsbl|spamhaus|"
    r"reputation|polic(?:y|ies)|"
    r"\bvirus|content (?:reject|filter)|banned|reverse (?:dns|hostname)|\bptr\b|too (?:large|big|many|fast)|"
    r"exceeds? (?:the )?(?:size|maximum message)|relay(?:ing)? (?:access )?(?:not|denied)|authenticat|access denied|"
    r"not (?:rfc|compliant)|rate limit|client host rejected|sender (?:address )?rejected",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"quota|mailbox (?:is )?full|full mailbox|over ?quota|insufficient|not enough (?:space|storage)", re.IGNORECASE
)
_HOTMAIL = re.compile(r"^\s*complaint about message from [\d.:a-f]+\s*$", re.IGNORECASE)
"""Microsoft's feedback is a mail of its own form (JMRP)."""
_FAILED = re.compile(
    r"undeliver|fail|returned mail|error (?:sending|in)|delivery (?:status|problem|error)|"
    r"could not be delivered|not delivered",
    re.IGNORECASE,
)
_LATER = re.compile(r"delay|warning|deferred|still (?:being|trying)", re.IGNORECASE)
_OF_THE_LETTER = {(3, 4), (2, 3), (1, 7), (1, 8)}
"""Too large, or a sender that the receiver does not like; so are all of `X.6` (content) and `X.7` (policy)."""
_HARD = {(1, 0), (1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (1, 351), (4, 4)}
"""Enhanced status codes (RFC 3463, its registry) by which the address or its domain is not there; `X.1.351` is
Microsoft's."""


def kind_of(mail: Message) -> Kind:
    """The kind of a mail that came back."""
    parts = {part.get_content_type(): part for part in reversed(list(mail.walk()))}
    if "message/feedback-report" in parts:
        return _complaint(parts["message/feedback-report"])
    if _HOTMAIL.search(str(mail.get("Subject", ""))):
        return Kind.COMPLAINT
    blocks = list(_blocks(mail))
    if blocks:
        return _reported(blocks, mail)
    return _unreported(mail)


def _complaint(part: Message) -> Kind:
    """RFC 5965, section 3: whether the reader complained; `auth-failure` and `not-spam` are no such thing."""
    fields = part.get_payload(0) if part.is_multipart() else part
    told = fields.get("Feedback-Type", "") if isinstance(fields, Message) else ""
    told = told or "".join(re.findall(r"(?im)^feedback-type:\s*(\S+)", part.as_string())[:1])
    return Kind.COMPLAINT if str(told).strip().lower() in COMPLAINTS else Kind.NOTHING


def _blocks(mail: Message) -> Iterator[Message]:
    """What an RFC 3464 report says of each recipient (section 2.3)."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (one for one in part.get_payload() if isinstance(one, Message) and one.get("Action"))


def _reported(blocks: list[Message], mail: Message) -> Kind:
    failed = [one for one in blocks if str(one["Action"]).strip().lower().startswith(("fail", "error"))]
    if not failed:
        return Kind.NOTHING  # delivered, or delayed: the server goes on trying
    one = failed[0]
    said, status = str(one.get("Diagnostic-Code", "")), str(one.get("Status", ""))
    kind = _judge(status, said)
    return kind if kind != Kind.SOFT or _FULL.search(said) else _judge(status, f"{said} {_text(mail)}")


def _unreported(mail: Message) -> Kind:
    """A mail in a form of its server's own: a bounce where flufl.bounce knows the form, or a server tells of one."""
    later, failed = _known_forms(mail)
    subject = _subject(mail)
    told = _is_from_a_server(mail) and _FAILED.search(subject)
    if _LATER.search(subject) or not (failed or told) or (later and not failed):
        return Kind.NOTHING
    return _judge("", _text(mail))


def _known_forms(mail: Message) -> tuple[Collection[bytes], Collection[bytes]]:
    """The recipients that wait and those that failed, by flufl.bounce; none where it stumbles over the mail."""
    try:
        return all_failures(mail)
    except Exception:  # IndexError for one without From, and whatever else its old detectors raise
        return (), ()


def _subject(mail: Message) -> str:
    try:
        return str(make_header(decode_header(str(mail.get("Subject", "")))))
    except (LookupError, UnicodeError, HeaderParseError):
        return str(mail.get("Subject", ""))


def _is_from_a_server(mail: Message) -> bool:
    """By its empty way back (RFC 5321, section 4.5.5), or by the names that servers use."""
    sender = f"{mail.get('Return-Path', '')} {mail.get('From', '')}".lower()
    return "<>" in sender or "mailer-daemon" in sender or "postmaster" in sender


def _judge(status: str, said: str) -> Kind:
    """By what was said first, since many servers give one status to everything; then by the status."""
    inner = _STATUS.search(said)
    if _FULL.search(said):
        return Kind.SOFT
    if _UNKNOWN.search(said):
        return Kind.HARD
    if _OURS.search(said):
        return Kind.REFUSED
    for found in filter(None, (inner, _STATUS.search(status))):
        code = (int(found[2]), int(found[3]))
        if code[0] in (6, 7) or code in _OF_THE_LETTER:
            return Kind.REFUSED
        if found[1] == "5" and code in _HARD:
            return Kind.HARD
    return Kind.SOFT


def _text(mail: Message) -> str:
    """The words of the report, without the letter that it returns."""
    found = []
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            break
        if part.get_content_type() == "text/plain":
            body = part.get_payload(decode=True)
            found.append(body.decode("utf-8", "replace") if isinstance(body, bytes) else "")
    return re.split(
        r"(?im)^.{0,40}(?:original message|copy of your message|message follows|^Received: )", "\n".join(found)
    )[0][:8000]
