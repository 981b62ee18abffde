"""Icons for tabs and home screens."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests import world

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_paper_and_icons_that_exist():
    world.paper("Politics")
    response = Client().get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == "The Test"
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(Path(str(path))) as picture:
            assert icon["sizes"] == "{}x{}".format(*picture.size)


def test_the_favicon_is_found_where_browsers_look_for_it():
    response = Client().get("/favicon.ico")
    assert response.status_code == 301
    assert finders.find(response["Location"].removeprefix("/static/"))
