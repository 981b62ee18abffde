"""The catalogues in `broadsheet/locale`: whole where readers look, and of one mind with the source."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from django.conf import settings

from broadsheet.articles.models.story import Label
from broadsheet.comments.models import Order, State
from broadsheet.media.models import Licence
from scripts import messages

LANGUAGES = ("ar", "de", "es", "fr", "pt_BR")
READERS = re.compile(
    r"broadsheet/((front|discovery|related)/(?!proof/|models\.py|desk\w*\.py|templates/desk/)|comments/(places|letters)\.py"
    r"|newsletter/(addresses|asking|mails)\.py)"
)
"""Where all words are for readers: these rooms, but for what they show at the desk."""
LABELS = {str(label) for labels in (Label, Licence, Order, State) for _, label in labels.choices} | {
    "The reply is empty or too short.",
    "The reply has %(length)s characters; %(most)s are the most.",
    "You have posted the same text before.",
}
"""Words for readers that other rooms, or the phases that judge replies, hold."""
_SAID_OF = re.compile(r"%\(\w+\)[a-z]|%[a-z]|</?[a-z][^>]*>")
Key = tuple[str | None, object]


def path_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


@cache
def source() -> Catalog:
    return messages.gather()


def said(catalog: Catalog) -> dict[Key, Message]:
    """The messages by what makes each of them one."""
    return {(message.context, message.id): message for message in catalog if message.id}


def is_for_readers(message: Message) -> bool:
    return message.id in LABELS or any(READERS.match(place) for place, _ in message.locations)


def forms(words: object) -> list[str]:
    return [words] if isinstance(words, str) else [str(one) for one in words or ()]


def test_every_catalogue_is_looked_after_here():
    assert sorted(folder.name for folder in messages.LOCALE.iterdir()) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_nothing_that_the_source_no_longer_says(language):
    assert set(said(messages.read(path_of(language)))) - set(said(source())) == set(), "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_readers_see_has_words_in_every_language(language):
    words = {key: forms(message.string) for key, message in said(messages.read(path_of(language))).items()}
    found = [key for key, message in said(source()).items() if is_for_readers(message)]
    assert len(found) > 90
    missing = [key for key in found if not all(words.get(key, [""]))]
    assert missing == [], "run `make messages`, then give these words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_a_guess_and_all_name_what_the_source_names(language):
    for message in said(messages.read(path_of(language))).values():
        assert not message.fuzzy, message.id
        told = [set(_SAID_OF.findall(form)) for form in forms(message.id)]
        for form in filter(None, forms(message.string)):
            assert set(_SAID_OF.findall(form)) in told, f"{message.id} → {form}"
            assert form[:1].isspace() == forms(message.id)[0][:1].isspace(), f"{message.id} → {form}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_what_the_readable_one_says(language):
    compiled = BytesIO()
    write_mo(compiled, messages.read(path_of(language)))
    assert path_of(language).with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make messages`"


def test_words_are_found_in_templates_and_in_code(tmp_path):
    page = (
        '  <p title="it\'s">{% translate "Latest" context "stories" %}</p>\n {% if a %}\n   {% firstof b _("Newer") %}'
    )
    plural = "{% blocktranslate count n=n %}{{ n }} reply{% plural %}{{ n }} replies{% endblocktranslate %}{% endif %}"
    (tmp_path / "page.html").write_text(page + plural)
    (tmp_path / "code.py").write_text('A = pgettext_lazy("the first day", "From")\nB = _("one " "two")\n')
    assert set(said(messages.gather(tmp_path))) == {
        ("stories", "Latest"),
        (None, "Newer"),
        (None, ("%(n)s reply", "%(n)s replies")),
        ("the first day", "From"),
        (None, "one two"),
    }


def test_what_the_source_lost_goes_what_is_new_stands_empty_and_words_stay(tmp_path):
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n\nmsgid "Old"\nmsgstr "Viejo"\n\nmsgid "Share"\nmsgstr "Compartir"\n')
    now = Catalog()
    now.add("Share")
    now.add("Search")
    assert messages.bring_up(path, now) == 1
    assert {key[1]: message.string for key, message in said(messages.read(path)).items()} == {
        "Share": "Compartir",
        "Search": "",
    }
    with path.with_suffix(".mo").open("rb") as file:
        assert [message.id for message in read_mo(file) if message.id] == ["Share"]
