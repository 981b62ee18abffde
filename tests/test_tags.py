"""Every tag stands in the developers' guide, and every kind of address that can be kept says what it depends on."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.test import Client

from broadsheet.articles import tags as articles
from broadsheet.comments import tags as comments
from broadsheet.edge.pressing import Pressing
from broadsheet.media import tags as media
from broadsheet.newsletter import tags as newsletter
from broadsheet.related import tags as related
from tests import world
from tests.urls_of_the_paper import KINDS, print_paper

GUIDE = (Path(__file__).parents[1] / "docs" / "developers.md").read_text(encoding="utf-8")
KNOWN = re.findall(r"^\| `([a-z]+(?::[A-Za-z-]+)*)` \|", GUIDE, re.MULTILINE)
PARTS = {"ID": r"\d+", "YYYY-MM": r"\d{4}-\d\d", "HASH": "[0-9a-f]{20}"}
NOT_KEPT = {
    "search, empty": "there are endless questions",
    "search, found": "there are endless questions",
    "search, nothing found": "there are endless questions",
    "archive": "302: leads to the newest month",
    "reply": "302: leads to where it stands now",
    "link of a mail, broken": "it is of whoever was sent it",
    "link to hear no more, broken": "it is of whoever was sent it",
    "link to confirm letters, broken": "it is of whoever was sent it",
    "link to one's letters, broken": "it is of whoever was sent it",
    "link to have no letters, broken": "it is of whoever was sent it",
    "one's own replies": "they are of whoever asks",
    "no such page": "404: there are endless addresses without a page",
}


def is_known(tag: str) -> bool:
    """Whether the guide has `tag`."""
    return any(re.fullmatch(":".join(PARTS.get(part, part) for part in form.split(":")), tag) for form in KNOWN)


def named() -> dict[str, str]:
    """What each function and constant of the rooms' `tags` modules calls its tag, by the name of it."""
    found: dict[str, str] = {}
    for module in (articles, comments, media, newsletter, related):
        source = inspect.getsource(module)
        found |= dict(re.findall(r'^([A-Z_]+) = ".*"\n"""`([^`]+)`', source, re.MULTILINE))
        found |= dict(re.findall(r'^def ([a-z_]+)\(.*\) -> str:\n    """`([^`]+)`', source, re.MULTILINE))
        public = set(re.findall(r"^(?:def )?([A-Za-z_]+)(?:\(| = )", source, re.MULTILINE))
        assert public == set(found) & public, f"without a form in its docstring: {public - set(found)}"
    return found


def test_every_tag_stands_in_the_guide() -> None:
    assert sorted(named().values()) == sorted(KNOWN)


@pytest.mark.django_db
def test_every_kind_of_address_is_kept_or_has_a_reason_not_to_be(client: Client) -> None:
    printed = print_paper()
    wrong = []
    for kind in KINDS:
        pressing: Pressing = client.get(kind.url(printed)).pressing
        if pressing.storable == (kind.name in NOT_KEPT):
            wrong.append(f"{kind.name}: {'kept' if pressing.storable else 'not kept'}")
        if pressing.storable and articles.PAPER not in pressing.tags:
            wrong.append(f"{kind.name}: does not depend on `paper`, which all bulk writing bumps")
        wrong += [f"{kind.name}: {tag} is not in the guide" for tag in pressing.tags if not is_known(tag)]
        if len(pressing.tags) > 200:
            wrong.append(f"{kind.name}: {len(pressing.tags)} tags")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_the_desk_previews_and_drafts_are_never_kept(admin_client: Client) -> None:
    world.paper("Politics")
    draft = world.story(world.section("Politics"), live=False)
    live = world.story(world.section("Politics"))
    for story in (draft, live):
        answers = [
            admin_client.get("/desk/"),
            admin_client.get(f"/desk/pages/{story.pk}/edit/"),
            admin_client.get(f"/desk/pages/{story.pk}/view_draft/"),
            admin_client.get(f"/desk/pages/{story.pk}/edit/preview/"),
            admin_client.get(f"/desk/pages/{story.pk}/edit/preview/?in_preview_panel=true"),
        ]
        assert [answer.status_code for answer in answers] == [200] * 5
        assert not any(answer.pressing.storable for answer in answers)


@pytest.mark.django_db
def test_a_page_behind_a_restriction_is_not_kept_for_whoever_may_read_it(admin_client: Client) -> None:
    world.paper("Politics")
    story = world.story(world.section("Politics"))
    for kind, more in (("login", {}), ("password", {"password": "open sesame"})):
        story.view_restrictions.all().delete()
        story.view_restrictions.create(restriction_type=kind, **more)
        for browser in (Client(), admin_client):
            answer = browser.get(story.url)
            assert not answer.pressing.storable, (kind, answer.status_code)
