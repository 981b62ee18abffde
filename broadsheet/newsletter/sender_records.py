"""What the name service must say of who sends letters: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings

Ask = Callable[[str], list[str]]
"""The TXT records of a name, [] where there are none. Raises UnansweredError."""
Found = tuple[str, str, str]
"""ok, warn or fail; about what; and in words."""
SECONDS = 5.0


class UnansweredError(Exception):
    """The name service did not answer."""


def ask(name: str) -> list[str]:
    """By the resolver of this machine. Raises UnansweredError."""
    import dns.exception
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise UnansweredError(f"the name service does not answer ({type(error).__name__})") from None
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def records(ask: Ask = ask) -> Iterator[Found]:
    """What is wrong or right with the records of the address that letters come from."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    envelope = parseaddr(settings.LETTER_BOUNCES)[1].rpartition("@")[2] or domain
    for about, found in (("spf", _spf(envelope, ask)), ("dkim", _dkim(domain, ask)), ("dmarc", _dmarc(domain, ask))):
        try:
            yield from ((state, about, words) for state, words in found)
        except UnansweredError as error:
            yield "warn", about, f"{error}; nothing is known of {domain}"


def _spf(domain: str, ask: Ask) -> Iterator[tuple[str, str]]:
    found = [one for one in ask(domain) if one.lower().split(" ")[0] == "v=spf1"]
    if not found:
        yield "warn", f"{domain} has no record; publish TXT “v=spf1 … -all” that names the mail servers"
    elif len(found) > 1:
        yield "fail", f"{domain} has {len(found)} records, so that receivers use none; make one of them"
    elif found[0].lower().split()[-1] in ("+all", "all"):
        yield "fail", f"{domain} lets everybody send in its name ({found[0]}); end it with -all"
    else:
        yield "ok", f"{domain} says {found[0]}"


def _dmarc(domain: str, ask: Ask) -> Iterator[tuple[str, str]]:
    """At the domain, or at the nearest above it that has a record."""
    labels = domain.split(".")
    for place in range(max(len(labels) - 1, 1)):
        name = ".".join(labels[place:])
        found = [one for one in ask(f"_dmarc.{name}") if one.lower().replace(" ", "").startswith("v=dmarc1")]
        if found:
            yield "ok", f"{name} says {found[0]}"
            return
    yield "warn", f"{domain} has no record; publish TXT “v=DMARC1; p=none; rua=mailto:…” at _dmarc.{domain}"


def _dkim(domain: str, ask: Ask) -> Iterator[tuple[str, str]]:
    if not settings.LETTER_DKIM:
        yield "ok", "letters are not signed here; see that the mail server does"
        return
    from broadsheet.newsletter.signing import Signer, SigningError

    selector, _colon, path = settings.LETTER_DKIM.partition(":")
    try:
        Signer(domain)
    except SigningError as error:
        yield "fail", f"{error}; BROADSHEET_LETTER_DKIM names a selector and a private key in PEM"
        return
    name, ours = f"{selector}._domainkey.{domain}", public_key(Path(path))
    found = [_fields(one) for one in ask(name)]
    if any(one.get("p", "").replace(" ", "") == ours for one in found):
        yield "ok", f"{name} has the key that letters are signed by"
    elif found:
        yield "fail", f"{name} has another key than {path}; publish TXT “v=DKIM1; k=rsa; p={ours}”"
    else:
        yield "fail", f"{name} has no record; publish TXT “v=DKIM1; k=rsa; p={ours}”"


def _fields(record: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs}


def public_key(path: Path) -> str:
    """What stands behind `p=` for the private key in the file at `path`, an RSA key in PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    key = load_pem_private_key(path.read_bytes(), None).public_key()
    return b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
