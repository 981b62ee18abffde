"""The sample edition loads whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from PIL import Image as PILImage
from pytest_django import DjangoDbBlocker
from wagtail.models import ReferenceIndex, Revision

from broadsheet.articles.models import Correction, Front, InfoPage, Paper, Section, Story
from broadsheet.comments.counting import wrong
from broadsheet.comments.models import Reply
from broadsheet.importers.sample.loading import load_sample_edition
from broadsheet.importers.sample.reading import read_edition
from broadsheet.media.models import Image
from broadsheet.related.stories import related_to
from tests import world

NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for picture files."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(folder)):
        yield folder


def plain(name: str) -> bytes:
    """A plain picture that stands in for a drawn one."""
    data = BytesIO()
    PILImage.new("RGB", (300, 200), "#884422").save(data, "JPEG")
    return data.getvalue()


@pytest.fixture(scope="module")
def loaded(media: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The id of the front of a paper that the edition was loaded into, once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        front = world.paper()
        load_sample_edition(front, NOW, plain)
        yield front.pk
        transaction.set_rollback(True)


@pytest.fixture
def front(loaded: int) -> Front:
    """The front of that paper."""
    return Front.objects.get(pk=loaded)


def test_all_stories_are_there_with_bylines_revisions_and_references(front: Front):
    texts = read_edition()
    assert Story.objects.count() == len(texts.stories)
    published = [text for text in texts.stories if text.published is not None]
    assert Story.objects.readable().count() == len(published)
    for story in Story.objects.all():
        assert story.bylines.exists()
        assert story.latest_revision_id
        assert story.section_id == story.get_parent().pk
    assert ReferenceIndex.objects.filter(
        to_object_id=str(Story.objects.get(slug="harvest-fair").lead_image_id)
    ).exists()
    assert list(Story.objects.search("hangers")[:1])


def test_times_are_counted_back_from_the_moment_of_loading(front: Front):
    story = Story.objects.get(slug="eastmarsh-flood-wall")
    assert story.published_at == NOW - timedelta(hours=3)
    assert story.updated_at == NOW - timedelta(hours=1)
    assert story.shows_update
    assert set(story.bylines.values_list("published_at", flat=True)) == {story.published_at}
    untouched = Story.objects.get(slug="mariners-derby")
    assert untouched.updated_at is None
    assert not Revision.objects.filter(created_at__gt=NOW - timedelta(minutes=1), object_id=str(story.pk)).exists()


def test_the_front_is_curated_and_shows_every_strip_full(front: Front):
    from broadsheet.articles.edition import assemble
    from broadsheet.articles.lists import live_sections

    edition = assemble(front.layout, live_sections())
    assert edition.lead is not None
    assert edition.lead.story is not None
    assert edition.lead.story.slug == "eastmarsh-flood-wall"
    assert len(edition.secondary) == 3
    assert {slot.style for slot in edition.blocks} >= {"lead-and-list", "across", "opinion"}
    assert len(edition.latest) == 7
    assert not [slot for slot in edition.blocks if len(slot.stories) < slot.count]
    assert len({story.pk for story in edition.stories}) == len(edition.stories)


def test_related_is_never_empty(front: Front):
    assert all(len(related_to(story)) >= 3 for story in Story.objects.readable().for_reading())


def test_the_paper_has_its_name_links_and_pages(front: Front):
    paper = Paper.objects.get()
    assert paper.name == "The Ellery Lantern"
    assert len(paper.follow) >= 3
    assert len(paper.footer) >= 3
    assert set(InfoPage.objects.live().values_list("slug", flat=True)) == {"about", "contact", "standards"}
    assert Correction.objects.count() == 2


def test_every_picture_has_alt_text_credit_and_licence(front: Front):
    assert Image.objects.count() >= 25
    for image in Image.objects.all():
        assert image.description
        assert image.credit == "Illustration: Broadsheet"
        assert image.licence == "cc0"


def test_one_story_is_scheduled_and_one_is_a_draft(front: Front):
    scheduled = Revision.objects.get(approved_go_live_at__isnull=False)
    assert scheduled.approved_go_live_at == NOW + timedelta(hours=20)
    waiting = Story.objects.filter(live=False)
    assert set(waiting.values_list("slug", flat=True)) == {"draft-east-berths", "tomorrow-market-hall"}


def test_every_page_can_be_read(front: Front, client):
    pages = [*Story.objects.readable(), *Section.objects.live(), *InfoPage.objects.live(), front]
    for page in pages:
        answer = client.get(page.get_url() or "/")
        assert answer.status_code == 200, page.slug


def test_readers_reply_below_two_stories(loaded: int) -> None:
    replies = Reply.objects.public()
    assert {reply.story.slug for reply in replies} == {"night-buses-return", "eastmarsh-flood-wall"}
    assert all(reply.posted_at <= NOW for reply in replies)
    assert replies.filter(by_author=True, featured=True).count() == 1
    assert not list(wrong())
