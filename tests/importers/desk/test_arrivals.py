"""Papers move in by the desk: a file is given, tried, moved in; its report is a page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from broadsheet.accounts.roles import Role
from broadsheet.articles.models import Story
from broadsheet.importers import arriving
from broadsheet.importers.models import SILENCE, Arrival, ArrivalKind, ArrivalState, Move
from tests import world
from tests.articles.newsroom import person
from tests.importers.ghost import exports as ghost
from tests.importers.wordpress.exports import comment, export, post

pytestmark = pytest.mark.django_db
HERE = "/desk/moving-in/"


@pytest.fixture
def publisher(client: Client, tmp_path: Path, settings: Any) -> Client:
    """A publisher's browser, before a paper in a home of its own."""
    settings.HOME = tmp_path
    world.paper()
    client.force_login(person(Role.PUBLISHER))
    return client


def given(client: Client, name: str, data: bytes, **wishes: Any) -> Arrival:
    """What a file became that was given to the desk."""
    wishes = {"kind": "wordpress", "upload": SimpleUploadedFile(name, data), **wishes}
    answer = client.post(HERE, wishes)
    assert answer.status_code == 302, answer.context["form"].errors
    return Arrival.objects.get()


def test_a_file_is_tried_and_then_moves_in(publisher: Client, tmp_path: Path) -> None:
    data = export(tmp_path, post(1, inside=comment(1)), post(2)).read_bytes()
    tried = given(publisher, "old.xml", data, only_try="on")
    tried.refresh_from_db()
    assert (tried.state, tried.fault) == (ArrivalState.DONE, "")
    assert not Story.objects.exists()
    assert "Only tried" in publisher.get(f"{HERE}{tried.pk}/").content.decode()
    tried.delete()
    arrival = given(publisher, "old.xml", data)
    arrival.refresh_from_db()
    assert Story.objects.count() == 2
    page = publisher.get(f"{HERE}{arrival.pk}/").content.decode()
    assert "adds up" in page
    assert "author: Ada Reporter" in page
    part = publisher.get(f"{HERE}{arrival.pk}/?part").content.decode()
    assert "data-under-way" not in part
    assert "<html" not in part
    assert not list((tmp_path / "arrivals").iterdir())
    move = Move.objects.get()
    assert "author: Ada Reporter" in publisher.get(f"{HERE}report/{move.pk}/").content.decode()
    assert publisher.get(f"{HERE}report/{move.pk}/?json").json()["adds_up"] is True
    assert "old.example" in publisher.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [("old.xml", "wordpress", "old.xml, line 1"), ("old.json", "ghost", "old.json")],
)
def test_a_damaged_file_is_refused_by_its_name_with_the_place_of_the_fault(
    publisher: Client, name: str, kind: str, said: str
) -> None:
    arrival = given(publisher, name, b"<rss><channel><item>", kind=kind)
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.FAILED
    assert said in arrival.fault
    assert said in publisher.get(f"{HERE}{arrival.pk}/").content.decode()
    assert not Story.objects.exists()


def test_a_ghost_paper_moves_in_with_its_address(publisher: Client, tmp_path: Path) -> None:
    data = ghost.export(tmp_path, ghost.row(1, "First")).read_bytes()
    given(publisher, "ghost.json", data, kind="ghost", url="https://old.example")
    assert Move.objects.get().source == "https://old.example"
    assert Story.objects.get().title == "First"


def test_a_form_without_a_file_is_shown_again(publisher: Client) -> None:
    answer = publisher.post(HERE, {"kind": "wordpress"})
    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()
    assert not Arrival.objects.exists()


def test_a_run_that_was_broken_off_is_taken_up_once(publisher: Client, tmp_path: Path) -> None:
    arrival = Arrival(kind=ArrivalKind.WORDPRESS, only_try=False)
    data = export(tmp_path, post(1)).read_bytes()
    arriving.receive(arrival, "old.xml", [data])
    (arriving.folder() / arrival.file).write_bytes(data)  # the worker of tests has done it, and thrown the file away
    Arrival.objects.update(state=ArrivalState.RUNNING)
    assert "Broken off" not in publisher.get(f"{HERE}{arrival.pk}/").content.decode()
    publisher.post(f"{HERE}{arrival.pk}/again/")
    assert Arrival.objects.get().state == ArrivalState.RUNNING
    Arrival.objects.update(seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert "Broken off" in publisher.get(f"{HERE}{arrival.pk}/").content.decode()
    publisher.post(f"{HERE}{arrival.pk}/again/")
    assert Arrival.objects.get().state == ArrivalState.DONE
    assert Story.objects.count() == 1


def test_only_publishers_move_papers_in(client: Client) -> None:
    world.paper()
    client.force_login(person(Role.EDITOR))
    for address in (HERE, f"{HERE}1/", f"{HERE}report/1/"):
        assert client.get(address).status_code in (302, 403), address
    assert "moving-in" not in client.get("/desk/").content.decode()
