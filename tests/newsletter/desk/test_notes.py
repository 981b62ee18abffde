"""The desk offers a note when a story is corrected that was mailed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset

from broadsheet.accounts.roles import Role, found_roles
from broadsheet.newsletter.models import Delivery, DeliveryState, Letter, MailingList
from tests import world
from tests.articles.newsroom import as_, person, story_form
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


def test_whoever_publishes_a_correction_is_led_to_a_note_for_those_who_were_sent_the_story() -> None:
    world.paper("Politics")
    found_roles()
    story = world.story(world.section("Politics"), "The bridge opens", slug="council-votes")
    daily = MailingList.objects.get()
    mailing.readers(2, daily)
    letter = mailing.frozen(daily, story)
    Delivery.objects.update(state=DeliveryState.HANDED)
    client, there = as_(person(Role.EDITOR)), reverse("desk_note", args=[story.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    line = story.bylines.get()
    own = inline_formset([{"id": line.pk, "author": line.author_id, "ORDER": 1}], initial=1)
    form = story_form("The bridge opens", action="publish", bylines=own)
    plain = client.post(edit, form, follow=True).content.decode()
    assert there not in plain
    later = timezone.localtime(timezone.now() + timedelta(minutes=5))
    row = {"date": later.strftime("%Y-%m-%d %H:%M:%S"), "text": "It is 90 metres long."}
    corrected = story_form("The bridge opens", action="publish", bylines=own, corrections=inline_formset([row]))
    assert there in client.post(edit, corrected, follow=True).content.decode()
    assert there in client.get(reverse("desk_letter", args=[letter.pk])).content.decode()
    page = client.get(there).content.decode()
    assert "It is 90 metres long." in page
    assert "“The letter”: 2 readers were sent it." in page
    answer = client.post(there)
    note = Letter.objects.exclude(corrects=None).get()
    assert answer["Location"] == reverse("desk_letter", args=[note.pk])
    shown = client.get(answer["Location"]).content.decode()
    assert "2 readers were sent this story." in shown
    assert "Nobody is on this list" not in shown


def test_reporters_write_none() -> None:
    world.paper("Politics")
    found_roles()
    story = world.story(world.section("Politics"))
    assert as_(person(Role.REPORTER)).post(reverse("desk_note", args=[story.pk])).status_code in (302, 403)
    assert (
        "There is nothing to tell"
        in as_(person(Role.EDITOR)).get(reverse("desk_note", args=[story.pk])).content.decode()
    )
