"""A program of the newsroom's is told what waits: once, signed, again where it was away, and never inside the house."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.comments import hooks
from broadsheet.comments.models import Hook, Reply, State
from tests.articles.newsroom import as_, person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db


class Receiver(HTTPServer):
    """Stands in for the newsroom's program: answers `says`, keeps what it was told."""

    says = 200
    told: list[tuple[dict[str, str], bytes]]


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append(({name.lower(): text for name, text in self.headers.items()}, body))
        self.send_response(self.server.says)
        self.send_header("Location", "http://169.254.169.254/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Receiver]:
    monkeypatch.setattr(hooks, "ALLOW_PRIVATE", True)
    a_story(title="Bridge opens")
    with Receiver(("127.0.0.1", 0), Handler) as server:
        server.told = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def hook(server: Receiver) -> Hook:
    user = person(Role.MODERATOR, "ada")
    url, since = f"http://127.0.0.1:{server.server_port}/replies?a=1", timezone.now() - timedelta(hours=1)
    return Hook.objects.create(url=url, key="secret", user=user, told_until=since)


def held() -> Reply:
    one = reply(Story.objects.get())
    one.become(State.HELD, phase="links", code="links", reason="2 links.")
    return one


def test_what_waits_is_told_once_signed_with_links_whose_button_acts(receiver):
    known, one = hook(receiver), held()
    assert hooks.send_due(timezone.now()) == 0
    assert hooks.send_due(timezone.now() + hooks.SETTLED) == 1
    assert hooks.send_due(timezone.now() + hooks.SETTLED) == 0
    ((headers, body),) = receiver.told
    signed = hooks.signature("secret", headers["x-broadsheet-time"], body)
    assert headers["x-broadsheet-signature"] == f"sha256={signed}"
    (told,) = json.loads(body)["replies"]
    assert (told["id"], told["reason"], told["story"]["title"]) == (one.pk, "2 links.", "Bridge opens")
    assert one.email not in body.decode()
    refuse = "/desk" + told["links"]["refuse"].partition("/desk")[2]
    reader = Client(enforce_csrf_checks=True)
    assert reader.post(refuse).status_code == 422
    assert Reply.objects.get().state == State.HELD
    assert reader.post(refuse, {"code": "insult", "words": "the last line"}).status_code == 200
    done = Reply.objects.get()
    assert (done.state, done.code, done.decisions.first().user) == (State.REFUSED, "insult", known.user)


def test_who_may_no_longer_moderate_lends_no_links(receiver):
    hook(receiver).user.groups.clear()
    held()
    hooks.send_due(timezone.now() + hooks.SETTLED)
    assert list(json.loads(receiver.told[0][1])["replies"][0]["links"]) == ["desk"]


@pytest.mark.parametrize("says", [500, 302, 404])
def test_what_was_not_taken_is_tried_again_with_pauses_and_noted_and_no_redirect_followed(receiver, says, monkeypatch):
    receiver.says = says
    known, one = hook(receiver), held()
    asked: list[Any] = []

    class Later:
        def enqueue(self, *args: Any) -> None:
            asked.append(args)

    def using(task: Any, run_after: Any) -> Later:
        asked.append(run_after)
        return Later()

    monkeypatch.setattr(type(hooks.deliver), "using", using)
    hooks.deliver.func(known.pk, [one.pk], 2)
    assert asked[1] == (known.pk, [one.pk], 3)
    assert asked[0] > timezone.now() + hooks.PAUSES[2] - timedelta(seconds=30)
    assert f"answered {says}" in Hook.objects.get().failure
    hooks.deliver.func(known.pk, [one.pk], len(hooks.PAUSES))
    assert len(asked) == 2
    receiver.says = 204
    hooks.deliver.func(known.pk, [one.pk], 3)
    assert Hook.objects.get().failure == ""


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://10.0.0.1:80/"]
)
def test_an_address_inside_is_refused_when_saved_and_when_sent(url):
    a_story()
    answer = as_(person(Role.PUBLISHER)).post(reverse("desk_reply_hook"), {"url": url})
    assert "private network" in answer.content.decode()
    assert not Hook.objects.exists()
    with pytest.raises(hooks.HookError, match="private network"):
        hooks.post(url, {}, "key")


def test_a_publisher_saves_the_address_after_a_trial_and_takes_it_away_again(receiver):
    browser, url = as_(person(Role.PUBLISHER)), f"http://127.0.0.1:{receiver.server_port}/"
    receiver.says = 500
    assert "answered 500" in browser.post(reverse("desk_reply_hook"), {"url": url}).content.decode()
    assert not Hook.objects.exists()
    receiver.says = 200
    browser.post(reverse("desk_reply_hook"), {"url": url})
    assert json.loads(receiver.told[-1][1]) == {"kind": "trial"}
    kept = Hook.objects.get()
    assert kept.key in browser.get(reverse("desk_reply_hook")).content.decode()
    assert ModelLogEntry.objects.filter(action="comments.hook").exists()
    browser.post(reverse("desk_reply_hook"), {"url": ""})
    assert not Hook.objects.exists()
    assert as_(person(Role.MODERATOR)).get(reverse("desk_reply_hook")).status_code in (302, 403)
