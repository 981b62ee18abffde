"""What a front shows: chosen stories in their places, the newest in the gaps, none twice."""

from collections.abc import Iterable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from broadsheet.articles.edition import Edition, assemble, choose
from broadsheet.articles.lists import live_sections
from broadsheet.articles.looks import Teaser
from broadsheet.articles.models import Front, Section, Story
from tests import world


def pks(teasers: Iterable[Teaser | Story]) -> list[int]:
    return [one.pk for one in teasers]


def edition(layout: list) -> Edition:
    front = Front.objects.get()
    front.layout = layout
    return assemble(front.layout, live_sections())


@pytest.mark.django_db
def test_a_front_that_nobody_curated_fills_itself_with_the_newest() -> None:
    world.paper("Politics")
    stories = [world.story(world.section("Politics")) for _ in range(15)]
    found = edition([])
    assert found.lead.pk == stories[-1].pk
    assert pks(found.secondary) == pks(stories[-2:-5:-1])
    assert pks(found.latest) == pks(stories[-5:-13:-1])
    assert [pks(slot.stories) for slot in found.blocks] == [pks(stories[-13::-1])]


@pytest.mark.django_db
def test_a_chosen_lead_stays_however_old() -> None:
    world.paper("Politics")
    old = world.story(world.section("Politics"))
    for _ in range(5):
        world.story(world.section("Politics"))
    assert edition([("lead", {"story": old})]).lead.pk == old.pk


@pytest.mark.django_db
def test_a_story_chosen_for_a_strip_is_not_taken_by_the_gaps_above() -> None:
    world.paper("Politics", "Sports")
    story = world.story(world.section("Sports"))
    other = world.story(world.section("Politics"))
    strip = {"section": world.section("Sports"), "style": "across", "count": 2, "stories": [story]}
    found = edition([("strip", strip)])
    assert found.lead.pk == other.pk
    assert pks(found.blocks[0].stories) == [story.pk]


@pytest.mark.django_db
def test_a_strip_shows_the_stories_of_the_sections_below() -> None:
    world.paper("Politics")
    below = world.add_section(world.section("Politics"), "City Hall", "city-hall")
    for _ in range(13):
        world.story(below)
    assert [slot.section for slot in edition([]).blocks] == [world.section("Politics")]
    assert edition([]).blocks[0].stories


@pytest.mark.django_db
def test_an_unpublished_choice_leaves_a_gap_that_fills() -> None:
    world.paper("Politics")
    chosen, other = world.story(world.section("Politics")), world.story(world.section("Politics"))
    chosen.unpublish()
    assert edition([("lead", {"story": chosen})]).lead.pk == other.pk


@pytest.mark.django_db
def test_choices_are_read_without_fetching_what_is_chosen(django_assert_num_queries) -> None:
    world.paper("Politics")
    lead, *others = (world.story(world.section("Politics")) for _ in range(6))
    front = Front.objects.get()
    front.layout = [
        ("lead", {"story": lead}),
        ("secondary", {"stories": others[:2]}),
        ("picks", {"title": "Picked", "stories": others[2:4]}),
        ("strip", {"section": world.section("Politics"), "style": "across", "count": 2, "stories": others[4:]}),
    ]
    front.save()
    layout, sections = Front.objects.get().layout, live_sections()
    with django_assert_num_queries(1):
        slots = choose(layout, sections)
    assert [(slot.kind, slot.style, slot.title) for slot in slots[3:]] == [
        ("picks", "lead-and-list", "Picked"),
        ("strip", "across", ""),
    ]
    assert slots[0].chosen == [lead.pk]
    assert slots[1].chosen == [others[0].pk, others[1].pk]
    assert slots[3].chosen == [others[2].pk, others[3].pk]
    assert slots[4].chosen == [others[4].pk]


@pytest.mark.django_db
def test_a_section_front_shows_its_own_stories_alone(client: Client) -> None:
    world.paper("Politics", "Sports")
    world.story(world.section("Politics"), "Budget passes")
    world.story(world.section("Sports"), "Cup final tonight")
    page = client.get("/politics/").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert "Budget passes" in main
    assert "Cup final tonight" not in main


@pytest.mark.django_db
def test_a_paper_without_a_story_has_a_front(client: Client) -> None:
    world.paper("Politics")
    assert client.get("/").status_code == 200
    assert client.get("/politics/").status_code == 200


class AnyLayout(TestCase):
    """Whatever an editor chooses, wherever."""

    @classmethod
    def setUpTestData(cls) -> None:
        world.paper("Politics", "Sports", "Culture")
        cls.stories = [world.story(Section.objects.order_by("path")[n % 3]) for n in range(24)]
        cls.stories[7].unpublish()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_no_story_stands_twice_and_none_that_is_not_public(self, data: st.DataObject) -> None:
        some = st.lists(st.sampled_from(self.stories), min_size=1, max_size=3)
        section = st.sampled_from(list(Section.objects.order_by("path")))
        strip = st.builds(
            lambda section, count, stories: (
                "strip",
                {"section": section, "style": "across", "count": count, "stories": stories},
            ),
            section,
            st.integers(1, 8),
            st.lists(st.sampled_from(self.stories), max_size=3),
        )
        head = st.one_of(
            st.builds(lambda s: ("lead", {"story": s}), st.sampled_from(self.stories)),
            st.builds(lambda s: ("secondary", {"stories": s}), some),
            st.builds(lambda n: ("latest", {"count": n}), st.integers(3, 20)),
        )
        picks = st.builds(lambda s: ("picks", {"title": "Picks", "stories": s}), some)
        layout = data.draw(st.lists(st.one_of(head, strip, picks), max_size=8))
        shown = [story.pk for story in edition(layout).stories]
        assert len(shown) == len(set(shown))
        assert set(shown) <= set(Story.objects.readable().values_list("pk", flat=True))


@pytest.mark.django_db
def test_strips_that_nobody_laid_out_differ_in_rhythm() -> None:
    titles = ("Politics", "Sports", "Culture")
    world.paper(*titles)
    for title in titles * 9:
        world.story(world.section(title))
    found = edition([])
    assert [slot.style for slot in found.blocks] == ["lead-and-list", "across", "lead-and-list"]
    assert [len(slot.stories) for slot in found.blocks] == [5, 4, 5]
