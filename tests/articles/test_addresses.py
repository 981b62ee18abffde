"""Addresses of pages are what Wagtail would say."""

import pytest
from wagtail.models import Page, Site

from tests import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["budget", "хлеб", "日本", "a-b_c", "ü"])
def test_an_address_is_what_wagtails_resolver_makes_of_it(slug: str) -> None:
    world.paper("Politics")
    story = world.story(world.section("Politics"), slug=slug)
    assert story.get_url_parts() == Page.objects.get(pk=story.pk).get_url_parts()
    assert story.url == Page.objects.get(pk=story.pk).url


def test_a_page_beneath_no_site_has_no_address() -> None:
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    Site.objects.all().delete()
    assert story.get_url_parts() is None


def test_with_several_sites_wagtail_answers() -> None:
    front = world.paper("Politics")
    story = world.story(world.section("Politics"), slug="budget")
    Site.objects.create(hostname="other.example", root_page=front)
    assert story.get_url_parts() == Page.objects.get(pk=story.pk).get_url_parts()
