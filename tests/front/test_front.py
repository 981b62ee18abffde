"""The front and the sections render whatever there is to show: nothing, one story, no picture, too many words."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from broadsheet.articles.models import Paper, Section
from tests import world

pytestmark = pytest.mark.django_db


def page(path="/"):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def headings(html):
    return [int(level) for level in re.findall(r"<h([1-6])\b", html)]


def assert_headings_in_order(html):
    levels = headings(html)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_paper_without_stories_says_that_it_is_about_to_begin():
    world.paper("Politics")
    html = page()
    assert "The first edition is being written." in html
    assert 'class="head' not in html
    assert_headings_in_order(html)


def test_a_single_story_leads_alone():
    front = world.paper("Politics")
    world.story(world.section("Politics"), "Only this")
    html = page(front.url)
    assert html.count("Only this") == 1
    assert 'class="head"' in html
    assert 'id="latest"' not in html


def test_the_lead_alone_has_the_large_picture():
    world.paper("Politics")
    for _ in range(3):
        world.story(world.section("Politics"), lead_image=world.image(1800, 1200))
    html = page()
    assert html.count('fetchpriority="high"') == 1
    assert html.index('fetchpriority="high"') < html.index('loading="lazy"')


def test_a_front_without_pictures_has_no_empty_frames():
    world.paper("Politics")
    for _ in range(9):
        world.story(world.section("Politics"))
    html = page()
    assert "<img" not in html
    assert "<figure" not in html
    assert_headings_in_order(html)


def test_a_headline_of_forty_words_stands_whole():
    world.paper("Politics")
    long = "word " * 39 + "end"
    world.story(world.section("Politics"), long)
    assert long in page()


def test_every_time_of_the_latest_is_machine_readable():
    world.paper("Politics")
    for _ in range(8):
        world.story(world.section("Politics"))
    html = page()
    rail = html[html.index('id="latest"') :]
    assert len(re.findall(r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d', rail)) == 4


@pytest.mark.parametrize(
    ("code", "told"),
    [("en", "en ltr"), ("ar", "ar rtl"), ("pt-br", "pt-BR ltr"), ("az-arab", "az-Arab rtl"), ("ps", "ps rtl")],
)
def test_language_and_direction_of_the_page_follow_the_paper(settings, code, told):
    world.paper("Politics")
    settings.PAPER_LANGUAGE = code
    language, direction = told.split()
    assert f'<html lang="{language}" dir="{direction}">' in page()


def test_a_section_shows_its_description_and_its_subsections():
    world.paper("Sports")
    Section.objects.update(description="Games and those who play them.")
    world.add_section(world.section("Sports"), "Cricket", "cricket")
    html = page("/sports/")
    assert "<h1>Sports</h1>" in html
    assert "Games and those who play them." in html
    assert '<a href="/sports/cricket/">Cricket</a>' in html
    assert "Nothing has been published here yet." in html
    assert_headings_in_order(html)


def test_a_section_lists_what_its_edition_leaves_and_pages_through_it():
    world.paper("Sports")
    for number in range(35):
        world.story(world.section("Sports"), f"Match {number:02}")
    first, second = page("/sports/"), page("/sports/?page=2")
    assert "More from Sports" in first
    assert 'href="?page=2"' in first
    titles = re.findall(r"Match \d\d", first + second)
    assert len(titles) == len(set(titles)) == 35
    assert 'class="head' not in second
    assert_headings_in_order(second)


def test_a_section_links_to_its_feeds_and_to_the_archive():
    world.paper("Sports")
    story = world.story(world.section("Sports"))
    html = page("/sports/")
    assert 'href="/sports/feed.xml"' in html
    assert f'href="/archive/{story.published_at.year}/{story.published_at.month}/"' in html


def test_follow_links_and_footer_are_the_publishers():
    world.paper("Sports")
    paper = Paper.objects.get()
    paper.follow = [("account", {"network": "youtube", "url": "https://social.example/@test"})]
    column = {"title": "About us", "links": [("link", {"label": "Standards", "url": "/standards/"})]}
    paper.footer = [("column", column)]
    paper.save()
    html = page()
    assert '<a href="https://social.example/@test" rel="me">' in html
    assert "sprite.svg#youtube" in html
    assert "</svg>YouTube</a>" in html
    assert '<a href="/standards/">Standards</a>' in html


def test_no_page_carries_inline_styles_or_scripts():
    world.paper("Sports")
    world.story(world.section("Sports"), lead_image=world.image())
    for path in ("/", "/sports/"):
        html = page(path)
        assert not re.search(r'\sstyle=|<script(?! type="application/ld\+json"|[^>]* src=)|\son[a-z]+=', html)
        assert html.count("<style>") == 1
