"""A front on which a story stands twice is refused, with its places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from broadsheet.accounts.roles import Role
from broadsheet.articles.desk import choosing
from broadsheet.articles.models import Front, Story
from tests import world
from tests.articles.newsroom import as_, edit_url, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    world.paper("Politics")
    return as_(person(Role.EDITOR))


def front_form(*blocks: tuple[str, dict]) -> dict:
    """What a browser sends to publish the front with these blocks."""
    front = Front.objects.get()
    layout = streamfield([(kind, value) for kind, value in blocks])
    comments = inline_formset([])
    fields = {"title": front.title, "slug": front.slug, "layout": layout, "comments": comments, "action-publish": "1"}
    return nested_form_data(fields)


def listed(*stories) -> dict:
    """A list block of stories as a form sends it."""
    rows = {str(n): {"value": story.pk, "order": n, "type": "item", "deleted": ""} for n, story in enumerate(stories)}
    return {"count": len(stories), **rows}


def test_a_story_in_two_places_is_named_with_both(desk):
    vote = world.story(world.section("Politics"), "Vote")
    strip = {
        "section": world.section("Politics").pk,
        "style": "across",
        "count": 3,
        "stories": listed(vote),
    }
    response = desk.post(edit_url(Front.objects.get()), front_form(("lead", {"story": vote.pk}), ("strip", strip)))
    assert "Vote\\u201d stands twice: Lead, Section strip Politics." in response.content.decode()
    assert not Front.objects.get().layout


def test_a_layout_without_doubles_is_published(desk):
    vote, match = (world.story(world.section("Politics"), title) for title in ("Vote", "Match"))
    form = front_form(("lead", {"story": vote.pk}), ("picks", {"title": "Read", "stories": listed(match)}))
    assert desk.post(edit_url(Front.objects.get()), form).status_code == 302
    assert [block.block_type for block in Front.objects.get().layout] == ["lead", "picks"]


def choosable(desk, url_name: str, *args, **query) -> list[str]:
    """Headlines that the chooser of stories offers, in its order."""
    response = desk.get(reverse(url_name, args=args), {"page_type": "broadsheet_articles.story", **query})
    assert response.status_code == 200
    table = response.context["table"] if "table" in response.context else response.context["pages"]
    rows = table.data if hasattr(table, "data") else table
    return [page.title for page in rows if page.specific_class is Story]


def test_only_live_stories_can_be_chosen_the_newest_first(desk):
    section = world.section("Politics")
    world.story(section, "First vote")
    world.story(section, "Second vote")
    world.story(section, "Draft vote", live=False)
    assert choosable(desk, "wagtailadmin_choose_page") == ["Second vote", "First vote"]
    assert choosable(desk, "wagtailadmin_choose_page_child", section.pk) == ["Second vote", "First vote"]
    assert sorted(choosable(desk, "wagtailadmin_choose_page_search", q="vote")) == ["First vote", "Second vote"]


@pytest.mark.parametrize(("url_name", "query"), [("", {}), ("_search", {"q": "vote"})])
def test_the_chooser_asks_for_nothing_but_its_section_row_by_row(desk, url_name, query):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            choosable(desk, f"wagtailadmin_choose_page{url_name}", **query)
        return len(queries)

    for _ in range(2):
        world.story(world.section("Politics"), "Vote")
    cost()
    before = cost()
    for _ in range(5):
        world.story(world.section("Politics"), "Vote")
    assert cost() == before + 5


def test_the_chooser_lists_the_newest_and_finds_the_others(desk, monkeypatch):
    monkeypatch.setattr(choosing, "LISTED", 1)
    section = world.section("Politics")
    world.story(section, "Old vote", at=timezone.now() - timedelta(days=900))
    world.story(section, "New vote")
    assert choosable(desk, "wagtailadmin_choose_page") == ["New vote"]
    assert choosable(desk, "wagtailadmin_choose_page_search", q="old") == ["Old vote"]


def test_other_choosers_show_the_tree(desk):
    response = desk.get(reverse("wagtailadmin_choose_page"), {"page_type": "broadsheet_articles.section"})
    assert "Politics" in response.content.decode()
