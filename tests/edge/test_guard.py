"""Requests that no page can answer."""

import pytest
from django.test import Client

from broadsheet.edge.guard import LONGEST_PATH
from tests import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/%00", "/politics/%00/", "/authors/a%00b/", "/a%0Ab/", "/%7F/", "/%1b[2J/"])
def test_control_characters_in_a_path_are_refused(client: Client, path: str) -> None:
    world.paper("Politics")
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/%ff%fe/", "/politics/%c3%28/", "/authors/%e2%82/", "/%f0%9f%8c%89/", "/..%2f..%2f"])
def test_broken_or_strange_paths_are_not_found(client: Client, path: str) -> None:
    world.paper("Politics")
    assert client.get(path).status_code in {400, 404}


def test_an_endless_path_is_refused(client: Client) -> None:
    assert client.get("/" + "a" * LONGEST_PATH + "/").status_code == 414


@pytest.mark.parametrize("query", ["page=abc", "page=%00", "page=" + "9" * 5000, "page=%ff", "&&=&page"])
@pytest.mark.parametrize("path", ["/politics/", "/authors/ada-reporter/", "/corrections/", "/search/"])
def test_a_broken_query_is_never_an_error_of_ours(client: Client, path: str, query: str) -> None:
    world.paper("Politics")
    world.author()
    assert client.get(f"{path}?{query}").status_code in {200, 400, 404}


def test_an_unknown_host_is_refused(client: Client) -> None:
    world.paper()
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
