"""Which addresses letters can go to."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from broadsheet.newsletter.addresses import AddressError, checked, is_disposable

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("BROADSHEET_CORPORA", ROOT / "../shared/corpora")) / "email"
MACHINES = re.compile(r"""["(\[>]|@[^.]*$|@\S*\.x?\d+$""")
"""Forms that RFC 5322 knows and no reader has: comments, quoted names, domains without a dot, numbers of machines."""


def lines(name: str) -> list[str]:
    path = CORPUS / name
    if not path.is_file():
        pytest.skip(f"{path} is absent: set BROADSHEET_CORPORA")
    return [one for one in path.read_text(encoding="utf-8").splitlines() if one and not one.startswith("#")]


def test_capitals_and_spaces_do_not_make_another_reader() -> None:
    assert checked("  Ada.Byron@Example.ORG ") == "ada.byron@example.org"


def test_a_domain_in_another_script_is_kept_as_servers_spell_it() -> None:
    assert checked("ada@bücher.example.com") == "ada@xn--bcher-kva.example.com"


@pytest.mark.parametrize("text", ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@example", "ada@ex..org"])
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(AddressError, match="no e-mail address"):
        checked(text)


def test_a_header_cannot_be_smuggled_in() -> None:
    with pytest.raises(AddressError):
        checked("ada@example.org\r\nBcc: all@example.org")


def test_nothing_that_the_corpus_calls_invalid_is_taken() -> None:
    taken = []
    for text in lines("flanker/mailbox_invalid.txt"):
        try:
            taken.append((text, checked(text)))
        except AddressError:
            continue
    # What is wrong with these is gone with the spaces around them, or is a length that only RFC 3696 erred about.
    assert [one for one, kept in taken if one.strip().lower() != kept] == []
    assert len(taken) <= 3


def test_what_the_corpus_calls_valid_is_taken_where_it_can_be_a_readers() -> None:
    wrong = []
    for text in lines("flanker/mailbox_valid.txt"):
        if MACHINES.search(text) or not text.isascii():
            continue
        try:
            checked(text)
        except AddressError as error:
            wrong.append(f"{text}: {error}")
    assert wrong == []


def test_a_disposable_domain_and_those_below_it_are_found(tmp_path: Path, settings) -> None:
    file = tmp_path / "domains"
    file.write_text("# throw-away\nmailinator.com\n")
    settings.DISPOSABLE_DOMAINS = str(file)
    assert is_disposable("mailinator.com")
    assert is_disposable("a.mailinator.com")
    assert not is_disposable("notmailinator.com")
    with pytest.raises(AddressError, match="throws mails away"):
        checked("ada@mailinator.com")


def test_every_domain_of_the_corpus_is_known_once_it_is_set(settings) -> None:
    domains = lines("disposable/disposable_email_blocklist.conf")
    settings.DISPOSABLE_DOMAINS = str(CORPUS / "disposable/disposable_email_blocklist.conf")
    assert [one for one in domains if not is_disposable(one)] == []
