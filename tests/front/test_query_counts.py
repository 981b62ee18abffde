"""Every page type costs a fixed number of queries, whatever the size of the archive."""

import pytest
from django.test import Client
from wagtail.rich_text import RichText

from broadsheet.articles.models import Story
from tests import world

pytestmark = pytest.mark.django_db


def stories(count: int) -> Story:
    """A paper with `count` stories of every kind; the last one has every block that costs a query."""
    world.paper("Politics", "Sports")
    first = None
    for number in range(count):
        where = world.section(("Politics", "Sports")[number % 2])
        body = [
            ("paragraph", RichText(f'<p>See <a linktype="page" id="{first.pk}">there</a>.</p>'))
            if first
            else ("paragraph", RichText("<p>One.</p>")),
            ("picture", {"image": world.image(), "caption": "", "alt": ""}),
            ("gallery", {"title": "", "pictures": [{"image": world.image(), "caption": "", "alt": ""}] * 2}),
        ]
        if first:
            body += [("read_also", {"stories": [first]}), body[0]]
        authors = (world.author("A"), world.author("B"))
        first = world.story(where, body=body, lead_image=world.image(), topics=("Elections", "Courts"), authors=authors)
    return first


@pytest.mark.parametrize("count", [8, 16])
def test_story_page(client: Client, django_assert_num_queries, count: int) -> None:
    url = stories(count).get_url()
    client.get(url)
    with django_assert_num_queries(15):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [8, 16])
@pytest.mark.parametrize(("url", "cost"), [("/", 10), ("/politics/", 13)])
def test_fronts(client: Client, django_assert_num_queries, count: int, url: str, cost: int) -> None:
    stories(count)
    client.get(url)
    with django_assert_num_queries(cost):
        assert client.get(url).status_code == 200
