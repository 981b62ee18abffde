"""Akismet is told where people decide otherwise, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from broadsheet.accounts.roles import Role
from broadsheet.comments import moderation
from broadsheet.comments.models import ActKind, RepliesSettings, Reply, State
from broadsheet.comments.phases import akismet
from tests.articles.newsroom import person
from tests.comments.replying import a_story, reply

pytestmark = pytest.mark.django_db
ON = [{"phase": "akismet", "on": True, "options": {"key": "abc"}}]
CALLED_SPAM = [{"phase": "akismet", "word": "hold", "code": "akismet", "reason": "Akismet calls it spam."}]
SILENT = [{"phase": "akismet", "word": "pass", "code": "akismet-silent", "reason": "Akismet did not answer."}]


@pytest.mark.parametrize(
    ("trace", "kind", "told"),
    [
        (CALLED_SPAM, ActKind.APPROVE, "submit-ham"),
        (CALLED_SPAM, ActKind.SPAM, ""),
        ([], ActKind.SPAM, "submit-spam"),
        ([], ActKind.APPROVE, ""),
        (SILENT, ActKind.SPAM, ""),
        (CALLED_SPAM, ActKind.HOLD, ""),
    ],
)
@pytest.mark.parametrize("phases", [ON, []])
def test_a_decision_is_told_where_akismet_said_otherwise(monkeypatch, trace, kind, told, phases):
    asked: list[tuple[str, dict[str, str]]] = []

    def request(pool: Any, method: str, url: str, fields: dict[str, str], **more: Any) -> None:
        asked.append((url.rpartition("/")[2], fields))

    monkeypatch.setattr(akismet.urllib3.PoolManager, "request", request)
    one = reply(a_story(), text="Buy my book.", ip="192.0.2.7")
    RepliesSettings.objects.update(phases=phases)
    state = State.APPROVED if kind == ActKind.HOLD else State.HELD
    Reply.objects.filter(pk=one.pk).update(trace=trace, state=state)
    moderation.act(kind, {one.pk: state}, person(Role.MODERATOR))
    assert [word for word, _ in asked] == ([told] if told and phases else [])
    for _, fields in asked:
        assert (fields["api_key"], fields["comment_content"], fields["user_ip"]) == ("abc", "Buy my book.", "192.0.2.7")
