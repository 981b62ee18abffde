"""The menu: the publisher's, or the sections; and where the reader is."""

import pytest
from django.test import RequestFactory

from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Paper
from broadsheet.front.context import Link, menu_links
from tests import world

pytestmark = pytest.mark.django_db


def menu(path="/", **fields):
    paper = Paper(**fields)
    request = RequestFactory().get(path)
    return menu_links(paper.menu, live_sections(), request)


def test_without_a_menu_of_the_publishers_the_sections_are_it():
    world.paper("Politics", "Sports")
    assert menu() == [Link("Politics", "/politics/"), Link("Sports", "/sports/")]


def test_a_section_within_a_section_is_not_in_the_menu_by_itself():
    world.paper("Sports")
    world.add_section(world.section("Sports"), "Cricket", "cricket")
    assert [link.label for link in menu()] == ["Sports"]


def test_the_publishers_menu_replaces_the_sections():
    world.paper("Politics", "Sports")
    entries = [("page", world.section("Sports")), ("link", {"label": "Tides", "url": "https://tides.example/"})]
    assert menu(menu=entries) == [Link("Sports", "/sports/"), Link("Tides", "https://tides.example/")]


def test_a_page_that_is_not_live_is_left_out_of_the_menu():
    world.paper("Politics", "Sports")
    section = world.section("Sports")
    section.unpublish()
    assert menu(menu=[("page", section), ("page", world.section("Politics"))]) == [Link("Politics", "/politics/")]


def test_the_menu_says_where_the_reader_is():
    world.paper("Politics", "Sports")
    assert [link.current for link in menu("/sports/")] == ["", "page"]
    assert [link.current for link in menu("/sports/a-story/")] == ["", "true"]


def test_a_link_to_the_front_is_current_on_the_front_alone():
    world.paper("Politics")
    home = [("link", {"label": "Home", "url": "/"})]
    assert menu("/", menu=home)[0].current == "page"
    assert menu("/politics/", menu=home)[0].current == ""
