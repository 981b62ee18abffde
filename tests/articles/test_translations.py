"""Stories in several languages: what may be one, what readers and machines find, what a change touches."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from lxml import etree

from broadsheet.accounts.roles import Role
from broadsheet.articles import tags
from broadsheet.articles.models import Story
from broadsheet.articles.translations import in_all_languages
from broadsheet.edge.tags import bumped
from tests import world
from tests.articles.newsroom import as_, edit_url, person, story_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    world.paper("Politics")
    return world.section("Politics")


@pytest.fixture
def original(section):
    return world.story(section, "The bridge opens", slug="bridge")


@pytest.fixture
def spanish(section, original):
    return world.story(section, "Se abre el puente", slug="puente", language="es", translation_of=original)


def page(client, story):
    return etree.HTML(client.get(story.url).content)


def alternates(tree):
    return {e.get("hreflang"): e.get("href") for e in tree.xpath("//link[@rel='alternate' and @hreflang]")}


def test_each_language_names_all_of_them_with_the_original_for_everybody_else(client, original, spanish):
    told = {
        "en": "http://testserver/politics/bridge/",
        "es": "http://testserver/politics/puente/",
        "x-default": "http://testserver/politics/bridge/",
    }
    assert alternates(page(client, original)) == alternates(page(client, spanish)) == told


def test_a_story_in_one_language_names_none(client, original):
    tree = page(client, original)
    assert alternates(tree) == {}
    assert not tree.xpath("//p[@class='languages']")


def test_readers_find_the_other_language_by_its_headline(client, original, spanish):
    (link,) = page(client, original).xpath("//p[@class='languages']/a")
    assert (link.text, link.get("href"), link.get("lang")) == ("Se abre el puente", "/politics/puente/", "es")
    (link,) = page(client, spanish).xpath("//p[@class='languages']/a")
    assert (link.text, link.get("lang")) == ("The bridge opens", "en")


def test_a_draft_is_no_translation_yet(client, section, original):
    world.story(section, "Entwurf", language="de", translation_of=original, live=False)
    assert alternates(page(client, original)) == {}


def test_words_of_another_language_are_marked_in_pages_and_lists(client, original, spanish):
    tree = page(client, spanish)
    assert tree.xpath("string(//h1/@lang)") == "es"
    assert "es" in tree.xpath("//div[contains(@class, 'story-text')]/@lang")
    front = etree.HTML(client.get("/").content)
    assert front.xpath("//a[@href='/politics/puente/']/@lang") == ["es"]
    assert front.xpath("//a[@href='/politics/bridge/']/@lang") == []


def test_machines_are_told_the_language_of_each_story(client, original, spanish):
    feed = json.loads(client.get("/feed.json").content)["items"]
    assert {item["title"]: item.get("language") for item in feed} == {spanish.title: "es", original.title: None}
    assert b'xml:lang="es"' in client.get("/atom.xml").content
    assert b"<dc:language>es</dc:language>" in client.get("/feed.xml").content
    assert b"<news:language>es</news:language>" in client.get("/news-sitemap.xml").content
    nodes = [json.loads(e.text) for e in page(client, spanish).xpath('//script[@type="application/ld+json"]')]
    article = next(node for node in nodes if node["@type"] == "NewsArticle")
    assert article["inLanguage"] == "es"
    assert [work["headline"] for work in article["translationOfWork"]] == [original.title]


def test_the_translation_of_a_translation_is_one_of_the_original(section, original, spanish):
    german = world.story(section, "Die Brücke", language="DE-at", translation_of=spanish)
    assert (german.translation_of_id, german.language) == (original.pk, "de-AT")
    assert {one.pk for one in in_all_languages(german)} == {original.pk, spanish.pk, german.pk}


def test_the_papers_own_language_is_no_language_of_a_story(section):
    assert world.story(section, language="EN").language == ""


@pytest.mark.parametrize("given", ["Spanish", "e", "es_MX", "es-", "<es>"])
def test_what_is_no_language_is_refused(section, given):
    with pytest.raises(ValidationError, match="is no language"):
        world.story(section, language=given)


@pytest.mark.parametrize("language", ["es", ""])
def test_a_group_has_one_story_in_each_language(section, original, spanish, language):
    with pytest.raises(ValidationError, match="is the same story in the same language"):
        world.story(section, language=language, translation_of=original)


def test_an_original_cannot_take_the_language_of_its_translation(original, spanish):
    original.language = "es"
    with pytest.raises(ValidationError, match="is the same story in the same language"):
        original.save()


def test_an_original_cannot_become_a_translation(section, original, spanish):
    original.translation_of = world.story(section, language="fr")
    with pytest.raises(ValidationError, match="it is the original"):
        original.save()


def test_a_story_is_no_translation_of_itself(original):
    original.translation_of = original
    with pytest.raises(ValidationError, match="of itself"):
        original.save()


def test_the_desk_says_what_is_wrong_with_a_language(section, original, spanish):
    editor = as_(person(Role.EDITOR))
    response = editor.post(edit_url(original), story_form(title=original.title, language="Spanish"))
    assert "“Spanish” is no language" in response.content.decode()


def test_a_deleted_original_leaves_its_translations(client, original, spanish):
    original.delete()
    spanish.refresh_from_db()
    assert spanish.translation_of_id is None
    assert alternates(page(client, spanish)) == {}


def test_a_copy_is_not_a_second_translation(section, spanish):
    copy = spanish.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert Story.objects.get(pk=copy.pk).translation_of_id is None


def test_publishing_a_translation_touches_the_group(section, original):
    world.story(section, language="fr", translation_of=original)
    assert tags.translations(original.pk) in bumped()
