"""Entries of feeds: made once for all feeds that carry them, each with the tags of all that it shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from broadsheet.articles.models import Correction, Story
from broadsheet.edge.generations import Generations
from broadsheet.edge.pieces import Pieces
from broadsheet.edge.pressing import SCOPE, Pressing
from tests import world
from tests.edge.edges import FakeSource

pytestmark = pytest.mark.django_db
NAMES = ("feed.xml", "atom.xml", "feed.json")
PATHS = [f"{path}{name}" for name in NAMES for path in ("/", "/politics/", "/authors/ada-reporter/", "/topics/water/")]


class Press:
    """Asks for pages as the edge does."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.source = FakeSource()
        self.generations = Generations(self.source)
        self.generations.look()
        self.pieces = Pieces(self.generations, 1 << 20)

    def ask(self, path: str) -> bytes:
        extra: dict[str, Any] = {SCOPE: Pressing(tray=self.pieces.begin("testserver"))}
        return self.client.get(path, **extra).content

    def tags(self, *key: object) -> frozenset[str]:
        return self.pieces._pieces["testserver", key].tags


@pytest.fixture
def press(client: Client) -> Press:
    return Press(client)


@pytest.fixture
def rich() -> Story:
    """The newest story of a paper, with everything that an entry can show, written by Ada on water."""
    world.paper("Politics")
    politics = world.section("Politics")
    linked, also = world.story(politics, "Linked", topics=("Water",)), world.story(politics, "Also", topics=("Water",))
    document = get_document_model().objects.create(title="Minutes", file="minutes.pdf")
    links = f'<a linktype="page" id="{linked.pk}">there</a> <a linktype="document" id="{document.pk}">file</a>'
    body = [
        ("paragraph", RichText(f"<p>Words. {links}</p>")),
        ("picture", {"image": world.image(title="one"), "caption": "", "alt": ""}),
        ("gallery", {"title": "", "pictures": [{"image": world.image(title="two"), "caption": "", "alt": ""}]}),
        ("read_also", {"stories": [also]}),
    ]
    return world.story(politics, "Rich", body=body, lead_image=world.image(title="lead"), topics=("Water",))


def test_feeds_of_known_entries_are_the_same_bytes(press: Press, client: Client, rich: Story) -> None:
    Correction.objects.create(story=rich, text="It was Tuesday.")
    plain = [client.get(path).content for path in PATHS]
    assert [press.ask(path) for path in PATHS] == plain
    assert [press.ask(path) for path in PATHS] == plain


def test_an_entry_is_made_once_for_all_feeds_and_formats(press: Press, rich: Story) -> None:
    press.ask("/feed.xml")
    with CaptureQueriesContext(connection) as queries:
        for path in PATHS:
            press.ask(path)
    assert not [
        query for query in queries if "broadsheet_articles_byline" in query["sql"] and "portrait" in query["sql"]
    ]


def test_only_the_entry_that_changed_is_made_again(press: Press, client: Client, rich: Story) -> None:
    press.ask("/feed.xml")
    before = dict(press.pieces._pieces)
    Story.objects.filter(pk=rich.pk).update(title="Richer")
    press.source.bump(f"story:{rich.pk}")
    press.generations.look()
    assert press.ask("/feed.xml") == client.get("/feed.xml").content
    changed = {key for key, piece in press.pieces._pieces.items() if before.get(key) is not piece}
    assert changed == {("testserver", ("entry", rich.pk)), ("testserver", ("item", "feed.xml", rich.pk))}


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_depends_on_all_that_it_shows_and_on_no_other_story(press: Press, rich: Story, name: str) -> None:
    press.ask(f"/{name}")
    pictures = {f"picture:{image.pk}" for image in type(rich.lead_image).objects.all()}
    linked, also = Story.objects.get(title="Linked"), Story.objects.get(title="Also")
    author, topic = rich.authors[0], rich.story_topics.get().topic
    own = {f"author:{author.pk}", f"topic:{topic.pk}", "paper", "tree"}
    wanted = {f"story:{story.pk}" for story in (rich, linked, also)} | {"documents"} | pictures | own
    assert len(pictures) == 3
    assert press.tags("item", name, rich.pk) >= wanted
    assert press.tags("entry", rich.pk) >= wanted
    assert press.tags("item", name, linked.pk) == {f"story:{linked.pk}"} | own
