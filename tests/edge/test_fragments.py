"""Fragments stand in the page, or are left to a surrogate."""

import pytest
from django.test import Client, RequestFactory

from broadsheet.edge.fragments import include
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def url() -> str:
    world.paper("Politics")
    world.story(world.section("Politics"), "Bridge closes")
    return world.story(world.section("Politics"), "Budget passes").get_url()


def test_without_a_surrogate_the_fragment_stands_in_the_page(client: Client, url: str) -> None:
    page = client.get(url).content.decode()
    assert "<esi:" not in page
    assert "Bridge closes" in page


def test_for_a_surrogate_the_page_includes_the_fragment_by_its_address(client: Client, url: str) -> None:
    response = client.get(url, headers={"surrogate-capability": 'abc="ESI/1.0"'})
    page = response.content.decode()
    assert '<esi:include src="/_f/more-news/"' in page
    assert "Bridge closes" not in page
    assert response["Surrogate-Control"] == 'content="ESI/1.0"'


def test_a_page_without_fragments_claims_none(client: Client, url: str) -> None:
    response = client.get("/_f/more-news/", headers={"surrogate-capability": 'abc="ESI/1.0"'})
    assert "Surrogate-Control" not in response


def test_a_fragment_alone_is_what_stands_in_the_page(client: Client, url: str) -> None:
    page = client.get(url).content.decode()
    assert client.get("/_f/more-news/").content.decode().strip() in page


def test_a_fragment_of_a_story_that_is_not_public_is_not_found(client: Client, url: str) -> None:
    draft = world.story(world.section("Politics"), live=False)
    assert client.get(f"/_f/related/{draft.pk}/").status_code == 404


def test_a_fragment_that_does_not_exist_is_left_out() -> None:
    assert include(RequestFactory().get("/"), "/_f/related/1/") == ""
