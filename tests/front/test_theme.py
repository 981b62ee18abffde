"""The publisher's colour and typeface reach the page, always readable, and allowed by hash."""

import base64
import hashlib
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.models import Paper
from broadsheet.front import theme
from tests import world

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PAPER_CSS = Path(theme.__file__).parent / "static/front/css/paper.css"


@given(COLOURS)
def test_any_accent_is_readable_on_both_papers(colour):
    for paper in (theme.LIGHT_PAPER, theme.DARK_PAPER):
        assert theme.contrast(theme.readable(colour, paper), paper) >= theme.READABLE


def test_an_accent_that_is_readable_stays_as_it_is():
    assert theme.readable("#9D1C20", theme.LIGHT_PAPER) == "#9d1c20"


def test_contrast_is_that_of_wcag():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_accent_and_its_variant_for_the_night_are_set():
    style = theme.style(Paper(accent="#102060"))
    assert style.startswith(":root{--accent:#102060;}")
    assert "prefers-color-scheme:dark" in style
    assert style.count("#102060") == 1


def test_the_readers_own_typeface_replaces_newsreader():
    assert "--serif:system-ui" in theme.style(Paper(typeface="system-sans"))
    assert "--serif" not in theme.style(Paper(typeface="newsreader"))


@pytest.mark.parametrize("accent", ["red;}body{display:none", "</style>", "", "#12345", "#gggggg"])
def test_what_is_not_a_colour_never_reaches_the_style(accent):
    assert theme.style(Paper(accent=accent)) == theme.style(Paper(accent=theme.ACCENT))


def test_an_unknown_typeface_leaves_the_papers_own():
    assert theme.style(Paper(typeface="comic")) == theme.style(Paper())


def test_the_stylesheet_and_the_theme_agree_about_the_paper():
    css = PAPER_CSS.read_text()
    assert f"--paper: {theme.LIGHT_PAPER}" in css
    assert f"--paper: {theme.DARK_PAPER}" in css
    assert f"--accent: {theme.ACCENT}" in css
    assert f"--accent: {theme.readable(theme.ACCENT, theme.DARK_PAPER)}" in css


@pytest.mark.django_db
def test_the_policy_allows_the_style_on_the_page_by_its_hash():
    world.paper("News")
    Paper.objects.update(accent="#00aa77")
    response = Client().get("/")
    text = response.content.decode().split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response["Content-Security-Policy"]
