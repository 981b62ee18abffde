"""What the name service says of who sends letters."""

from __future__ import annotations

from pathlib import Path

import dns.resolver
import pytest

from broadsheet.newsletter import sender_records
from broadsheet.newsletter.sender_records import UnansweredError, public_key, records
from tests.newsletter.test_signing import key


@pytest.fixture(autouse=True)
def sender(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Test <news@letters.example.net>"
    settings.LETTER_BOUNCES, settings.LETTER_DKIM = "", ""


def states(zone: dict[str, list[str]]) -> dict[str, str]:
    return {about: state for state, about, _words in records(lambda name: zone.get(name, []))}


def test_a_sender_with_all_records_is_fine_and_dmarc_may_stand_above(tmp_path: Path, settings) -> None:
    settings.LETTER_DKIM = f"s1:{key(tmp_path)}"
    zone = {
        "letters.example.net": ["google-site-verification=1", "v=spf1 mx -all"],
        "s1._domainkey.letters.example.net": [f"v=DKIM1; k=rsa; p={public_key(tmp_path / 'dkim.pem')}"],
        "_dmarc.example.net": ["v=DMARC1; p=none"],
    }
    assert states(zone) == {"spf": "ok", "dkim": "ok", "dmarc": "ok"}
    settings.LETTER_BOUNCES = "back@bounces.example.org"
    assert states(zone)["spf"] == "warn"
    zone["s1._domainkey.letters.example.net"] = ["v=DKIM1; p=AAAA"]
    assert states(zone)["dkim"] == "fail"


@pytest.mark.parametrize(
    ("spf", "state"),
    [([], "warn"), (["v=spf1 +all"], "fail"), (["v=spf1 mx -all", "v=spf1 a -all"], "fail"), (["v=spf1 a ~all"], "ok")],
)
def test_what_spf_says_is_judged(spf: list[str], state: str) -> None:
    assert states({"letters.example.net": spf}) == {"spf": state, "dkim": "ok", "dmarc": "warn"}


def test_a_key_that_is_not_published_or_is_none_is_told_with_the_record_to_publish(tmp_path: Path, settings) -> None:
    settings.LETTER_DKIM = f"s1:{key(tmp_path)}"
    said = {about: words for _state, about, words in records(lambda name: [])}
    assert f"p={public_key(tmp_path / 'dkim.pem')}" in said["dkim"]
    (tmp_path / "dkim.pem").write_text("none")
    assert states({})["dkim"] == "fail"


def test_a_name_service_that_does_not_answer_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(error: Exception) -> None:
        def resolve(*words: object, **more: object) -> None:
            raise error

        monkeypatch.setattr(dns.resolver, "resolve", resolve)

    fail(dns.resolver.NXDOMAIN())
    assert sender_records.ask("example.net") == []
    fail(dns.resolver.NoNameservers())
    with pytest.raises(UnansweredError):
        sender_records.ask("example.net")
    assert [state for state, _about, _words in records()] == ["warn", "ok", "warn"]
