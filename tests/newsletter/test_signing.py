"""Letters signed by DKIM."""

from __future__ import annotations

from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from broadsheet.newsletter.message import Press
from broadsheet.newsletter.models import MailingList
from broadsheet.newsletter.sender_records import public_key
from broadsheet.newsletter.signing import SigningError
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def key(folder: Path) -> Path:
    """A new private key, as `openssl genrsa` writes it."""
    made = rsa.generate_private_key(65537, 1024)
    path = folder / "dkim.pem"
    path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    return path


def test_whoever_has_the_public_key_can_tell_that_a_letter_is_whole(tmp_path: Path, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Test <news@example.net>"
    settings.LETTER_DKIM = f"news2026:{key(tmp_path)}"
    record = f"v=DKIM1; k=rsa; p={public_key(tmp_path / 'dkim.pem')}".encode()
    world.paper()
    press = Press(mailing.frozen(MailingList.objects.get(), intro="Grüße.\n\n.A dot."), "Der Böte")
    data = press.message(7, 3, "ada@example.org").data
    asked = []

    def answer(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record

    assert dkim.verify(data, dnsfunc=answer)
    assert asked == [b"news2026._domainkey.example.net."]
    assert not dkim.verify(data.replace(b"List-Unsubscribe-Post: ", b"List-Unsubscribe-Post: x"), dnsfunc=answer)
    assert not dkim.verify(data.replace(b"A dot", b"A dog"), dnsfunc=answer)


def test_a_file_that_is_no_key_stops_sending_before_it_begins(tmp_path: Path, settings) -> None:
    (tmp_path / "dkim.pem").write_text("no key")
    settings.LETTER_DKIM = f"news2026:{tmp_path / 'dkim.pem'}"
    world.paper()
    with pytest.raises(SigningError, match=r"dkim\.pem cannot sign letters"):
        Press(mailing.frozen(MailingList.objects.get()), "The Test")
