"""What is in use is not deleted, and the desk says what stands in the way."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import ReferenceIndex

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Author, Section
from broadsheet.media.models import Image
from tests import world
from tests.articles.newsroom import as_, person, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves picture files open
]


@pytest.fixture
def desk():
    world.paper("Politics")
    return as_(person(Role.EDITOR))


def test_an_author_with_bylines_is_kept_and_the_desk_shows_where_they_stand(desk):
    story = world.story(world.section("Politics"), "Vote")
    url = reverse("wagtailsnippets_broadsheet_articles_author:delete", args=[world.author().pk])
    page = desk.get(url).content.decode()
    assert "is referenced 1 time" in page
    assert "prevent it from being deleted" in page
    desk.post(url)
    assert Author.objects.filter(bylines__story=story).exists()


def test_a_picture_in_use_is_kept_and_the_desk_shows_where(desk):
    picture = world.image()
    world.story(world.section("Politics"), "Vote", lead_image=picture)
    url = reverse("wagtailimages:delete", args=[picture.pk])
    page = desk.get(url).content.decode()
    assert "is referenced 1 time" in page
    assert "prevent it from being deleted" in page
    desk.post(url)
    assert Image.objects.filter(pk=picture.pk).exists()


def test_what_the_index_of_references_missed_is_refused_in_words(desk, monkeypatch):
    author = world.author()

    def protected(self, *args, **kwargs):
        raise ProtectedError("no", {world.story(world.section("Politics"), "Vote").bylines.get()})

    monkeypatch.setattr(Author, "delete", protected)
    url = reverse("wagtailsnippets_broadsheet_articles_author:delete", args=[author.pk])
    response = desk.post(url, follow=True)
    assert told(response) == "Nothing was deleted, because it is in use: “Vote”."


def test_a_section_with_stories_is_kept(desk):
    section = world.section("Politics")
    world.story(section)
    response = desk.post(reverse("wagtailadmin_pages:delete", args=[section.pk]), follow=True)
    assert "“Politics” was not deleted: it holds 1 story." in told(response)
    assert Section.objects.filter(pk=section.pk).exists()


def test_a_section_with_stories_is_kept_in_bulk_too(desk):
    section = world.section("Politics")
    world.story(section)
    world.story(section)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert "prevent it from being deleted" in desk.get(f"{url}?id={section.pk}").content.decode()
    desk.post(f"{url}?id={section.pk}")
    ReferenceIndex.objects.all().delete()
    response = desk.post(f"{url}?id={section.pk}", follow=True)
    assert "it holds 2 stories" in told(response)
    assert Section.objects.filter(pk=section.pk).exists()


def test_an_empty_section_goes(desk):
    section = world.section("Politics")
    desk.post(reverse("wagtailadmin_pages:delete", args=[section.pk]))
    assert not Section.objects.filter(pk=section.pk).exists()
