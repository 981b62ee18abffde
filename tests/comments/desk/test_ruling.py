"""The rules as a form: shown, moved, tried, saved, refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.comments.models import RepliesSettings
from broadsheet.comments.phases.rules import ALL, phases_of, rules_of
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
URL = "/desk/replies/rules/"


def publisher() -> Client:
    a_story()
    return as_(person(Role.PUBLISHER))


def form(**changed: Any) -> dict[str, Any]:
    """What a browser sends for the rules as they come."""
    fields: dict[str, Any] = {"phase": [kind.name for kind in ALL], "do": "save"}
    for rule in rules_of([]):
        fields |= {f"{rule.kind.name}-{name}": value for name, value in rule.options.items() if value is not False}
        fields |= {f"{rule.kind.name}-on": "on"} if rule.on else {}
    return {**fields, **changed}


def kept() -> list[dict]:
    return RepliesSettings.now().phases


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MODERATOR, Role.EDITOR])
def test_only_publishers_set_rules(role):
    a_story()
    assert reverse("desk_reply_rules") == URL
    assert as_(person(role)).get(URL).status_code != 200
    assert as_(person(role, "another")).post(URL, form()).status_code != 200
    assert len(kept()) == 1


def test_every_phase_is_shown_with_its_help_and_saved_as_it_is_shown():
    client = publisher()
    html = client.get(URL).content.decode()
    assert all(f'id="phase-{kind.name}"' in html for kind in ALL)
    client.post(URL, form())
    assert phases_of(kept()) == phases_of([])
    assert ModelLogEntry.objects.get().action == "comments.rules"


def test_options_and_what_is_off_are_saved():
    publisher().post(URL, form(**{"links-most": "4", "links-then": "refuse", "sieve-on": ""}))
    rules = {rule.kind.name: rule for rule in rules_of(kept())}
    assert rules["links"].options["most"] == 4
    assert rules["links"].options["then"] == "refuse"
    assert not rules["sieve"].on


def test_a_phase_is_moved_and_nothing_is_saved_by_that():
    client = publisher()
    response = client.post(URL, form(do="up-closed", **{"links-most": "9"}))
    assert [line.kind.name for line in response.context["lines"]][:2] == ["closed", "honeypot"]
    assert 'value="9"' in response.content.decode()
    assert len(kept()) == 1
    client.post(URL, form(phase=[line.kind.name for line in response.context["lines"]]))
    assert [one["phase"] for one in kept()][:2] == ["closed", "honeypot"]


@pytest.mark.parametrize("button", ["up-honeypot", "down-all", "up-nonsense", "up"])
def test_nothing_moves_beyond_the_ends(button):
    response = publisher().post(URL, form(do=button))
    assert [line.kind.name for line in response.context["lines"]] == [kind.name for kind in ALL]


def test_rules_are_tried_before_they_are_saved():
    client = publisher()
    reply(Story.objects.get(), text="See http://a.com and http://b.com")
    html = client.post(URL, form(do="try")).content.decode()
    assert "Would have held 1, of which 0 are public now." in html
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("links-most", "many", "whole number"),
        ("links-most", "-1", "greater than or equal"),
        ("held-words-words", "fine\n***", "Line 2"),
        ("links-then", "burn", "valid choice"),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field_and_nothing_is_saved(field, value, told):
    html = publisher().post(URL, form(**{field: value})).content.decode()
    assert told in html
    assert "Nothing was saved" in html
    assert len(kept()) == 1


def test_phases_that_a_form_lacks_or_makes_up_do_no_harm():
    publisher().post(URL, form(phase=["links", "links", "made up"]))
    assert {one["phase"] for one in kept()} == {kind.name for kind in ALL}
