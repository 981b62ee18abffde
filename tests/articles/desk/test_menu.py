"""The desk's menu: in a newsroom's order and words, each item for those who may use it."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Front, Paper
from tests import world
from tests.articles.newsroom import as_, person

pytestmark = pytest.mark.django_db

REPORTER = [
    "Stories",
    "Sections",
    "Authors",
    "Topics",
    "Corrections",
    "Read now",
    "Pictures",
    "Documents",
    "All pages",
    "Reports",
]
EDITOR = [
    "Stories",
    "Front page",
    "Sections",
    "Authors",
    "Topics",
    "Replies",
    "Letters",
    "Digests",
    "Mailing lists",
    "Corrections",
    "Blocked addresses",
    "Read now",
    "Pictures",
    "Documents",
    "Redirects",
    "All pages",
    "Reports",
]


def menu(user: User) -> list[str]:
    """Labels of the main menu from the top down."""
    html = as_(user).get(reverse("wagtailadmin_home")).content.decode()
    found = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    labels: list[str] = []

    def walk(node) -> None:
        if isinstance(node, dict) and node.get("_type") == "wagtail.sidebar.MainMenuModule":
            labels.extend(item["_args"][0]["label"] for item in node["_args"][0])
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(child)

    walk(json.loads(found[1]))
    return labels


@pytest.fixture(autouse=True)
def front():
    return world.paper("Politics")


def test_the_menu_of_each_role():
    assert menu(person(Role.REPORTER)) == REPORTER
    assert menu(person(Role.MODERATOR)) == ["Stories", "Sections", "Replies", "Read now"]
    assert menu(person(Role.EDITOR)) == EDITOR
    assert menu(person(Role.PUBLISHER)) == [*EDITOR[:-1], "People", "Reports", "The paper", "Settings"]


def test_the_front_page_is_one_click_away():
    response = as_(person(Role.EDITOR)).get(reverse("desk_front"))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[Front.objects.get().pk])


def test_the_desk_carries_the_papers_name_and_accent():
    Paper.objects.update(name="The Harbour Courier", accent="#123456")
    desk = as_(person(Role.EDITOR))
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "<title>Newsroom - The Harbour Courier</title>" in page
    assert ">HC</span>" in page
    assert desk.get(reverse("desk_accent")).content == b":root{--desk-accent:#123456}"


@pytest.mark.parametrize(("name", "letters"), [("The Big Bugle", "BB"), ("Bugle", "B"), ("The", "T"), ("", "")])
def test_initials(name, letters):
    assert Paper(name=name).initials == letters
