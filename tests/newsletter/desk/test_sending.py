"""A letter's page in the desk."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role, appoint, found_roles
from broadsheet.newsletter.freezing import freeze
from broadsheet.newsletter.models import Digest, Letter, LetterState, MailingList
from tests import world
from tests.newsletter import mailing

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    world.paper("Politics")
    found_roles()
    return signed_in(Role.EDITOR)


def signed_in(role: Role) -> Client:
    user = User.objects.create_user(f"{role.value.lower()}@example.org", "a password of some length")
    appoint(user, role)
    client = Client()
    client.force_login(user)
    return client


def test_a_letter_is_written_tried_and_sent(desk: Client, settings) -> None:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    daily = MailingList.objects.get()
    mailing.readers(3, daily)
    story = world.story(world.section("Politics"), "The bridge opens")
    add = reverse("wagtailsnippets_broadsheet_newsletter_letter:add")
    assert desk.get(add).status_code == 200
    form = {
        "mailing_list": daily.pk, "subject": "Monday", "preheader": "", "intro": "Good morning.",
        "letter_stories-TOTAL_FORMS": 1, "letter_stories-INITIAL_FORMS": 0, "letter_stories-MIN_NUM_FORMS": 0,
        "letter_stories-MAX_NUM_FORMS": 1000, "letter_stories-0-story": story.pk, "letter_stories-0-ORDER": 1,
    }  # fmt: skip
    assert desk.post(add, form).status_code == 302
    letter = Letter.objects.get()
    page, act = reverse("desk_letter", args=[letter.pk]), reverse("desk_letter_do", args=[letter.pk])
    assert "3 readers want this list." in desk.get(page).content.decode()
    assert "The bridge opens" in desk.get(reverse("desk_letter_mail", args=[letter.pk])).content.decode()
    desk.post(act, {"do": "test"})
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["editor@example.org"], "[Test] Monday")
    desk.post(act, {"do": "send"})
    freeze(letter.pk)
    for word, state in (("pause", LetterState.PAUSED), ("resume", LetterState.SENDING), ("cancel", "cancelled")):
        desk.post(act, {"do": word})
        letter.refresh_from_db()
        assert letter.state == state
    text = desk.get(page).content.decode()
    assert "The letter was cancelled" in text
    edit = reverse("wagtailsnippets_broadsheet_newsletter_letter:edit", args=[letter.pk])
    desk.post(edit, {**form, "subject": "X"})
    letter.refresh_from_db()
    assert letter.subject == "Monday"


def test_what_a_check_finds_is_not_sent(desk: Client, settings) -> None:
    settings.LETTER_SERVERS = ["smtp://127.0.0.1:9"]
    letter = mailing.letter(MailingList.objects.get())
    act = reverse("desk_letter_do", args=[letter.pk])
    answer = desk.post(act, {"do": "send"}, follow=True)
    assert "Nobody is on this list yet." in answer.content.decode()
    mailing.readers(1, MailingList.objects.get())
    settings.LETTER_SERVERS = []
    assert "no mail server" in desk.post(act, {"do": "send"}, follow=True).content.decode()
    assert Letter.objects.get().state == LetterState.DRAFT


def test_reporters_send_no_letters(desk: Client) -> None:
    letter = mailing.letter(MailingList.objects.get())
    reporter = signed_in(Role.REPORTER)
    for name in ("desk_letter", "desk_letter_mail"):
        assert reporter.get(reverse(name, args=[letter.pk])).status_code in (302, 403)
    reporter.post(reverse("desk_letter_do", args=[letter.pk]), {"do": "send"})
    assert Letter.objects.get().state == LetterState.DRAFT


def test_the_newest_of_a_section_are_added_and_dark_mode_is_shown_to_who_has_none(desk: Client) -> None:
    world.add_section(world.section("Politics").get_parent().specific, "Sports", "sports")
    first, second = (world.story(world.section("Politics"), f"Vote {n}") for n in (1, 2))
    goal = world.story(world.section("Sports"), "A goal")
    letter = mailing.letter(MailingList.objects.get(), first)
    act = reverse("desk_letter_do", args=[letter.pk])
    desk.post(act, {"do": "pick", "section": world.section("Politics").pk, "most": 5})
    assert list(letter.letter_stories.values_list("story", flat=True)) == [first.pk, second.pk]
    told = desk.post(act, {"do": "pick", "section": "", "most": "many"}, follow=True).content.decode()
    assert "1 story was added." in told
    assert list(letter.letter_stories.values_list("story", flat=True)) == [first.pk, second.pk, goal.pk]
    mail_url = reverse("desk_letter_mail", args=[letter.pk])
    assert "@media not all {" in desk.get(mail_url).content.decode()
    dark = desk.get(mail_url + "?dark").content.decode()
    assert "@media all {" in dark
    assert "prefers-color-scheme" not in dark
    assert "All links lead somewhere." not in desk.get(reverse("desk_letter", args=[letter.pk])).content.decode()
    mailing.readers(1, MailingList.objects.get())
    asked = desk.get(reverse("desk_letter", args=[letter.pk]) + "?links").content.decode()
    assert "All links lead somewhere." in asked


def test_a_digest_is_made_in_the_desk(desk: Client) -> None:
    add = reverse("wagtailsnippets_broadsheet_newsletter_digest:add")
    assert desk.get(add).status_code == 200
    form = {
        "mailing_list": MailingList.objects.get().pk, "subject": "", "intro": "", "most": 8, "rhythm": "workdays",
        "at": "06:00", "needs_approval": "on", "is_on": "on", "section": world.section("Politics").pk,
    }  # fmt: skip
    assert desk.post(add, {**form, "most": 99}).status_code == 200
    assert desk.post(add, form).status_code == 302
    assert Digest.objects.get().next_at is not None
    listed = desk.get(reverse("wagtailsnippets_broadsheet_newsletter_digest:list")).content.decode()
    assert "The letter (Monday to Friday)" in listed
