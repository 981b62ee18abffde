"""The furniture of pages in the languages that Broadsheet speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings as project
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from lxml import html

from broadsheet.articles.models import Section
from broadsheet.front.errors import bad_request, permission_denied, server_error
from broadsheet.front.templatetags.times import moment
from tests.urls_of_the_paper import pages, print_paper

LANGUAGES = {"ar": "rtl", "de": "ltr", "es": "ltr", "fr": "ltr", "pt-br": "ltr"}
SAID = ("aria-label", "title", "placeholder", "data-done", "data-share")
"""Attributes that a reader is shown or told."""
_NAMED = re.compile(r"%\\\(\w+\\\)s")


@contextmanager
def paper_in(language: str, settings: Any) -> Iterator[None]:
    """A paper in `language`, as the settings make it from BROADSHEET_LANGUAGE."""
    settings.PAPER_LANGUAGE = language
    with translation.override(language):
        yield


def english(language: str) -> re.Pattern[str]:
    """What has other words in `language`: whole texts as the source says them, whatever stands for what they name."""
    path = project.LOCALE_PATHS[0] / translation.to_locale(language) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalog = read_po(file)
    said = (m.id for m in catalog if isinstance(m.id, str) and m.string not in ("", m.id))
    plain = {re.sub("<[^>]+>", "", text).strip() for text in said}
    wordy = sorted(text for text in plain if re.search("[A-Za-z]", re.sub(r"%\(\w+\)s", "", text)))
    return re.compile("|".join(_NAMED.sub(".+", re.escape(text)) for text in wordy))


def texts(document: html.HtmlElement) -> Iterator[str]:
    """All that a page says: each element's whole text, and what attributes say."""
    for element in document.iter(html.etree.Element):
        if element.tag not in ("script", "style"):
            yield " ".join(element.text_content().split())
            yield from (element.get(name, "") for name in SAID)


def faults(page: str, language: str, content: set[str]) -> list[str]:
    """What is wrong with the furniture of `page`: its `lang` and `dir`, and words that stayed English."""
    document, pattern = html.document_fromstring(page), english(language)
    tag = {"pt-br": "pt-BR"}.get(language, language)
    wrong = [] if (document.get("lang"), document.get("dir")) == (tag, LANGUAGES[language]) else ["lang or dir"]
    return wrong + [text for text in texts(document) if text not in content and pattern.fullmatch(text)]


@pytest.mark.django_db
def test_no_page_says_an_english_word_of_its_own_in_another_language(client: Client, settings: Any) -> None:
    printed, wrong = print_paper(), []
    content = set(Section.objects.values_list("title", flat=True))
    assert faults(client.get(printed.story.url).content.decode(), "es", content), "an English page has English words"
    for language in LANGUAGES:
        with paper_in(language, settings):
            for kind in pages():
                page = client.get(kind.url(printed)).content.decode()
                wrong += [f"{language}, {kind.name}: {fault}" for fault in faults(page, language, content)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_what_goes_wrong_are_in_the_language_of_the_paper(language: str, settings: Any) -> None:
    request = RequestFactory().get("/")
    with paper_in(language, settings):
        answers = [bad_request(request, Exception()), permission_denied(request, Exception()), server_error(request)]
        found = [answer.content.decode() for answer in answers] + [render_to_string("410.html", {}, request)]
    assert [fault for page in found for fault in faults(page, language, set())] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "March 5, 2026, 2:05 p.m."),
        ("ar", "5 مارس، 2026، 2:05 م"),
        ("de", "5. März 2026, 14:05 Uhr"),
        ("es", "5 de marzo de 2026, 14:05"),
        ("fr", "5 mars 2026 à 14:05"),
        ("pt-br", "5 de Março de 2026 às 14:05"),
    ],
)
def test_times_are_written_as_the_language_writes_them(language: str, words: str) -> None:
    with translation.override(language):
        shown = html.fromstring(moment(datetime(2026, 3, 5, 14, 5, tzinfo=UTC))).text_content()
    assert " ".join(shown.split()) == words


@pytest.mark.django_db
def test_feeds_name_corrections_in_the_language_of_the_paper(client: Client, settings: Any) -> None:
    print_paper(0)
    with paper_in("es", settings):
        assert "Fe de errores, " in client.get("/feed.xml").content.decode()


def test_a_region_has_the_words_of_its_language() -> None:
    with translation.override("es-mx"):
        assert translation.gettext("Skip to the content") == "Saltar al contenido"
