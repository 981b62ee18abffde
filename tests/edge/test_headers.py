"""Security headers on what readers see and at the desk."""

import base64
import hashlib
import re

import pytest
from django.test import Client

from tests import world

pytestmark = pytest.mark.django_db
PAGES = ["/", "/politics/", "/politics/budget/", "/search/", "/corrections/", "/nowhere/", "/_f/more-news/"]


@pytest.fixture
def paper() -> None:
    world.paper("Politics")
    world.story(world.section("Politics"), slug="budget")


@pytest.mark.parametrize("url", PAGES)
def test_public_pages_have_a_strict_policy(client: Client, paper: None, url: str) -> None:
    policy = client.get(url)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("url", PAGES)
def test_public_pages_carry_nothing_that_the_policy_forbids(client: Client, paper: None, url: str) -> None:
    response = client.get(url)
    page = response.content.decode()
    for style in re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL):
        assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in response["Content-Security-Policy"]
    assert not re.findall(r"<[^>]+\s(?:style|on\w+)=", page)
    assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", page)


@pytest.mark.parametrize("url", PAGES)
def test_public_pages_set_no_cookie_and_do_not_vary_by_one(client: Client, paper: None, url: str) -> None:
    response = client.get(url)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


def test_the_usual_headers_are_there(client: Client, paper: None) -> None:
    response = client.get("/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_desk_frames_itself_alone_and_lets_wagtails_forms_run(client: Client, paper: None) -> None:
    policy = client.get("/desk/login/")["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self' 'unsafe-inline';" in policy
